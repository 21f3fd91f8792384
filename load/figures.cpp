// SPDX-License-Identifier: BSL-1.0
#include "load/figures.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace crmlocal::load {
namespace {

constexpr double mega = 1e6;
constexpr double mebi = 1 << 20;

double per_second(std::uint64_t amount, const round_figures& r) {
    return r.traffic.seconds > 0 ? static_cast<double>(amount) / r.traffic.seconds : 0;
}

double milliseconds(const round_figures& r, double share) {
    return static_cast<double>(r.traffic.latencies.quantile(share)) / 1e6;
}

double mebibytes(std::uint64_t bytes) { return static_cast<double>(bytes) / mebi; }

// clang-format off
constexpr figure all_figures[] = {
    {"events/s", "events_per_second", 0, false, [](const round_figures& r) {
        return per_second(r.traffic.events(), r); }},
    {"calls/s", "calls_per_second", 1, false, [](const round_figures& r) {
        return per_second(r.traffic.calls, r); }},
    {"MB/s of requests", "request_megabytes_per_second", 1, false, [](const round_figures& r) {
        return per_second(r.traffic.bytes_sent, r) / mega; }},
    {"MB/s of answers", "answer_megabytes_per_second", 1, false, [](const round_figures& r) {
        return per_second(r.traffic.bytes_received, r) / mega; }},
    {"server, CPU s per million events", "server_cpu_seconds_per_million_events", 3, true,
        [](const round_figures& r) { return r.server_cpu; }},
    {"client, CPU s per million events", "client_cpu_seconds_per_million_events", 3, true,
        [](const round_figures& r) { return r.client_cpu; }},
    {"yardstick, CPU s per million events", "yardstick_cpu_seconds_per_million_events", 3, true,
        [](const round_figures& r) { return r.yardstick_cpu; }},
    {"latency of a call, p50, ms", "latency_milliseconds_p50", 3, false,
        [](const round_figures& r) { return milliseconds(r, 0.5); }},
    {"latency of a call, p99, ms", "latency_milliseconds_p99", 3, false,
        [](const round_figures& r) { return milliseconds(r, 0.99); }},
    {"server memory at rest, MiB", "server_mebibytes_at_rest", 1, false,
        [](const round_figures& r) { return mebibytes(r.resident_at_rest); }},
    {"server memory after the warm-up, MiB", "server_mebibytes_before", 1, false,
        [](const round_figures& r) { return mebibytes(r.resident_before); }},
    {"server memory at the end, MiB", "server_mebibytes_after", 1, false,
        [](const round_figures& r) { return mebibytes(r.resident_after); }},
    {"bytes per stored event", "bytes_per_stored_event", 1, false,
        [](const round_figures& r) { return r.bytes_per_stored_event(); }},
    {"from start to ready, ms", "milliseconds_to_ready", 1, false,
        [](const round_figures& r) { return r.seconds_to_ready * 1e3; }},
};
// clang-format on

double middle_of(const std::vector<double>& sorted) {
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 != 0 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

}  // namespace

spread spread_of(std::vector<double> values) {
    if (values.empty()) return {};
    std::ranges::sort(values);
    return {middle_of(values), values.front(), values.back()};
}

std::span<const figure> figures() { return all_figures; }

spread spread_of(const measurement& m, const figure& f) {
    std::vector<double> values;
    for (const round_figures& r : m.rounds) values.push_back(f.of(r));
    return spread_of(std::move(values));
}

spread multiples_of_yardstick(const measurement& m, const figure& cost) {
    std::vector<double> values;
    for (const round_figures& r : m.rounds)
        if (r.yardstick_cpu > 0) values.push_back(cost.of(r) / r.yardstick_cpu);
    return spread_of(std::move(values));
}

bool is_known(const percentile& p, const latency_histogram& of) noexcept {
    return static_cast<double>(of.count()) * (1 - p.share) >= 0.999;
}

std::string with_commas(double value, int decimals) {
    std::string out = fmt::format("{:.{}f}", value, decimals);
    const std::size_t point = std::min(out.find('.'), out.size());
    for (std::size_t at = point; at > 3;) out.insert(at -= 3, ",");
    return out;
}

std::string describe_work(const measurement& m, const plan& how) {
    const std::uint64_t events = m.rounds.empty() ? 0 : m.rounds.front().traffic.events();
    return fmt::format(
        "{} bodies of {:.0f} events of {:.0f} bytes, {}{} connection{}, {}, {} round{} of {} "
        "events",
        m.bodies, m.events_per_call, m.bytes_per_event,
        how.organisations > 1 ? fmt::format("{} organisations, ", how.organisations) : "",
        how.connections, how.connections == 1 ? "" : "s",
        how.rate > 0 ? with_commas(how.rate, 0) + " events/s asked for" : "as fast as it goes",
        m.rounds.size(), m.rounds.size() == 1 ? "" : "s",
        with_commas(static_cast<double>(events), 0));
}

}  // namespace crmlocal::load
