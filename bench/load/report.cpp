// SPDX-License-Identifier: BSL-1.0
#include "bench/load/report.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "bench/work/figures.hpp"

namespace crmlocal::bench {
namespace {

constexpr double mega = 1e6;
constexpr double mebi = 1 << 20;

// One figure of a round.
struct figure {
    std::string_view text;  // for people
    std::string_view name;  // for machines
    int decimals;
    double (*of)(const round_figures&);
};

double per_second(double amount, const round_figures& r) { return amount / r.traffic.seconds; }

double latency(const round_figures& r, double share) {
    std::vector<double> sorted = r.traffic.latencies;
    std::ranges::sort(sorted);
    return quantile(sorted, share) * 1e3;
}

// clang-format off
constexpr figure figures[] = {
    {"events/s", "events_per_second", 0, [](const round_figures& r) {
        return per_second(static_cast<double>(r.traffic.events()), r); }},
    {"calls/s", "calls_per_second", 1, [](const round_figures& r) {
        return per_second(static_cast<double>(r.traffic.calls), r); }},
    {"MB/s of requests", "request_megabytes_per_second", 1, [](const round_figures& r) {
        return per_second(static_cast<double>(r.traffic.bytes_sent), r) / mega; }},
    {"MB/s of answers", "answer_megabytes_per_second", 1, [](const round_figures& r) {
        return per_second(static_cast<double>(r.traffic.bytes_received), r) / mega; }},
    {"server, CPU s per million events", "server_cpu_seconds_per_million_events", 3,
        [](const round_figures& r) { return r.server_cpu; }},
    {"client, CPU s per million events", "client_cpu_seconds_per_million_events", 3,
        [](const round_figures& r) { return r.client_cpu; }},
    {"yardstick, CPU s per million events", "yardstick_cpu_seconds_per_million_events", 3,
        [](const round_figures& r) { return r.yardstick_cpu; }},
    {"server as a multiple of the yardstick", "server_by_yardstick", 2,
        [](const round_figures& r) { return r.server_cpu / r.yardstick_cpu; }},
    {"latency of a call, p50, ms", "latency_milliseconds_p50", 2,
        [](const round_figures& r) { return latency(r, 0.5); }},
    {"latency of a call, p90, ms", "latency_milliseconds_p90", 2,
        [](const round_figures& r) { return latency(r, 0.9); }},
    {"latency of a call, p99, ms", "latency_milliseconds_p99", 2,
        [](const round_figures& r) { return latency(r, 0.99); }},
    {"latency of a call, max, ms", "latency_milliseconds_max", 2,
        [](const round_figures& r) { return latency(r, 1); }},
    {"server memory at rest, MiB", "server_mebibytes_at_rest", 1,
        [](const round_figures& r) { return static_cast<double>(r.resident_at_rest) / mebi; }},
    {"server memory after the warm-up, MiB", "server_mebibytes_before", 1,
        [](const round_figures& r) { return static_cast<double>(r.resident_before) / mebi; }},
    {"server memory at the end, MiB", "server_mebibytes_after", 1,
        [](const round_figures& r) { return static_cast<double>(r.resident_after) / mebi; }},
    {"bytes per stored event", "bytes_per_stored_event", 1,
        [](const round_figures& r) { return r.bytes_per_stored_event(); }},
    {"from start to ready, ms", "milliseconds_to_ready", 1,
        [](const round_figures& r) { return r.seconds_to_ready * 1e3; }},
};
// clang-format on

// 1234567.8 → "1,234,567.8".
std::string with_commas(double value, int decimals) {
    std::string out = fmt::format("{:.{}f}", value, decimals);
    const std::size_t point = std::min(out.find('.'), out.size());
    for (std::size_t at = point; at > 3;) out.insert(at -= 3, ",");
    return out;
}

std::string row(std::string_view text, const spread& s, int decimals) {
    return fmt::format("  {:<38}{:>14}{:>14}{:>14}\n", text, with_commas(s.median, decimals),
                       with_commas(s.lowest, decimals), with_commas(s.highest, decimals));
}

std::string heading() {
    return fmt::format("  {:<38}{:>14}{:>14}{:>14}\n", "", "median", "lowest", "highest");
}

boost::json::object json_of(const spread& s) {
    return {{"median", s.median}, {"lowest", s.lowest}, {"highest", s.highest}};
}

spread spread_over(const std::vector<round_figures>& rounds, const figure& f) {
    std::vector<double> values;
    for (const round_figures& r : rounds) values.push_back(f.of(r));
    return spread_of(std::move(values));
}

}  // namespace

std::string describe(const machine& on, const std::string& server_identity) {
    return fmt::format("Server {}\non {}, {} cores, {}\n", server_identity, on.cpu, on.cores,
                       on.kernel);
}

std::string report(const measurement& m, const load_options& options) {
    std::uint64_t errors = 0;
    std::string first_error;
    for (const round_figures& r : m.rounds) {
        errors += r.traffic.errors;
        if (first_error.empty()) first_error = r.traffic.first_error;
    }
    std::string out = fmt::format(
        "\n{}: {} bodies of {:.0f} events of {:.0f} bytes, {} connections, {}, {} rounds of {} "
        "events\n",
        m.type, m.bodies, m.events_per_call, m.bytes_per_event, options.connections,
        options.rate > 0 ? with_commas(options.rate, 0) + " events/s" : "as fast as it goes",
        m.rounds.size(), with_commas(static_cast<double>(m.rounds.front().traffic.events()), 0));
    out += heading();
    for (const figure& f : figures)
        if (const spread s = spread_over(m.rounds, f); s.highest > 0)  // 0: could not be measured
            out += row(f.text, s, f.decimals);
    out += fmt::format("  {:<38}{:>14}\n", "errors", errors);
    if (errors != 0) out += "  the first: " + first_error + "\n";
    return out;
}

boost::json::object report_json(const measurement& m) {
    boost::json::object out = {{"type", m.type},
                               {"bodies", m.bodies},
                               {"events_per_call", m.events_per_call},
                               {"bytes_per_event", m.bytes_per_event}};
    boost::json::array rounds;
    for (const round_figures& r : m.rounds) {
        boost::json::object of_round = {{"events", r.traffic.events()},
                                        {"processed", r.traffic.processed},
                                        {"errors", r.traffic.errors},
                                        {"first_error", r.traffic.first_error}};
        for (const figure& f : figures) of_round[f.name] = f.of(r);
        rounds.push_back(std::move(of_round));
    }
    for (const figure& f : figures) out[f.name] = json_of(spread_over(m.rounds, f));
    out["rounds"] = std::move(rounds);
    return out;
}

std::string report(const starts& s) {
    std::vector<double> milliseconds;
    std::vector<double> mebibytes;
    for (double seconds : s.seconds_to_ready) milliseconds.push_back(seconds * 1e3);
    for (double bytes : s.resident_bytes) mebibytes.push_back(bytes / mebi);
    return fmt::format("\n{} starts\n{}{}{}", s.seconds_to_ready.size(), heading(),
                       row("from start to ready, ms", spread_of(std::move(milliseconds)), 2),
                       row("memory at rest, MiB", spread_of(std::move(mebibytes)), 2));
}

boost::json::object report_json(const starts& s) {
    return {{"starts", s.seconds_to_ready.size()},
            {"seconds_to_ready", json_of(spread_of(s.seconds_to_ready))},
            {"resident_bytes", json_of(spread_of(s.resident_bytes))}};
}

}  // namespace crmlocal::bench
