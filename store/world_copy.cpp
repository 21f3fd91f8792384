// SPDX-License-Identifier: BSL-1.0
#include "store/world_copy.hpp"

#include <deque>
#include <map>
#include <string>

#include "store/event_change.hpp"

namespace crmlocal::store {
namespace {

// What there is of a type at the moment of a copy. Records stay where they are.
struct type_copy {
    std::vector<event_log::stored_call> calls;
    std::uint64_t next_number = 1;
};

// Calls, cancellations, answers and entities of one moment: all locks are held at once, in their
// order.
std::vector<type_copy> copy_lists(memory_organisation& from, memory_organisation& into) {
    std::deque<guarded<std::map<std::uint64_t, recorded_events::cancelled_event>>::access>
        cancelled;
    std::deque<guarded<numbered_log>::access> logs;
    for (auto& one : from.cancelled) cancelled.push_back(one.lock());
    auto sequence = from.sequence.lock();
    for (auto& one : from.logs) logs.push_back(one.lock());

    *into.sequence.lock() = *sequence;
    std::vector<type_copy> out(logs.size());
    for (std::size_t type = 0; type < logs.size(); ++type) {
        const event_log& events = logs[type]->events;
        out[type].next_number = logs[type]->next_number;
        out[type].calls.reserve(events.call_count());
        for (std::size_t i = 0; i < events.call_count(); ++i)
            out[type].calls.push_back(events.call_at(i));
        auto copied = into.cancelled[type].lock();
        for (const auto& [number, how] : *cancelled[type]) copied->emplace(number, how);
        for (auto& [number, how] : *copied) how.ticket = 0;
    }
    from.references.for_each_until(~std::uint64_t{0},
                                   [&](const new_entity& e) { into.references.restore(e); });
    from.answered.for_each(~std::uint64_t{0}, [&](std::string_view key, const kept_answer& answer) {
        into.answered.keep(key, answer, 0);
    });
    return out;
}

}  // namespace

void copy_recorded(memory_organisation& from, memory_organisation& into,
                   const domain::event_catalogue& catalogue) {
    const std::vector<type_copy> all = copy_lists(from, into);
    domain::scratch<char> run;
    for (std::size_t type = 0; type < all.size(); ++type) {
        auto log = into.logs[type].lock();
        log->next_number = all[type].next_number;
        for (const event_log::stored_call& call : all[type].calls) {
            run.clear();
            event_log::copy_run(call.first_record, call.count, run);
            const std::string_view records(run.data(), run.size());
            call_entry entry = call.entry;
            entry.ticket = 0;
            log->events.append(entry, {&records, 1});
            for_each_claim(entry, call.count, records, catalogue.types[type],
                           [&](const fingerprint& key) { into.claims.insert(key); });
        }
    }
}

// --- Differences
// ------------------------------------------------------------------------------------

namespace {

// The events of a type one after the other, in portions.
class event_cursor {
public:
    event_cursor(memory_organisation& in, std::size_t type, std::uint64_t visible)
        : in_(in), type_(type), end_(in.logs[type].lock()->events.visible_size(visible)) {
        fill();
    }

    const event_log::numbered_event* at() const {
        return next_ < portion_.size() ? &portion_[next_] : nullptr;
    }
    void advance() {
        if (++next_ == portion_.size()) fill();
    }

private:
    void fill() {
        constexpr std::uint64_t portion = 4096;
        portion_.clear();
        next_ = 0;
        const std::uint64_t count = std::min(portion, end_ - position_);
        if (count == 0) return;
        in_.logs[type_].lock()->events.read(position_, count, portion_);
        position_ += count;
    }

    memory_organisation& in_;
    const std::size_t type_;
    const std::uint64_t end_;
    std::uint64_t position_ = 0;
    std::size_t next_ = 0;
    std::vector<event_log::numbered_event> portion_;
};

using change = event_difference::change;

void compare_type(memory_organisation& before, memory_organisation& after, std::size_t type,
                  const domain::event_type& what, std::uint64_t visible,
                  std::vector<event_difference>& out) {
    const auto tell = [&](change how, memory_organisation& in, const event_log::numbered_event& e) {
        event_difference d;
        d.how = how;
        d.type = &what;
        d.in = &in;
        d.event.number = e.number;
        d.event.id = in.ids.make({static_cast<std::uint16_t>(type), e.number});
        d.event.record = e.stored.record;
        d.event.origin = e.stored.origin;
        const auto cancelled = in.cancelled[type].lock();
        if (const auto at = cancelled->find(e.number);
            at != cancelled->end() && at->second.ticket <= visible)
            d.event.cancelled = at->second.by;
        out.push_back(d);
    };
    const auto is_cancelled = [&](memory_organisation& in, std::uint64_t number) {
        const auto cancelled = in.cancelled[type].lock();
        const auto at = cancelled->find(number);
        return at != cancelled->end() && at->second.ticket <= visible;
    };
    event_cursor old(before, type, visible), now(after, type, visible);
    while (old.at() || now.at()) {
        if (!now.at() || (old.at() && old.at()->number < now.at()->number)) {
            tell(change::removed, before, *old.at());
            old.advance();
        } else if (!old.at() || now.at()->number < old.at()->number) {
            tell(change::added, after, *now.at());
            now.advance();
        } else {
            const auto& a = old.at()->stored;
            const auto& b = now.at()->stored;
            if (a.record != b.record || a.origin.submitted_on != b.origin.submitted_on ||
                a.origin.user != b.origin.user)
                tell(change::changed, after, *now.at());
            else if (is_cancelled(before, now.at()->number) !=
                     is_cancelled(after, now.at()->number))
                tell(change::cancelled, after, *now.at());
            old.advance();
            now.advance();
        }
    }
}

bool same_entity(const references& a, std::uint32_t in_a, const references& b, std::uint32_t in_b,
                 const domain::entity_kind& kind) {
    for (std::size_t key = 0; key < kind.key_count; ++key)
        if (a.key_of(kind, in_a, key) != b.key_of(kind, in_b, key)) return false;
    for (const attribute& what : attributes)
        if (what.of == &kind &&
            a.text_of(kind, in_a, what.name) != b.text_of(kind, in_b, what.name))
            return false;
    return true;
}

void compare_entities(memory_organisation& before, memory_organisation& after,
                      const domain::entity_kind& kind, std::vector<entity_difference>& out) {
    using entity_change_kind = entity_difference::change;
    const references& a = before.references;
    const references& b = after.references;
    // What both share is the same.
    const auto shared = a.base() == b.base()
                            ? static_cast<std::uint32_t>(a.base()->all(kind).size())
                            : std::uint32_t{0};
    for (std::uint32_t i = shared; i < b.count(kind); ++i) {
        const domain::entity* e = b.at(kind, i);
        if (!e) continue;
        const domain::entity* was = a.find(kind, kind.human_key, e->key);
        if (!was) out.push_back({entity_change_kind::added, &kind, i, &after});
        else if (!same_entity(a, was->ordinal, b, i, kind))
            out.push_back({entity_change_kind::changed, &kind, i, &after});
    }
    for (std::uint32_t i = shared; i < a.count(kind); ++i) {
        const domain::entity* e = a.at(kind, i);
        if (e && !b.find(kind, kind.human_key, e->key))
            out.push_back({entity_change_kind::removed, &kind, i, &before});
    }
}

}  // namespace

organisation_difference compare_worlds(memory_organisation& before, memory_organisation& after,
                                       const domain::event_catalogue& catalogue,
                                       std::uint64_t visible) {
    organisation_difference out;
    for (std::size_t type = 0; type < catalogue.types.size(); ++type)
        compare_type(before, after, type, catalogue.types[type], visible, out.events);
    for (const domain::entity_kind& kind : domain::kinds::all)
        compare_entities(before, after, kind, out.entities);
    return out;
}

}  // namespace crmlocal::store
