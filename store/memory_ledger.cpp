// SPDX-License-Identifier: BSL-1.0
#include "store/memory_ledger.hpp"

#include <algorithm>

#include "store/event_change.hpp"
#include "store/journal.hpp"
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

memory_organisation& in_memory(organisation& o) { return static_cast<memory_organisation&>(o); }

// What a commit needs while it runs; kept by each thread from one to the next.
struct commit_memory {
    std::vector<wanted_claim> claims;
    std::vector<fingerprint> taken;
    domain::scratch<char> claim_key;
    domain::scratch<char> records;          // of all accepted events, as a run
    std::vector<std::size_t> record_ends;   // in it; one for each event, accepted or not
    std::vector<std::string_view> winners;  // the stretches of it that are still accepted
    std::uint64_t winner_count = 0;
    std::size_t winner_bytes = 0;
    bool lost_a_claim = false;
};

// The claims of a type that are in force in an organisation, a bit for each.
std::uint8_t claims_in_force(const organisation& in, const domain::event_type& type) {
    std::uint8_t bits = 0;
    for (std::size_t i = 0; i < type.claims.size(); ++i)
        if (in.settings().rules.applies(*type.claims[i].what))
            bits = static_cast<std::uint8_t>(bits | 1U << i);
    return bits;
}

// Gathers the claims of the accepted events in the order of the call; the bits of their stripes.
std::uint64_t gather_claims(std::uint8_t in_force, const domain::batch& call, commit_memory& m) {
    m.claims.clear();
    std::uint64_t stripes = 0;
    for (std::size_t k = 0; k < call.type->claims.size(); ++k) {
        const bound<claim>& c = call.type->claims[k];
        if (!(in_force >> k & 1)) continue;
        for (std::uint32_t i = 0; i < call.events.size(); ++i) {
            if (call.refused(i) || !(call.events[i].given & c.triggers)) continue;
            const auto key = claim_of(domain::event(call, i), c, m.claim_key);
            if (!key) continue;
            m.claims.push_back({i, &c, *key});
            stripes |= claim_table::stripe_bit(*key);
        }
    }
    if (call.type->claims.size() > 1) std::ranges::stable_sort(m.claims, {}, &wanted_claim::event);
    return stripes;
}

constexpr std::size_t prefetched_claims = 16;  // ahead: enough to hide what memory takes

// Takes the claims of one event, all or none of them; the first that was lost, or null.
const wanted_claim* take_claims_of_event(claim_table::several& taken, const domain::batch& call,
                                         std::span<const wanted_claim> wanted) {
    for (const wanted_claim& c : wanted) {
        if (!c.what->what->taken_before({call, c.event}, c.what->at) && taken.insert(c.key))
            continue;
        for (const wanted_claim* earlier = wanted.data(); earlier != &c; ++earlier)
            taken.erase(earlier->key);
        return &c;
    }
    return nullptr;
}

// Takes the claims, event by event.
void take_claims(claim_table::several& taken, domain::batch& call, commit_memory& m) {
    m.taken.clear();
    m.lost_a_claim = false;
    std::size_t prefetched = 0;
    for (std::size_t first = 0, end = 0; first < m.claims.size(); first = end) {
        for (; prefetched < std::min(m.claims.size(), first + prefetched_claims); ++prefetched)
            taken.prefetch(m.claims[prefetched].key);
        const std::uint32_t event = m.claims[first].event;
        while (end < m.claims.size() && m.claims[end].event == event) ++end;
        const auto wanted = std::span(m.claims).subspan(first, end - first);
        if (const wanted_claim* lost = take_claims_of_event(taken, call, wanted)) {
            call.refuse_event(event, lost->what->what->lost({call, event}, lost->what->at));
            m.lost_a_claim = true;
            continue;
        }
        for (const wanted_claim& c : wanted) m.taken.push_back(c.key);
    }
}

// Encodes the accepted events one after the other.
void encode_accepted(const domain::batch& call, commit_memory& m) {
    m.records.clear();
    m.record_ends.resize(call.events.size());
    for (std::size_t i = 0; i < call.events.size(); ++i) {
        if (!call.refused(i)) {
            const std::size_t began = record_run::begin_record(m.records);
            encode_record(call, i, m.records);
            record_run::end_record(m.records, began);
        }
        m.record_ends[i] = m.records.size();
    }
}

// The records of the events that are still accepted, in the order of the call.
void choose_winners(const domain::batch& call, commit_memory& m) {
    m.winners.clear();
    m.winner_count = 0;
    m.winner_bytes = 0;
    std::size_t stretch = 0;  // where it began
    for (std::size_t i = 0, begin = 0; i < call.events.size(); begin = m.record_ends[i++]) {
        if (!call.refused(i)) {
            ++m.winner_count;
            continue;
        }
        if (begin != stretch) m.winners.emplace_back(m.records.data() + stretch, begin - stretch);
        stretch = m.record_ends[i];
    }
    if (m.records.size() != stretch)
        m.winners.emplace_back(m.records.data() + stretch, m.records.size() - stretch);
    for (std::string_view stretch_of_winners : m.winners)
        m.winner_bytes += stretch_of_winners.size();
}

// Writes the winners to the journal and puts them into their log, under the log's lock, so that
// both have them in the order of their numbers; the ticket to wait with.
std::optional<std::uint64_t> append(journal* to, const memory_organisation& world, std::size_t type,
                                    call_entry entry, numbered_log& log, const commit_memory& m) {
    if (to) {
        thread_local domain::scratch<char> head;
        thread_local std::vector<std::string_view> parts;
        head.clear();
        begin_events(world.key, type, head);
        begin_call(entry, m.winner_count, m.winner_bytes, head);
        parts.assign(1, {head.data(), head.size()});
        parts.insert(parts.end(), m.winners.begin(), m.winners.end());
        const auto ticket = to->append(change_type::events, parts);
        if (!ticket) return std::nullopt;
        entry.ticket = *ticket;
    }
    log.events.append(entry, m.winners);
    log.next_number = entry.first_number + m.winner_count;
    return entry.ticket;
}

// Takes the claims of a batch whose records are encoded, numbers it and appends it; the ticket to
// wait with, 0 if there is nothing to wait for. Nothing if the journal takes nothing.
std::optional<std::uint64_t> record(journal* to, memory_organisation& world, std::size_t type,
                                    const call_origin& origin, domain::batch& call,
                                    commit_memory& m, std::uint64_t& first_number) {
    call_entry entry{.origin = origin, .claims = claims_in_force(world, *call.type)};
    const std::uint64_t stripes = gather_claims(entry.claims, call, m);

    claim_table::several claims(world.claims, stripes);
    take_claims(claims, call, m);
    choose_winners(call, m);
    // Who lost a claim must not be told so before it is certain that the winner is recorded.
    if (m.winner_count == 0) return to && m.lost_a_claim ? to->last_ticket() : 0;

    std::optional<std::uint64_t> ticket;
    if (world.settings().global_numbering) {
        auto sequence = world.sequence.lock();
        auto log = world.logs[type].lock();
        entry.first_number = *sequence;
        ticket = append(to, world, type, entry, *log, m);
        if (ticket) *sequence += m.winner_count;
    } else {
        auto log = world.logs[type].lock();
        entry.first_number = log->next_number;
        ticket = append(to, world, type, entry, *log, m);
    }
    if (!ticket)
        for (const fingerprint& key : m.taken) claims.erase(key);
    first_number = entry.first_number;
    return ticket;
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

}  // namespace

memory_ledger::memory_ledger(const domain::event_catalogue& catalogue,
                             std::function<time_point()> clock)
    : catalogue_(catalogue), clock_(std::move(clock)) {}

memory_ledger::~memory_ledger() = default;

bool memory_ledger::add_organisation(fixture from, std::uint64_t seed) {
    from.next_numbers.resize(catalogue_.types.size(), 1);
    const std::string name = from.organisation;
    if (find_organisation(name)) return false;
    seed = seed_for(seed, name);  // no two worlds give the same ids
    std::uint64_t key = 1;
    {
        const auto all = by_key_.lock();
        if (!all->empty()) key = all->rbegin()->first + 1;
    }
    add(std::make_shared<memory_organisation>(std::make_shared<const fixture>(std::move(from)),
                                              clock_, key, seed));
    return true;
}

void memory_ledger::restore_organisation(std::shared_ptr<const fixture> from, std::uint64_t key,
                                         std::uint64_t seed) {
    if (find_organisation(from->organisation) || organisation_of(key))
        throw std::runtime_error("the organisation '" + from->organisation + "' is there twice");
    if (from->next_numbers.size() != catalogue_.types.size())
        throw std::runtime_error("the organisation '" + from->organisation +
                                 "' knows other types of event");
    add(std::make_shared<memory_organisation>(std::move(from), clock_, key, seed));
}

void memory_ledger::add(std::shared_ptr<memory_organisation> one) {
    by_key_.lock()->emplace(one->key, one);
    organisations_.insert(std::string(one->name()), one);
    add_web_api_keys(one);
}

std::shared_ptr<memory_organisation> memory_ledger::organisation_of(std::uint64_t key) {
    const auto all = by_key_.lock();
    const auto at = all->find(key);
    return at == all->end() ? nullptr : at->second;
}

std::vector<std::shared_ptr<memory_organisation>> memory_ledger::organisations() {
    std::vector<std::shared_ptr<memory_organisation>> out;
    const auto all = by_key_.lock();
    for (const auto& [key, one] : *all) out.push_back(one);
    return out;
}

std::uint64_t memory_ledger::visible() const noexcept {
    return journal_ ? journal_->visible() : ~std::uint64_t{0};
}

std::optional<event_log::stored_event> memory_ledger::find_event(organisation& in,
                                                                 const domain::event_type& type,
                                                                 std::uint64_t number) {
    return in_memory(in).logs[catalogue_.ordinal_of(type)].lock()->events.find(number, visible());
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
    memory_organisation& world = in_memory(in);
    const std::size_t type = catalogue_.ordinal_of(*call.type);
    std::optional<std::uint64_t> ticket;
    bool any = false;
    {
        thread_local commit_memory memory;  // nothing here waits
        encode_accepted(call, memory);
        std::uint64_t first_number = 0;
        ticket = record(journal_, world, type, origin, call, memory, first_number);
        any = memory.winner_count != 0;
        if (ticket) tell_created(world, type, first_number, call);
    }
    if (!ticket) co_return commit_status::unavailable;
    if (any) changes_.fetch_add(1, std::memory_order_relaxed);
    if (journal_ && *ticket != 0) {
        const bool durable = co_await journal_->until_durable(*ticket);
        if (!durable) co_return commit_status::unavailable;
    }
    co_return commit_status::done;
}

}  // namespace crmlocal::store
