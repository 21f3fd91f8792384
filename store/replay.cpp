// SPDX-License-Identifier: BSL-1.0
#include "store/replay.hpp"

#include <stdexcept>

#include "store/event_change.hpp"

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
            return answer->events.empty() ? 0 : replay(change_type::events, answer->events, nullptr);
        }
        default: throw std::runtime_error("a frame of an unknown type");
    }
}

void undo(change_type type, std::string_view payload, memory_ledger& in) {
    if (type == change_type::events) in.undo_events(payload);
    if (type == change_type::answer) in.undo_answer(payload);
}

}  // namespace crmlocal::store
