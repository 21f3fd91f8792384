// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "load/plan.hpp"
#include "load/server_process.hpp"
#include "load/traffic.hpp"

namespace crmlocal::load {

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

/// Several rounds with one mix of events.
struct measurement {
    std::string name;  ///< "web", or "web 70 %, purchases 30 %"
    std::size_t bodies = 0;
    double events_per_call = 0;
    double bytes_per_event = 0;  ///< of JSON
    std::string server;          ///< what the server says of itself; JSON, or empty
    std::vector<round_figures> rounds;

    std::uint64_t errors() const;
    /// The latencies of all rounds.
    latency_histogram latencies() const;
};

/// Says how a round goes, in one line that replaces the last.
using progress_line = std::function<void(std::string_view)>;

/// Measures what a plan says, one mix after the other.
class measurer {
public:
    /// Makes the fixtures, or finds the server and logs in. Throws `std::runtime_error`.
    explicit measurer(const plan& of);

    /// Throws `std::runtime_error` if the server cannot be started or reached, or does not end as
    /// it should; answers that are not as they must be are counted.
    measurement measure(const std::vector<share>& mix, const progress_line& report = {});

private:
    // A server to talk to, and who does.
    struct site {
        std::unique_ptr<server_process> own;
        destination address;
        pid_t pid = 0;
        std::vector<tenant> tenants;
    };

    void write_fixtures();
    site start_site() const;
    site find_site() const;
    std::vector<lane> make_lanes(const std::vector<share>& mix) const;
    round_figures run_round(site& at, std::vector<lane>& lanes, const measurement& m,
                            const progress_line& report) const;

    plan plan_;
    temporary_directory scratch_;
    std::vector<std::string> fixtures_;
    std::uint64_t participants_ = 0;  // in each organisation
    std::unique_ptr<site> running_;
};

/// Starts the server that often and tells how long it took each time.
struct starts {
    std::vector<double> seconds_to_ready;
    std::vector<double> resident_bytes;
};
starts measure_starts(const plan& of, unsigned count);

}  // namespace crmlocal::load
