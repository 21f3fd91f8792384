// SPDX-License-Identifier: BSL-1.0
#include <cmath>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "load/figures.hpp"
#include "load/report.hpp"
#include "load/svg_plot.hpp"
#include "version.hpp"

namespace crmlocal::load {
namespace {

constexpr int points_per_decade = 40;

constexpr std::string_view page_begin = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>crmlocal bench</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; --ink: #1c2330; --soft: #667085; --rule: #d9dee7; --page: #fff;
  --line-1: #1f6feb; --line-2: #d1572b; --line-3: #2a8f5d; --line-4: #8250df; --line-5: #b58105;
  --line-6: #c2255c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --rule: #333b49;
  --page: #14181f; --line-1: #58a6ff; --line-2: #ff8a65; --line-3: #56d394; --line-4: #b792ff;
  --line-5: #e3b341; --line-6: #f778ab; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
  max-width: 900px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
p, caption { color: var(--soft); } .wrong { color: #d1242f; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--rule); text-align: right; }
th:first-child, td:first-child { text-align: left; } th { font-weight: 600; }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--soft); } svg .grid { stroke: var(--rule); stroke-width: 1; }
</style></head><body>
)";

std::string milliseconds(double nanoseconds) {
    const double ms = nanoseconds / 1e6;
    return with_commas(ms, ms < 1 ? 3 : ms < 100 ? 2 : 0);
}

// 10 → "90 %", 1000 → "99.9 %": the share of calls that are faster than one in so many.
std::string share_below(double one_in) {
    return one_in <= 1 ? "0 %"
                       : fmt::format("{:.{}f} %", 100 - 100 / one_in,
                                     std::max(0, static_cast<int>(std::log10(one_in) + 0.01) - 2));
}

std::string latency_tick(double value) { return fmt::format("{:g}", value); }
std::string seconds_tick(double value) { return fmt::format("{:g}", value); }

std::string rate_tick(double value) {
    return value >= 1e6   ? fmt::format("{:g} M", value / 1e6)
           : value >= 1e3 ? fmt::format("{:g} k", value / 1e3)
                          : fmt::format("{:g}", value);
}

plot_series latency_series(const measurement& m) {
    plot_series out{m.name, {}};
    const latency_histogram all = m.latencies();
    const double decades = std::log10(std::max<double>(static_cast<double>(all.count()), 1));
    for (int i = 0; i <= static_cast<int>(decades * points_per_decade); ++i) {
        const double one_in = std::pow(10.0, static_cast<double>(i) / points_per_decade);
        out.points.push_back({one_in, static_cast<double>(all.quantile(1 - 1 / one_in)) / 1e6});
    }
    return out;
}

// The rates of all rounds, one after the other; its last moment is not a whole one.
plot_series rate_series(const measurement& m) {
    plot_series out{m.name, {}};
    double begin = 0;
    for (const round_figures& r : m.rounds) {
        for (std::size_t i = 0; i + 1 < r.traffic.moments.size(); ++i)
            out.points.push_back(
                {begin + static_cast<double>(i) * moment_seconds,
                 static_cast<double>(r.traffic.moments[i].events) / moment_seconds});
        begin += r.traffic.seconds;
    }
    return out;
}

std::string latency_table(const std::vector<measurement>& all) {
    std::string out = "<table><tr><th>ms</th>";
    for (const percentile& p : percentiles) out += fmt::format("<th>{}</th>", p.name);
    out += "<th>highest</th><th>calls</th></tr>\n";
    for (const measurement& m : all) {
        const latency_histogram latencies = m.latencies();
        out += fmt::format("<tr><td>{}</td>", escaped(m.name));
        for (const percentile& p : percentiles)
            out += fmt::format("<td>{}</td>",
                               is_known(p, latencies)
                                   ? milliseconds(static_cast<double>(latencies.quantile(p.share)))
                                   : "–");
        out += fmt::format("<td>{}</td><td>{}</td></tr>\n",
                           milliseconds(static_cast<double>(latencies.highest())),
                           with_commas(static_cast<double>(latencies.count()), 0));
    }
    return out + "</table>\n";
}

std::string figure_table(const measurement& m) {
    std::string out =
        "<table><tr><th></th><th>median</th><th>lowest</th><th>highest</th><th>× yardstick</th>"
        "</tr>\n";
    for (const figure& f : figures()) {
        const spread s = spread_of(m, f);
        if (s.highest <= 0) continue;
        out += fmt::format(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", f.text,
            with_commas(s.median, f.decimals), with_commas(s.lowest, f.decimals),
            with_commas(s.highest, f.decimals),
            f.is_cost ? fmt::format("{:.2f}", multiples_of_yardstick(m, f).median) : "");
    }
    return out + "</table>\n";
}

std::string section(const measurement& m, const plan& how) {
    std::string out =
        fmt::format("<h2>{}</h2>\n<p>{}</p>\n", escaped(m.name), escaped(describe_work(m, how)));
    out += figure_table(m);
    if (m.errors() != 0) {
        std::string first;
        for (const round_figures& r : m.rounds)
            if (first.empty()) first = r.traffic.first_error;
        out += fmt::format("<p class=\"wrong\">{} errors; the first: {}</p>\n", m.errors(),
                           escaped(first));
    }
    return out;
}

}  // namespace

std::string report_html(const std::vector<measurement>& all, const plan& how, const machine& on) {
    std::string out(page_begin);
    out += fmt::format(
        "<h1>crmlocal bench</h1>\n<p>{} cores of {}, {}; crmlocal {} ({}); "
        "{:%Y-%m-%d %H:%M} UTC</p>\n",
        on.cores, escaped(on.cpu), escaped(on.kernel), version, commit,
        fmt::gmtime(std::time(nullptr)));
    std::vector<plot_series> latencies;
    std::vector<plot_series> rates;
    for (const measurement& m : all) {
        latencies.push_back(latency_series(m));
        rates.push_back(rate_series(m));
    }
    out +=
        "<h2>Latency of a call</h2>\n<p>From when it was to be sent to its checked answer, all "
        "rounds.</p>\n";
    out += svg_plot({"share of calls that are faster", true, share_below},
                    {"milliseconds", true, latency_tick}, latencies);
    out += latency_table(all);
    out +=
        "<h2>Events per second</h2>\n<p>In each twentieth of a second, the rounds one after the "
        "other, without warm-ups.</p>\n";
    out += svg_plot({"seconds", false, seconds_tick}, {"events/s", false, rate_tick}, rates);
    for (const measurement& m : all) out += section(m, how);
    return out +
           "<p>Costs are processor time; the yardstick is Boost.JSON's basic_parser reading "
           "the same bodies and forgetting them, in the same run.</p>\n</body></html>\n";
}

}  // namespace crmlocal::load
