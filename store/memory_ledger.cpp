// SPDX-License-Identifier: BSL-1.0
#include "store/memory_ledger.hpp"

#include <algorithm>
#include <cstring>

#include "store/memory_organisation.hpp"
#include "store/record.hpp"
#include "store/resolution.hpp"

namespace crmlocal::store {
namespace {

using domain::bound;
using domain::claim;

// One claim of one event.
struct wanted_claim {
    std::uint32_t event;
    const bound<claim>* what;
    fingerprint key;
};

// What a commit needs while it runs; kept by each thread from one to the next.
struct commit_memory {
    std::vector<wanted_claim> claims;
    domain::scratch<char> claim_key;
    domain::scratch<char> records;
    std::vector<std::size_t> record_ends;
    std::vector<std::string_view> winners;
};

// Spells out what a claim is about: its name, then each value with its size. False if one is absent
// or an empty text, which claims nothing.
bool spell(const domain::event& e, const bound<claim>& c, domain::scratch<char>& out) {
    const auto put = [&](const void* from, std::size_t bytes) {
        const std::size_t at = out.extend(bytes);
        std::memcpy(out.data() + at, from, bytes);
    };
    out.clear();
    put(c.what->says.name.data(), c.what->says.name.size());
    for (std::size_t i = 0; i < c.what->says.field_count; ++i) {
        const domain::value* v = e.find(c.at[i]);
        if (!v) return false;
        if (v->as == domain::given_as::identifier) {
            put(&v->found->ordinal, sizeof v->found->ordinal);
        } else {
            if (v->size == 0) return false;
            put(&v->size, sizeof v->size);
            put(v->data, v->size);
        }
    }
    return true;
}

// Gathers the claims of the accepted events in the order of the call; the bits of their stripes.
std::uint64_t gather_claims(const organisation& in, const domain::batch& call, commit_memory& m) {
    m.claims.clear();
    std::uint64_t stripes = 0;
    for (const bound<claim>& c : call.type->claims) {
        if (!in.settings().rules.applies(*c.what)) continue;
        for (std::uint32_t i = 0; i < call.events.size(); ++i) {
            if (call.refused(i) || !(call.events[i].given & c.triggers)) continue;
            if (!spell(domain::event(call, i), c, m.claim_key)) continue;
            const fingerprint key =
                fingerprint_of({m.claim_key.data(), m.claim_key.size()});
            m.claims.push_back({i, &c, key});
            stripes |= claim_map::stripe_bit(key);
        }
    }
    if (call.type->claims.size() > 1)
        std::ranges::stable_sort(m.claims, {}, &wanted_claim::event);
    return stripes;
}

// Takes the claims, event by event: all of an event's or none of them.
void take_claims(claim_map::several& taken_claims, domain::batch& call, const commit_memory& m) {
    for (std::size_t first = 0, end = 0; first < m.claims.size(); first = end) {
        const std::uint32_t event = m.claims[first].event;
        const wanted_claim* lost = nullptr;
        for (end = first; end < m.claims.size() && m.claims[end].event == event; ++end) {
            const wanted_claim& c = m.claims[end];
            const bool is_taken = taken_claims.contains(c.key) ||
                                  c.what->what->taken_before({call, event}, c.what->at);
            if (is_taken && !lost) lost = &c;
        }
        if (lost) {
            call.refuse_event(event, lost->what->what->lost({call, event}, lost->what->at));
            continue;
        }
        for (std::size_t i = first; i < end; ++i) taken_claims.insert(m.claims[i].key, {});
    }
}

// Encodes the accepted events one after the other; `record_ends` has an entry for every event.
void encode_accepted(const domain::batch& call, commit_memory& m) {
    m.records.clear();
    m.record_ends.resize(call.events.size());
    for (std::size_t i = 0; i < call.events.size(); ++i) {
        if (!call.refused(i)) encode_record(call, i, m.records);
        m.record_ends[i] = m.records.size();
    }
}

// The records of the events that are still accepted, in the order of the call.
void choose_winners(const domain::batch& call, commit_memory& m) {
    m.winners.clear();
    for (std::size_t i = 0, begin = 0; i < call.events.size(); begin = m.record_ends[i++])
        if (!call.refused(i))
            m.winners.emplace_back(m.records.data() + begin, m.record_ends[i] - begin);
}

// Numbers the winners and appends them to their log; the number of the first.
std::uint64_t append(memory_organisation& in, std::size_t type, const call_origin& origin,
                     const commit_memory& m) {
    if (in.settings().global_numbering) {
        auto sequence = in.sequence.lock();
        const std::uint64_t first = *sequence;
        in.logs[type].lock()->events.append(first, origin, m.winners);
        *sequence += m.winners.size();
        return first;
    }
    auto log = in.logs[type].lock();
    const std::uint64_t first = log->next_number;
    log->events.append(first, origin, m.winners);
    log->next_number += m.winners.size();
    return first;
}

void tell_created(const memory_organisation& in, std::size_t type, std::uint64_t number,
                  domain::batch& call) {
    call.created.clear();
    call.created.extend(call.events.size());
    for (std::size_t i = 0; i < call.events.size(); ++i) {
        if (call.refused(i)) continue;
        call.created[i] = {number, in.ids.make({static_cast<std::uint16_t>(type), number})};
        ++number;
    }
}

memory_organisation& in_memory(organisation& o) { return static_cast<memory_organisation&>(o); }

}  // namespace

memory_ledger::memory_ledger(const domain::event_catalogue& catalogue,
                             std::function<time_point()> clock)
    : catalogue_(catalogue), clock_(std::move(clock)) {}

memory_ledger::~memory_ledger() = default;

bool memory_ledger::add_organisation(fixture from, std::uint64_t seed) {
    from.next_numbers.resize(catalogue_.types.size(), 1);
    std::string name = from.organisation;
    seed = seed_for(seed, name);  // no two worlds give the same ids
    auto shared = std::make_shared<const fixture>(std::move(from));
    const auto made = std::make_shared<memory_organisation>(shared, clock_, seed);
    if (!organisations_.insert(std::move(name), made)) return false;
    add_web_api_keys(made);
    return true;
}

std::optional<event_log::stored_event> memory_ledger::find_event(organisation& in,
                                                                 const domain::event_type& type,
                                                                 std::uint64_t number) {
    return in_memory(in).logs[catalogue_.ordinal_of(type)].lock()->events.find(number);
}

std::size_t memory_ledger::memory(organisation& of) {
    std::size_t bytes = 0;
    for (guarded<numbered_log>& log : in_memory(of).logs) bytes += log.lock()->events.memory();
    return bytes;
}

std::shared_ptr<organisation> memory_ledger::find_organisation(std::string_view name) {
    return organisations_.with(name, [](const std::shared_ptr<memory_organisation>* found) {
        return found ? *found : nullptr;
    });
}

task<void> memory_ledger::resolve(organisation& in, domain::batch& call) {
    resolve_batch(*in.described().data, call);
    co_return;
}

task<commit_status> memory_ledger::commit(organisation& in, const call_origin& origin,
                                          domain::batch& call) {
    thread_local commit_memory memory;  // nothing below waits
    memory_organisation& world = in_memory(in);
    const std::size_t type = catalogue_.ordinal_of(*call.type);

    encode_accepted(call, memory);
    const std::uint64_t stripes = gather_claims(world, call, memory);
    std::uint64_t first_number = 0;
    {
        claim_map::several claims(world.claims, stripes);
        take_claims(claims, call, memory);
        choose_winners(call, memory);
        first_number = append(world, type, origin, memory);
    }
    tell_created(world, type, first_number, call);
    co_return commit_status::done;
}

}  // namespace crmlocal::store
