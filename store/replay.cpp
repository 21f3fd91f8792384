// SPDX-License-Identifier: BSL-1.0
#include "store/replay.hpp"

#include <stdexcept>

#include "store/event_change.hpp"
#include "store/reference_change.hpp"

namespace crmlocal::store {

std::uint64_t replay(change_type type, std::string_view payload, memory_ledger* into) {
    switch (type) {
        case change_type::events: {
            if (into) into->restore_events(payload);
            events_reader events(payload);
            std::uint64_t count = 0;
            while (const auto call = events.next()) count += call->count;
            if (events.broken()) throw std::runtime_error("broken events");
            return count;
        }
        case change_type::answer: {
            const auto answer = read_answer(payload);
            if (!answer) throw std::runtime_error("a broken answer");
            if (into) into->restore_answer(payload);
            return answer->events.empty() ? 0
                                          : replay(change_type::events, answer->events, nullptr);
        }
        case change_type::cancellation: {
            if (into) into->restore_cancellations(payload);
            cancellations_reader cancellations(payload);
            while (cancellations.next()) {
            }
            if (cancellations.broken()) throw std::runtime_error("broken cancellations");
            return 0;
        }
        case change_type::entity:
            if (into) into->restore_entity(payload);
            if (!read_new_entity(payload)) throw std::runtime_error("a broken entity");
            return 0;
        case change_type::reference:
        case change_type::entities:
            if (into) into->restore_reference(type, payload);
            return 0;
        case change_type::organisation:
            if (into) into->restore_new_organisation(payload);
            else if (!read_organisation(payload)) throw std::runtime_error("a broken organisation");
            return 0;
        case change_type::current:
            if (into) into->restore_current(payload);
            else if (!read_current(payload)) throw std::runtime_error("a broken change");
            return 0;
        case change_type::removal:
            if (into) into->restore_removal(payload);
            else if (!read_removal(payload)) throw std::runtime_error("a broken removal");
            return 0;
        case change_type::padding: return 0;
        default: throw std::runtime_error("a frame of an unknown type");
    }
}

void undo(change_type type, std::string_view payload, memory_ledger& in) {
    if (type == change_type::events) in.undo_events(payload);
    if (type == change_type::answer) in.undo_answer(payload);
    if (type == change_type::cancellation) in.undo_cancellation(payload);
    if (type == change_type::entity) in.undo_entity(payload);
    if (type == change_type::organisation) in.undo_new_organisation(payload);
    if (type == change_type::current) in.undo_current(payload);
    if (type == change_type::removal) in.undo_removal(payload);
}

}  // namespace crmlocal::store
