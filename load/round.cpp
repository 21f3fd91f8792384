// SPDX-License-Identifier: BSL-1.0
#include "load/round.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "load/cpu_time.hpp"
#include "load/figures.hpp"
#include "load/machine.hpp"
#include "load/yardstick.hpp"

namespace crmlocal::load {
namespace {

constexpr double yardstick_seconds_min = 0.1;
constexpr std::uint64_t references = 1'000'000'000'000;  // as many as 12 digits can count

// In a server that runs already, what an earlier run has used must not come again: no run counts
// faster than this clock does.
std::uint64_t reference_of_now() {
    constexpr std::uint64_t per_second = 2'500'000;
    using namespace std::chrono;
    const auto now = duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
    return static_cast<std::uint64_t>(now) / (1'000'000'000 / per_second) % references;
}

double weight_of(const std::vector<lane>& lanes) {
    double out = 0;
    for (const lane& each : lanes) out += each.weight;
    return out;
}

// Processor time of the yardstick over all bodies of a lane, seconds per event.
double measure_yardstick(const lane& of) {
    double events = 0;
    const double begin = cpu_seconds_of_thread();
    double used = 0;
    do {
        for (const body& b : of.bodies) {
            if (!read_and_forget(b.json())) throw std::runtime_error("a body that is not JSON");
            events += static_cast<double>(b.events());
        }
        used = cpu_seconds_of_thread() - begin;
    } while (used < yardstick_seconds_min);
    return used / events;
}

double measure_yardstick(const std::vector<lane>& lanes) {
    double out = 0;
    for (const lane& each : lanes) out += each.weight * measure_yardstick(each);
    return out / weight_of(lanes);
}

std::uint64_t calls_for(std::uint64_t events, double events_per_call) {
    const auto calls = std::llround(static_cast<double>(events) / events_per_call);
    return static_cast<std::uint64_t>(std::max(1LL, calls));
}

void make_requests(std::vector<lane>& lanes, const destination& to, std::size_t token_bytes) {
    for (lane& each : lanes)
        for (body& b : each.bodies) {
            b.fit_token(token_bytes);
            b.put_in_front(post_head(to, bulk_method(each.collection), b.json().size()));
        }
}

measurement describe_work(const std::vector<share>& mix, const std::vector<lane>& lanes) {
    measurement out;
    double bytes = 0;
    for (const lane& each : lanes) {
        double events_of_lane = 0;
        double bytes_of_lane = 0;
        for (const body& b : each.bodies) {
            events_of_lane += static_cast<double>(b.events());
            bytes_of_lane += static_cast<double>(b.json().size());
        }
        const double share_of_lane = each.weight / weight_of(lanes);
        out.bodies += each.bodies.size();
        out.events_per_call +=
            share_of_lane * events_of_lane / static_cast<double>(each.bodies.size());
        bytes += share_of_lane * bytes_of_lane / events_of_lane;
        if (!out.name.empty()) out.name += ", ";
        out.name += mix.size() == 1
                        ? each.collection
                        : fmt::format("{} {:.0f} %", each.collection, 100 * share_of_lane);
    }
    out.bytes_per_event = bytes;
    return out;
}

// Referrals end when everybody has been referred: half of them are left for the round.
std::uint64_t warm_up_calls(const plan& how, const std::vector<lane>& lanes,
                            const std::vector<tenant>& tenants, const measurement& m) {
    std::uint64_t out = calls_for(how.warm_up, m.events_per_call);
    for (const lane& each : lanes)
        for (const body& b : each.bodies)
            if (b.referrals() != 0)
                out = std::min(
                    out, tenants.front().numbers.participants * tenants.size() / 2 / b.referrals());
    return out;
}

// Events per second over the last moments, for a person to see.
std::string describe_progress(const traffic_result& r, std::uint64_t calls_max,
                              double seconds_max) {
    const double by_calls = static_cast<double>(r.calls) / static_cast<double>(calls_max);
    const double by_time = seconds_max > 0 ? r.seconds / seconds_max : 0;
    return fmt::format("{:3.0f} %, {:.0f} events/s, p99 {:.2f} ms, {} errors",
                       100 * std::min(1.0, std::max(by_calls, by_time)),
                       static_cast<double>(r.events()) / std::max(r.seconds, 1e-9),
                       static_cast<double>(r.latencies.quantile(0.99)) / 1e6, r.errors);
}

}  // namespace

double round_figures::bytes_per_stored_event() const noexcept {
    if (traffic.processed == 0 || resident_after < resident_before) return 0;
    return static_cast<double>(resident_after - resident_before) /
           static_cast<double>(traffic.processed);
}

std::uint64_t measurement::errors() const {
    std::uint64_t out = 0;
    for (const round_figures& r : rounds) out += r.traffic.errors;
    return out;
}

latency_histogram measurement::latencies() const {
    latency_histogram out;
    for (const round_figures& r : rounds) out.add(r.traffic.latencies);
    return out;
}

measurer::measurer(const plan& of) : plan_(of) {
    if (plan_.url.empty()) write_fixtures();
    else running_ = std::make_unique<site>(find_site());
}

void measurer::write_fixtures() {
    for (std::size_t i = 0; i < plan_.organisations; ++i) {
        const std::string name = fmt::format("bench-{:04}", i + 1);
        const std::string text = plan_.corpus.empty() ? make_fixture(name, plan_.work.accounts)
                                                      : read_fixture_text(plan_.corpus);
        if (i == 0) participants_ = participants_of(text);
        fixtures_.push_back(scratch_.write(name + ".json", text));
    }
}

measurer::site measurer::start_site() const {
    site out;
    std::vector<std::string> arguments;
    for (const std::string& file : fixtures_) arguments.push_back("--fixtures=" + file);
    arguments.insert(arguments.end(), plan_.server_arguments.begin(), plan_.server_arguments.end());
    // The log of calls is for tests; a server under load has none unless that is what is measured.
    const auto is_about_log = [](const std::string& a) { return a.starts_with("--call-log"); };
    if (std::ranges::none_of(plan_.server_arguments, is_about_log))
        arguments.emplace_back("--call-log=off");
    out.own =
        std::make_unique<server_process>(plan_.server, arguments, scratch_.path() + "/server.log");
    out.pid = out.own->pid();
    out.address = find_destination(fmt::format("http://127.0.0.1:{}/", out.own->port()));
    for (std::size_t i = 0; i < plan_.organisations; ++i) {
        const std::string name =
            plan_.corpus.empty() ? fmt::format("bench-{:04}", i + 1) : std::string("bench");
        out.tenants.push_back({log_in(out.address, {name, name, name}), {0, 0, participants_}});
    }
    return out;
}

measurer::site measurer::find_site() const {
    site out;
    out.address = find_destination(plan_.url);
    out.pid = plan_.server_pid;
    const std::uint64_t participants = plan_.corpus.empty()
                                           ? plan_.work.accounts
                                           : participants_of(read_fixture_text(plan_.corpus));
    out.tenants.push_back({log_in(out.address, plan_.who), {reference_of_now(), 0, participants}});
    return out;
}

std::vector<lane> measurer::make_lanes(const std::vector<share>& mix) const {
    std::vector<lane> out;
    for (const share& each : mix) {
        out.push_back({each.collection, each.weight,
                       plan_.corpus.empty() ? make_bodies(each.collection, plan_.work)
                                            : read_bodies(plan_.corpus, each.collection)});
        std::vector<body>& bodies = out.back().bodies;
        for (std::size_t i = 0; bodies.size() < plan_.connections; ++i)
            bodies.emplace_back(bodies[i]);  // one for each call in flight
    }
    return out;
}

measurement measurer::measure(const std::vector<share>& mix, const progress_line& report) {
    std::vector<lane> lanes = make_lanes(mix);
    measurement out = describe_work(mix, lanes);
    for (unsigned i = 0; i < plan_.rounds; ++i) {
        const auto say = [&](std::string_view what) {
            if (report)
                report(fmt::format("{}, round {} of {}: {}", out.name, i + 1, plan_.rounds, what));
        };
        site own;
        if (!running_) own = start_site();
        site& at = running_ ? *running_ : own;
        if (out.server.empty()) out.server = identity_of(at.address);
        out.rounds.push_back(run_round(at, lanes, out, say));
        if (at.own && at.own->stop() != 0)
            throw std::runtime_error("the server did not end as it should");
    }
    return out;
}

round_figures measurer::run_round(site& at, std::vector<lane>& lanes, const measurement& m,
                                  const progress_line& report) const {
    round_figures out;
    if (at.own) out.seconds_to_ready = at.own->seconds_to_ready();
    out.resident_at_rest = resident_bytes_of(at.pid);
    make_requests(lanes, at.address, at.tenants.front().token.size());
    traffic over(at.address, lanes, at.tenants);
    traffic_options how;
    how.connections = plan_.connections;
    how.check = plan_.check;
    how.answer_seconds_max = plan_.answer_seconds_max;
    const auto say = [&](const traffic_result& r) {
        report(describe_progress(r, how.calls_max, how.seconds_max));
    };
    how.calls_max = plan_.warm_up == 0 ? 0 : warm_up_calls(plan_, lanes, at.tenants, m);
    traffic_result warm_up;
    if (how.calls_max != 0)
        warm_up = over.run(how, [&](const traffic_result& r) {
            report("warming up, " + describe_progress(r, how.calls_max, 0));
        });

    warm_memory(plan_.warm_memory);
    how.calls_max = calls_for(plan_.events, m.events_per_call);
    how.seconds_max = plan_.seconds;
    how.calls_per_second = plan_.rate / m.events_per_call;
    out.resident_before = resident_bytes_of(at.pid);
    const double server_begin = cpu_seconds_of(at.pid);
    const double client_begin = cpu_seconds_of_process();
    out.traffic = over.run(how, say);
    const double millions =
        static_cast<double>(std::max<std::uint64_t>(1, out.traffic.events())) / 1e6;
    out.client_cpu = (cpu_seconds_of_process() - client_begin) / millions;
    out.server_cpu = (cpu_seconds_of(at.pid) - server_begin) / millions;
    out.resident_after = resident_bytes_of(at.pid);
    out.yardstick_cpu = measure_yardstick(lanes) * 1e6;
    if (out.traffic.calls == 0 && out.traffic.errors == 0) {
        ++out.traffic.errors;
        out.traffic.first_error =
            "no call was made: all participants had been referred; more --accounts are needed";
    }
    if (warm_up.errors != 0 && out.traffic.errors == 0)
        out.traffic.first_error = warm_up.first_error;
    out.traffic.errors += warm_up.errors;
    if (plan_.check == answer_check::rows && out.traffic.errors == 0) {
        out.traffic.first_error = over.answered().find_fault(at.own || plan_.only_writer);
        out.traffic.errors = out.traffic.first_error.empty() ? 0 : 1;
    }
    return out;
}

starts measure_starts(const plan& of, unsigned count) {
    const temporary_directory scratch;
    starts out;
    for (unsigned i = 0; i < count; ++i) {
        server_process server(of.server, of.server_arguments, scratch.path() + "/server.log");
        out.seconds_to_ready.push_back(server.seconds_to_ready());
        out.resident_bytes.push_back(static_cast<double>(resident_bytes_of(server.pid())));
        server.stop();
    }
    return out;
}

}  // namespace crmlocal::load
