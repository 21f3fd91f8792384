// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "domain/uuid.hpp"
#include "store/journal.hpp"
#include "store/memory_ledger.hpp"

namespace crmlocal::store {

/// What a snapshot holds.
struct snapshot_summary {
    std::uint64_t number = 0;
    std::uint64_t organisations = 0;
    std::uint64_t entities = 0;
    std::uint64_t events = 0;
    std::uint64_t bytes = 0;
    double seconds = 0;  ///< that it took
};

/// Where the journal goes on behind a snapshot.
struct snapshot_begin {
    journal::cut cut = {1, 1, 1, 0};
    std::int64_t taken_on = 0;   ///< milliseconds since 1970
    std::uint64_t next_key = 1;  ///< of organisations; smaller ones that are not there are gone
};

/// Writes organisations with all that was recorded in them into a new file, durable when it
/// returns, while calls go on: events do not change, so it is enough to leave out those that came
/// after the cut. Throws `boost::system::system_error`.
snapshot_summary write_snapshot(std::span<const std::shared_ptr<memory_organisation>> organisations,
                                const std::string& path, const domain::uuid& instance,
                                std::uint64_t number, const snapshot_begin& begin,
                                std::chrono::microseconds pause = {});

/// Reads a snapshot: into a ledger, which must be empty, or for checking only if that is null.
/// Tells `progress` how many bytes were read since it was told before. Gently: in small parts.
/// Throws `damage`.
snapshot_summary read_snapshot(const std::string& path, const domain::uuid& instance,
                               std::uint64_t number, memory_ledger* into, snapshot_begin& begin,
                               const std::function<void(std::uint64_t bytes)>& progress = {},
                               bool gently = false);

}  // namespace crmlocal::store
