// SPDX-License-Identifier: BSL-1.0
#include "bench/load/round.hpp"

#include <algorithm>
#include <ctime>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/load/server_process.hpp"
#include "bench/load/small_call.hpp"
#include "bench/work/cpu_time.hpp"
#include "bench/work/machine.hpp"
#include "bench/work/yardstick.hpp"

namespace crmlocal::bench {
namespace {

using asio::ip::tcp;

constexpr double yardstick_seconds_min = 0.1;
constexpr std::uint64_t references = 1'000'000'000'000;  // as many as 12 digits can count

// A server to talk to: one of our own for a round, or one that runs anyway.
struct target {
    std::unique_ptr<server_process> own;
    tcp::endpoint address;
    pid_t pid = 0;
};

target make_target(const load_options& options, const fixture_of_work& fixture) {
    target out;
    if (!options.url.empty()) {
        out.address = server_at(options.url);
        out.pid = options.server_pid;
        return out;
    }
    std::vector<std::string> arguments = {"--fixtures", fixture.file};
    arguments.insert(arguments.end(), options.server_arguments.begin(),
                     options.server_arguments.end());
    out.own = std::make_unique<server_process>(options.server, arguments, fixture.log_file);
    out.address = {asio::ip::address_v4::loopback(), out.own->port()};
    out.pid = out.own->pid();
    return out;
}

// In a server that runs already, what an earlier run has used must not come again: no run counts
// faster than this clock does.
std::uint64_t first_reference(const load_options& options) {
    if (options.url.empty()) return 0;
    return static_cast<std::uint64_t>(std::time(nullptr)) * 2'500'000 % references;
}

// Processor time of the yardstick over all bodies, seconds per million events.
double measure_yardstick(const std::vector<body>& bodies) {
    double events = 0;
    const double begin = cpu_seconds_of_thread();
    double used = 0;
    do {
        for (const body& b : bodies) {
            if (!read_and_forget(b.json())) throw std::runtime_error("a body that is not JSON");
            events += static_cast<double>(b.events());
        }
        used = cpu_seconds_of_thread() - begin;
    } while (used < yardstick_seconds_min);
    return used / events * 1e6;
}

std::uint64_t calls_for(std::uint64_t events, double events_per_call) {
    return std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(static_cast<double>(events) / events_per_call + 0.5));
}

void make_requests(std::vector<body>& bodies, const std::string& type,
                   const tcp::endpoint& server) {
    const std::string token = log_in(server);
    const std::string path = "/crmapi/rest/v2/customer_events/bulk/" + type + "/create";
    for (body& b : bodies) {
        b.put_in_front(post_head(path, server, b.json().size()));
        b.set_token(token);
    }
}

// How many calls can be made; referrals end when everybody has been referred.
std::uint64_t calls_possible(std::vector<body>& bodies, std::uint64_t participants) {
    std::size_t most = 0;
    for (const body& b : bodies) most = std::max(most, b.referrals());
    return most == 0 ? UINT64_MAX : participants / most;
}

round_figures run_round(const target& server, std::vector<body>& bodies, measurement& m,
                        const load_options& options, std::uint64_t participants) {
    round_figures out;
    if (server.own) out.seconds_to_ready = server.own->seconds_to_ready();
    out.resident_at_rest = resident_bytes_of(server.pid);
    make_requests(bodies, m.type, server.address);
    running_numbers numbers = {first_reference(options), 0, participants};
    const std::uint64_t possible = calls_possible(bodies, participants);
    traffic over(server.address, bodies, numbers);

    traffic_options how;
    how.connections = options.connections;
    how.calls_max = std::min(calls_for(options.warm_up, m.events_per_call), possible / 2);
    traffic_result warm_up;
    if (options.warm_up != 0) warm_up = over.run(how);

    how.calls_max =
        std::min(calls_for(options.events, m.events_per_call), possible - warm_up.calls);
    how.seconds_max = options.seconds;
    how.calls_per_second = options.rate / m.events_per_call;
    out.resident_before = resident_bytes_of(server.pid);
    const double server_begin = cpu_seconds_of(server.pid);
    const double client_begin = cpu_seconds_of_process();
    out.traffic = over.run(how);
    const double millions = static_cast<double>(out.traffic.events()) / 1e6;
    out.client_cpu = (cpu_seconds_of_process() - client_begin) / millions;
    out.server_cpu = (cpu_seconds_of(server.pid) - server_begin) / millions;
    out.resident_after = resident_bytes_of(server.pid);
    out.yardstick_cpu = measure_yardstick(bodies);
    if (warm_up.errors != 0 && out.traffic.errors == 0)
        out.traffic.first_error = warm_up.first_error;
    out.traffic.errors += warm_up.errors;
    return out;
}

}  // namespace

double round_figures::bytes_per_stored_event() const noexcept {
    if (traffic.processed == 0 || resident_after < resident_before) return 0;
    return static_cast<double>(resident_after - resident_before) /
           static_cast<double>(traffic.processed);
}

measurement measure(const std::string& type, const load_options& options,
                    const fixture_of_work& fixture, std::string& identity) {
    std::vector<body> bodies = options.corpus.empty() ? make_bodies(type, options.work)
                                                      : read_bodies(options.corpus, type);
    measurement out;
    out.type = type;
    out.bodies = bodies.size();
    double events = 0;
    double bytes = 0;
    for (const body& b : bodies) {
        events += static_cast<double>(b.events());
        bytes += static_cast<double>(b.json().size());
    }
    out.events_per_call = events / static_cast<double>(bodies.size());
    out.bytes_per_event = bytes / events;
    for (unsigned i = 0; i < options.rounds; ++i) {
        const target server = make_target(options, fixture);
        if (identity.empty()) identity = get(server.address, "/__admin/version");
        out.rounds.push_back(run_round(server, bodies, out, options, fixture.participants));
        if (server.own && server.own->stop() != 0)
            throw std::runtime_error("the server did not end as it should");
    }
    return out;
}

}  // namespace crmlocal::bench
