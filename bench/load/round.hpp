// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/load/options.hpp"
#include "bench/load/traffic.hpp"

namespace crmlocal::bench {

/// What one round of load gave. Processor times are seconds per million events.
struct round_figures {
    traffic_result traffic;
    double server_cpu = 0;
    double client_cpu = 0;
    double yardstick_cpu = 0;
    std::uint64_t resident_at_rest = 0;  ///< bytes of the server's memory, before any event
    std::uint64_t resident_before = 0;   ///< after the warm-up
    std::uint64_t resident_after = 0;
    double seconds_to_ready = 0;  ///< 0: the server ran already

    /// What the server's memory grew by for each event it stored.
    double bytes_per_stored_event() const noexcept;
};

/// Several rounds with one type of event.
struct measurement {
    std::string type;
    std::size_t bodies = 0;
    double events_per_call = 0;
    double bytes_per_event = 0;  ///< of JSON
    std::vector<round_figures> rounds;
};

/// Where the fixture is for servers of our own, and how many participants it has.
struct fixture_of_work {
    std::string file;
    std::string log_file;
    std::uint64_t participants = 0;
};

/// Measures one type; `identity` becomes what the server says of its version.
measurement measure(const std::string& type, const load_options& options,
                    const fixture_of_work& fixture, std::string& identity);

}  // namespace crmlocal::bench
