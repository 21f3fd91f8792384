// SPDX-License-Identifier: BSL-1.0
#include "http/call_logging.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace crmlocal::http {
namespace {

namespace chrono = std::chrono;

// What is known of every call. It begins `duration` before now.
lab::finished_call finished(const request& asked, const workspace& memory,
                            chrono::microseconds duration) {
    const auto now =
        chrono::floor<chrono::microseconds>(chrono::system_clock::now().time_since_epoch());
    lab::finished_call out;
    out.received_us = (now - duration).count();
    out.duration_us =
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(duration.count(), 0, UINT32_MAX));
    out.http_method = asked.method;
    out.target = asked.target;
    out.method = memory.method;
    out.type = type_of_method(memory.method);
    out.fields = asked.fields;
    out.status = memory.answer.status;
    const auto answer = memory.answer.body();
    out.answer = {answer.data(), answer.size()};
    return out;
}

}  // namespace

void log_call(const request& asked, workspace& memory) {
    const watched_call& watched = *memory.watched;
    lab::call_log& log = watched.by().log;
    if (!log.recording()) return;
    lab::finished_call told =
        finished(asked, memory,
                 chrono::floor<chrono::microseconds>(chrono::steady_clock::now() - watched.began));
    told.time_ms = watched.time;
    if (memory.batch.type) told.events = &memory.batch;
    const auto faults = watched.faults.fired();
    std::vector<std::string> effects(faults.size());
    std::vector<lab::noted_fault> fired;
    for (std::size_t i = 0; i < faults.size(); ++i) {
        for (const std::string& effect : faults[i].what().effects())
            effects[i].append(effects[i].empty() ? "" : ", ").append(effect);
        fired.push_back({faults[i].what().id, effects[i]});
    }
    told.faults = fired;
    log.record(told, memory.body);
}

void log_unmatched_call(const request& asked, workspace& memory, lab::call_log& into) {
    if (!into.recording()) return;
    lab::finished_call told = finished(asked, memory, chrono::microseconds(0));
    told.time_ms = told.received_us / 1000;
    into.record(told, memory.body);
}

}  // namespace crmlocal::http
