// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include "load/figures.hpp"
#include "load/report.hpp"

namespace crmlocal::load {
namespace {

constexpr double mebi = 1 << 20;
constexpr double busy_client = 0.9;  // of the one processor it can use

std::string row(std::string_view text, const spread& s, int decimals, std::string_view more = "") {
    return fmt::format("  {:<38}{:>13}{:>13}{:>13}{:>14}\n", text, with_commas(s.median, decimals),
                       with_commas(s.lowest, decimals), with_commas(s.highest, decimals), more);
}

std::string heading(std::string_view more = "") {
    return fmt::format("  {:<38}{:>13}{:>13}{:>13}{:>14}\n", "", "median", "lowest", "highest",
                       more);
}

std::string describe_latencies(const latency_histogram& all) {
    std::string out = "  latencies of all rounds, ms:";
    for (const percentile& p : percentiles)
        if (is_known(p, all))
            out += fmt::format(" {} {:.3f},", p.name,
                               static_cast<double>(all.quantile(p.share)) / 1e6);
    out += fmt::format(
        " highest {:.3f}\n    ({} calls, from when each was to be sent; within {:.1f} %)\n",
        static_cast<double>(all.highest()) / 1e6, with_commas(static_cast<double>(all.count()), 0),
        100 * latency_histogram::relative_error);
    return out;
}

// The client works on one processor: when that is full, the server could have done more.
bool client_was_the_limit(const measurement& m) {
    std::vector<double> busy;
    for (const round_figures& r : m.rounds)
        busy.push_back(r.client_cpu * static_cast<double>(r.traffic.events()) / 1e6 /
                       std::max(r.traffic.seconds, 1e-9));
    return spread_of(std::move(busy)).median > busy_client;
}

}  // namespace

std::string describe(const machine& on, const std::string& server) {
    return fmt::format("Server {}\non {}, {} cores, {}\n",
                       server.empty() ? "that does not say what it is" : server, on.cpu, on.cores,
                       on.kernel);
}

std::string report(const measurement& m, const plan& how) {
    std::string first_error;
    for (const round_figures& r : m.rounds)
        if (first_error.empty()) first_error = r.traffic.first_error;
    std::string out = fmt::format("\n{}: {}\n", m.name, describe_work(m, how));
    out += heading("x yardstick");
    for (const figure& f : figures()) {
        const spread s = spread_of(m, f);
        if (s.highest <= 0) continue;  // could not be measured
        const double multiple = multiples_of_yardstick(m, f).median;
        out += row(f.text, s, f.decimals, f.is_cost ? fmt::format("{:.2f}", multiple) : "");
    }
    out += describe_latencies(m.latencies());
    if (how.rate == 0 && client_was_the_limit(m))
        out += "  the client used all of its one core: the server could have done more\n";
    out += fmt::format("  {:<38}{:>13}\n", "errors", m.errors());
    if (m.errors() != 0) out += "  the first: " + first_error + "\n";
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

}  // namespace crmlocal::load
