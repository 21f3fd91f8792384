// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
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

/// An organisation in memory: the fixture it shares with others, and what came on top of it. Safe
/// for use by several threads at once; where several locks are needed, claims come before the
/// sequence and the sequence before logs.
class memory_organisation final : public organisation {
public:
    /// `key` is what the journal calls it; `seed` rules the ids of its events.
    memory_organisation(std::shared_ptr<const fixture> from, std::function<time_point()> clock,
                        std::uint64_t key_, std::uint64_t seed_)
        : organisation(from, std::move(clock)),
          key(key_),
          seed(seed_),
          ids(seed_),
          logs(from->next_numbers.size()),
          cancelled(logs.size()),
          indexes(logs.size()) {
        for (std::size_t t = 0; t < logs.size(); ++t)
            logs[t].lock()->next_number = from->next_numbers[t];
        if (!from->next_numbers.empty())
            *sequence.lock() = *std::ranges::max_element(from->next_numbers);
    }

    const std::uint64_t key;
    const std::uint64_t seed;
    const domain::id_maker ids;
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

}  // namespace crmlocal::store
