// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "domain/event_type.hpp"
#include "domain/uuid.hpp"
#include "store/answered_calls.hpp"
#include "store/claim_table.hpp"
#include "store/event_index.hpp"
#include "store/event_log.hpp"
#include "store/guarded.hpp"
#include "store/organisation.hpp"

namespace crmlocal::store {

/// The events of one type and the number that the next one gets.
struct numbered_log {
    std::uint64_t next_number = 1;
    event_log events;
};

/// What was recorded in an organisation, by whatever name and with whatever reference data. Safe
/// for use by several threads at once; where several locks are needed, claims come before the
/// sequence and the sequence before logs.
struct recorded_events {
    /// Numbers of events begin at these, one for each type of the catalogue.
    explicit recorded_events(const std::vector<std::uint64_t>& next_numbers)
        : logs(next_numbers.size()), cancelled(logs.size()), indexes(logs.size()) {
        for (std::size_t t = 0; t < logs.size(); ++t) logs[t].lock()->next_number = next_numbers[t];
        if (!next_numbers.empty()) *sequence.lock() = *std::ranges::max_element(next_numbers);
    }

    claim_table claims;
    answered_calls answered;
    guarded<std::uint64_t> sequence;          ///< of numbers, where all types share one
    std::vector<guarded<numbered_log>> logs;  ///< one for each type of the catalogue

    /// That an event was cancelled. Readers see it when its ticket is durable.
    struct cancelled_event {
        call_origin by;
        std::uint64_t ticket = 0;
    };
    /// By number, one for each type. Taken before the log of the type.
    std::vector<guarded<std::map<std::uint64_t, cancelled_event>>> cancelled;
    /// Made by the first list of a type. Taken before the log of the type.
    std::vector<guarded<std::unique_ptr<event_index>>> indexes;
};

/// An organisation in memory: the fixture it shares with others, and what came on top of it. Safe
/// for use by several threads at once.
class memory_organisation final : public organisation {
public:
    /// `key` is what the journal calls it; `seed` rules the ids of its events. With `state` it goes
    /// on where another one of that key was.
    memory_organisation(std::shared_ptr<const fixture> from,
                        std::shared_ptr<organisation_clock> clock, std::uint64_t key_,
                        std::uint64_t seed_, std::shared_ptr<recorded_events> state = nullptr)
        : organisation(from, std::move(clock), seed_),
          key(key_),
          ids(seed_),
          recorded(state ? std::move(state)
                         : std::make_shared<recorded_events>(from->next_numbers)),
          claims(recorded->claims),
          answered(recorded->answered),
          sequence(recorded->sequence),
          logs(recorded->logs),
          cancelled(recorded->cancelled),
          indexes(recorded->indexes) {}

    using cancelled_event = recorded_events::cancelled_event;

    /// The tickets of the changes that made it as it is and that ended it; 0: before the journal
    /// began, and not yet.
    std::atomic<std::uint64_t> made_ticket = 0;
    std::atomic<std::uint64_t> gone_ticket = 0;
    /// Of the change that made it the current one of its name, if it was not so from the beginning.
    std::atomic<std::uint64_t> current_ticket = 0;

    /// True if it was there after the change of that ticket and before the next.
    bool was_there(std::uint64_t ticket) const noexcept {
        const std::uint64_t gone = gone_ticket.load();
        return made_ticket.load() <= ticket && (gone == 0 || gone > ticket);
    }

    /// Makes what was recorded before fit to how it is described now.
    void follow_described() {
        for (auto& index : indexes) *index.lock() = nullptr;  // of what entities were
    }

    const std::uint64_t key;
    const domain::id_maker ids;
    const std::shared_ptr<recorded_events> recorded;
    // All of it under the names that are used everywhere.
    claim_table& claims;
    answered_calls& answered;
    guarded<std::uint64_t>& sequence;
    std::vector<guarded<numbered_log>>& logs;
    std::vector<guarded<std::map<std::uint64_t, cancelled_event>>>& cancelled;
    std::vector<guarded<std::unique_ptr<event_index>>>& indexes;
};

/// An organisation of a `memory_ledger` as what it is.
inline memory_organisation& in_memory(organisation& one) {
    return static_cast<memory_organisation&>(one);
}

}  // namespace crmlocal::store
