// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "domain/scratch.hpp"
#include "store/change.hpp"
#include "store/memory_organisation.hpp"

namespace crmlocal::store {

/// How much was written.
struct world_counts {
    std::uint64_t entities = 0;
    std::uint64_t events = 0;
};

/// Writes down what was recorded in an organisation besides its fixture, as the frames of which
/// snapshots and journals consist. Calls go on meanwhile: a log is locked only to look at a few
/// calls at a time. Not safe for use by several threads at once.
class world_frames {
public:
    using taker = std::function<void(change_type type, std::string_view payload)>;

    /// Everything up to that ticket, in the order in which it can be read back.
    world_counts write(memory_organisation& one, std::uint64_t last_ticket, const taker& take);

private:
    void add_created_entities(memory_organisation& one);
    void add_events(memory_organisation& one, std::size_t type);
    void add_cancellations(memory_organisation& one, std::size_t type);
    void add_answers(memory_organisation& one);
    void add_call(std::uint64_t organisation, std::size_t type, const event_log::stored_call& call);
    void add(change_type type);

    const taker* take_ = nullptr;
    std::uint64_t last_ticket_ = 0;
    world_counts counts_;
    std::vector<event_log::stored_call> looked_at_;
    domain::scratch<char> payload_, run_;
};

}  // namespace crmlocal::store
