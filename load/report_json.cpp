// SPDX-License-Identifier: BSL-1.0
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "load/figures.hpp"
#include "load/report.hpp"
#include "version.hpp"

namespace crmlocal::load {
namespace {

namespace json = boost::json;

constexpr int format_of_reports = 1;

json::object json_of(const spread& s) {
    return {{"median", s.median}, {"lowest", s.lowest}, {"highest", s.highest}};
}

json::object json_of(const machine& on) {
    return {{"cpu", on.cpu}, {"cores", on.cores}, {"kernel", on.kernel}};
}

json::object json_of(const latency_histogram& all) {
    json::object out = {{"calls", all.count()},
                        {"relative_error", latency_histogram::relative_error}};
    for (const percentile& p : percentiles)
        if (is_known(p, all)) out[p.name] = static_cast<double>(all.quantile(p.share)) / 1e6;
    out["highest"] = static_cast<double>(all.highest()) / 1e6;
    return out;
}

json::object json_of(const round_figures& r) {
    json::object out = {{"events", r.traffic.events()}, {"processed", r.traffic.processed},
                        {"calls", r.traffic.calls},     {"seconds", r.traffic.seconds},
                        {"errors", r.traffic.errors},   {"first_error", r.traffic.first_error}};
    for (const figure& f : figures()) out[f.name] = f.of(r);
    return out;
}

json::object json_of(const measurement& m) {
    json::object out = {{"name", m.name},
                        {"bodies", m.bodies},
                        {"events_per_call", m.events_per_call},
                        {"bytes_per_event", m.bytes_per_event},
                        {"errors", m.errors()}};
    if (!m.server.empty()) out["server"] = json::parse(m.server);
    for (const figure& f : figures()) {
        out[f.name] = json_of(spread_of(m, f));
        if (f.is_cost)
            out[std::string(f.name) + "_by_yardstick"] = json_of(multiples_of_yardstick(m, f));
    }
    out["latency_milliseconds"] = json_of(m.latencies());
    json::array rounds;
    for (const round_figures& r : m.rounds) rounds.push_back(json_of(r));
    out["rounds"] = std::move(rounds);
    return out;
}

json::object header_of(const machine& on) {
    return {{"format", format_of_reports},
            {"program", std::string(version) + " (" + std::string(commit) + ")"},
            {"machine", json_of(on)}};
}

}  // namespace

json::object report_json(const std::vector<measurement>& all, const plan& how, const machine& on) {
    json::object out = header_of(on);
    json::object options = {{"connections", how.connections},
                            {"organisations", how.organisations},
                            {"events_per_second_asked_for", how.rate},
                            {"accounts", how.work.accounts},
                            {"refused_share", how.work.refused_share},
                            {"warm_up_events", how.warm_up},
                            {"warm_memory_bytes", how.warm_memory},
                            {"seed", how.work.seed},
                            {"corpus", how.corpus},
                            {"url", how.url}};
    options["udf_density"] =
        how.work.udf_density ? json::value(*how.work.udf_density) : json::value(nullptr);
    options["server_arguments"] =
        json::array(how.server_arguments.begin(), how.server_arguments.end());
    out["options"] = std::move(options);
    json::array measurements;
    for (const measurement& m : all) measurements.push_back(json_of(m));
    out["measurements"] = std::move(measurements);
    return out;
}

json::object report_json(const starts& s, const machine& on) {
    json::object out = header_of(on);
    out["starts"] = json::object{{"count", s.seconds_to_ready.size()},
                                 {"seconds_to_ready", json_of(spread_of(s.seconds_to_ready))},
                                 {"resident_bytes", json_of(spread_of(s.resident_bytes))}};
    return out;
}

}  // namespace crmlocal::load
