// SPDX-License-Identifier: BSL-1.0
#include "store/world_frames.hpp"

#include "store/bytes.hpp"
#include "store/event_change.hpp"
#include "store/reference_change.hpp"

namespace crmlocal::store {
namespace {

constexpr std::size_t portion_bytes = 64 << 10;  // between which others get their turn
constexpr std::uint64_t events_per_look = 4096;  // so long is a log locked at most

}  // namespace

world_counts world_frames::write(memory_organisation& one, std::uint64_t last_ticket,
                                 const taker& take) {
    take_ = &take;
    last_ticket_ = last_ticket;
    counts_ = {};
    // Before the events that name them. Those that came later may be among them; they are skipped
    // when the journal is read.
    add_created_entities(one);
    for (std::size_t type = 0; type < one.logs.size(); ++type) {
        add_events(one, type);
        add_cancellations(one, type);
    }
    add_answers(one);
    return counts_;
}

void world_frames::add(change_type type) { (*take_)(type, {payload_.data(), payload_.size()}); }

// Without the events of their calls, which are in the logs.
void world_frames::add_answers(memory_organisation& one) {
    const auto add_answer = [&](std::string_view key, const kept_answer& answer) {
        payload_.clear();
        begin_answer({one.key, key, answer, {}}, payload_);
        add(change_type::answer);
    };
    one.answered.for_each(last_ticket_, add_answer);
}

// Looks at a few calls at a time under the lock; their records are copied without it.
void world_frames::add_events(memory_organisation& one, std::size_t type) {
    std::size_t position = 0;
    payload_.clear();
    for (;;) {
        looked_at_.clear();
        {
            auto log = one.logs[type].lock();
            std::uint64_t events = 0;
            for (; position < log->events.call_count() && events < events_per_look; ++position) {
                const auto call = log->events.call_at(position);
                if (call.entry.ticket > last_ticket_) break;
                events += call.count;
                looked_at_.push_back(call);
            }
        }
        if (looked_at_.empty()) break;
        for (const auto& call : looked_at_) add_call(one.key, type, call);
    }
    if (!payload_.empty()) add(change_type::events);
}

void world_frames::add_created_entities(memory_organisation& one) {
    std::vector<new_entity> all;
    one.references.for_each_until(last_ticket_, [&](const new_entity& e) { all.push_back(e); });
    for (const new_entity& e : all) {
        payload_.clear();
        write_new_entity(one.key, e, payload_);
        add(change_type::entity);
    }
    counts_.entities += all.size();
}

void world_frames::add_cancellations(memory_organisation& one, std::size_t type) {
    payload_.clear();
    begin_cancellations(one.key, type, payload_);
    const std::size_t nothing = payload_.size();
    {
        auto cancelled = one.cancelled[type].lock();
        for (const auto& [number, how] : *cancelled)
            if (how.ticket <= last_ticket_) add_cancellation(number, how.by, payload_);
    }
    if (payload_.size() != nothing) add(change_type::cancellation);
    payload_.clear();
}

void world_frames::add_call(std::uint64_t organisation, std::size_t type,
                            const event_log::stored_call& call) {
    if (payload_.empty()) begin_events(organisation, type, payload_);
    run_.clear();
    event_log::copy_run(call.first_record, call.count, run_);
    begin_call(call.entry, call.count, run_.size(), payload_);
    byte_writer(payload_).raw({run_.data(), run_.size()});
    counts_.events += call.count;
    if (payload_.size() < portion_bytes) return;
    add(change_type::events);
    payload_.clear();
}

}  // namespace crmlocal::store
