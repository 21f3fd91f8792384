// SPDX-License-Identifier: BSL-1.0
#include "store/recording.hpp"

#include <algorithm>
#include <new>

#include "store/event_change.hpp"
#include "store/record.hpp"

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
    std::vector<fingerprint> taken;
    domain::scratch<char> claim_key;
    domain::scratch<char> records;          // of all accepted events, as a run
    std::vector<std::size_t> record_ends;   // in it; one for each event, accepted or not
    std::vector<std::string_view> winners;  // the stretches of it that are still accepted
    std::uint64_t winner_count = 0;
    std::size_t winner_bytes = 0;
    bool lost_a_claim = false;
    domain::scratch<char> head;           // of the journal's frame
    std::vector<std::string_view> parts;  // of its payload
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
    for (std::uint32_t i = 0; i < call.events.size(); ++i) {
        if (call.refused(i)) continue;
        for (std::size_t k = 0; k < call.type->claims.size(); ++k) {
            const bound<claim>& c = call.type->claims[k];
            if (!(in_force >> k & 1) || !(call.events[i].given & c.triggers)) continue;
            const auto key = claim_of(domain::event(call, i), c, m.claim_key);
            if (!key) continue;
            m.claims.push_back({i, &c, *key});
            stripes |= claim_table::stripe_bit(*key);
        }
    }
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

// One batch on its way into its organisation's log and the journal.
class recording {
public:
    recording(journal* to, memory_organisation& world, std::size_t type, const call_origin& origin,
              domain::batch& call, const once_record* once, commit_memory& memory)
        : to_(to), world_(world), type_(type), call_(call), once_(once), m_(memory) {
        entry_.origin = origin;
        entry_.claims = claims_in_force(world, *call.type);
    }

    std::optional<recorded> run() {
        const bool done = record();
        if (!done) return std::nullopt;
        if (!is_told_) tell_created();
        if (chunk_bytes_ != 0) make_chunk();
        return recorded{entry_.ticket, m_.winner_count};
    }

private:
    // All that is done under locks, and what they need.
    bool record() {
        encode_accepted(call_, m_);
        const std::uint64_t stripes = gather_claims(entry_.claims, call_, m_);
        claim_table::several claims(world_.claims, stripes);
        take_claims(claims, call_, m_);
        choose_winners(call_, m_);
        const bool done = m_.winner_count == 0 ? append_nothing() : append_in_order();
        if (!done)
            for (const fingerprint& key : m_.taken) claims.erase(key);
        return done;
    }

    // The log is going to need it: made now, when nobody waits for the log.
    void make_chunk() noexcept {
        try {
            auto chunk = event_log::make_resident(chunk_bytes_);
            world_.logs[type_].lock()->events.take_chunk(std::move(chunk));
        } catch (const std::bad_alloc&) {
            // Then the log makes one itself, or the call that needs it is refused.
        }
    }

    // Who lost a claim must not be told so before it is certain that the winner is recorded.
    bool append_nothing() {
        if (once_ && write_answer()) return append_to_journal();
        if (to_ && m_.lost_a_claim) entry_.ticket = to_->last_ticket();
        return true;
    }

    // Under the locks that give numbers, so that log and journal have events in their order.
    bool append_in_order() {
        if (!world_.settings().global_numbering) {
            auto log = world_.logs[type_].lock();
            return append_events(*log, log->next_number);
        }
        auto sequence = world_.sequence.lock();
        auto log = world_.logs[type_].lock();
        if (!append_events(*log, *sequence)) return false;
        *sequence += m_.winner_count;
        return true;
    }

    bool append_events(numbered_log& log, std::uint64_t first_number) {
        entry_.first_number = first_number;
        if (once_) write_answer();
        if (!append_to_journal()) return false;
        log.events.append(entry_, m_.winners);
        chunk_bytes_ = log.events.order_chunk();
        log.next_number = first_number + m_.winner_count;
        return true;
    }

    void tell_created() {
        is_told_ = true;
        std::uint64_t number = entry_.first_number;
        call_.created.clear();
        call_.created.extend(call_.events.size());
        for (std::size_t i = 0; i < call_.events.size(); ++i) {
            if (call_.refused(i)) continue;
            const domain::id_maker::meaning what = {static_cast<std::uint16_t>(type_), number};
            call_.created[i] = {number++, world_.ids.make(what)};
        }
    }

    // False if there is no answer to keep.
    bool write_answer() {
        tell_created();
        answer_.organisation = world_.key;
        answer_.key = once_->key.key;
        answer_.answer = {once_->key.body, entry_.origin.submitted_on, once_->write_answer()};
        if (answer_.answer.answer.empty()) once_ = nullptr;
        return once_ != nullptr;
    }

    // The events, or the answer with the events, as one frame.
    bool append_to_journal() {
        if (to_) {
            m_.head.clear();
            if (once_) begin_answer(answer_, m_.head);
            if (m_.winner_count != 0) {
                begin_events(world_.key, type_, m_.head);
                begin_call(entry_, m_.winner_count, m_.winner_bytes, m_.head);
            }
            m_.parts.assign(1, {m_.head.data(), m_.head.size()});
            m_.parts.insert(m_.parts.end(), m_.winners.begin(), m_.winners.end());
            const auto ticket =
                to_->append(once_ ? change_type::answer : change_type::events, m_.parts);
            if (!ticket) return false;
            entry_.ticket = *ticket;
        }
        if (once_) world_.answered.keep(answer_.key, answer_.answer, entry_.ticket);
        return true;
    }

    journal* to_;
    memory_organisation& world_;
    std::size_t type_;
    domain::batch& call_;
    const once_record* once_;
    commit_memory& m_;
    call_entry entry_;
    answer_change answer_;
    bool is_told_ = false;  // numbers and ids are in the call
    std::size_t chunk_bytes_ = 0;
};

}  // namespace

std::optional<recorded> record_batch(journal* to, memory_organisation& world, std::size_t type,
                                     const call_origin& origin, domain::batch& call,
                                     const once_record* once) {
    thread_local commit_memory memory;  // nothing here waits
    return recording(to, world, type, origin, call, once, memory).run();
}

}  // namespace crmlocal::store
