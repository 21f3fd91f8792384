// SPDX-License-Identifier: BSL-1.0
#include <cstring>
#include <exception>
#include <iterator>
#include <memory>
#include <string_view>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/micro/pipeline.hpp"

namespace {

namespace load = crmlocal::load;
using namespace crmlocal::bench;

// Twelve times round: a fixed number, since a step needs the ones before it, which are not
// measured.
constexpr int calls_of_a_benchmark = 288;
constexpr std::string_view smoke_flag = "--smoke";

struct settings {
    load::work_options work;
    int calls = calls_of_a_benchmark;
};

// Small enough for the tests: it only has to run.
settings small() {
    settings out;
    out.work.events = 20;
    out.work.accounts = 2000;
    out.calls = static_cast<int>(out.work.bodies);
    return out;
}

// The pipeline of the type that is being measured; one is in memory at a time.
pipeline& pipeline_of(std::string_view collection, const load::work_options& work) {
    static std::unique_ptr<pipeline> current;
    if (!current || current->collection() != collection) {
        current.reset();
        current = std::make_unique<pipeline>(collection, work);
    }
    return *current;
}

bool something_failed = false;

void measure(benchmark::State& state, step measured, std::string_view collection,
             const load::work_options& work) {
    try {
        pipeline& calls = pipeline_of(collection, work);
        const double yardstick = calls.yardstick_per_event();
        double used = 0;
        for (auto _ : state) {
            const double seconds = calls.run(measured);
            state.SetIterationTime(seconds);
            used += seconds;
        }
        const auto iterations = static_cast<double>(state.iterations());
        const double events = iterations * static_cast<double>(calls.events_per_call());
        state.counters["ns/event"] = used / events * 1e9;
        state.counters["x_yardstick"] = used / events / yardstick;
    } catch (const std::exception& failure) {
        something_failed = true;  // the library tells people, not the caller
        state.SkipWithError(failure.what());
    }
}

void register_all(const settings& how) {
    for (std::string_view collection : load::collections_of_work())
        for (std::size_t s = 0; s < std::size(step_names); ++s)
            benchmark::RegisterBenchmark(fmt::format("{}/{}", step_names[s], collection).c_str(),
                                         [=](benchmark::State& state) {
                                             measure(state, static_cast<step>(s), collection,
                                                     how.work);
                                         })
                ->Iterations(how.calls)
                ->UseManualTime()
                ->Unit(benchmark::kMicrosecond);
}

// Takes the flag out of the arguments if it is there.
bool take_flag(std::string_view flag, int& count, char** arguments) {
    for (int i = 1; i < count; ++i) {
        if (arguments[i] != flag) continue;
        std::memmove(arguments + i, arguments + i + 1,
                     static_cast<std::size_t>(count-- - i) * sizeof *arguments);
        return true;
    }
    return false;
}

}  // namespace

// Google Benchmark's options, and --smoke: a tiny run, to see that it works. A call is 1000 events;
// times are processor time of the step alone.
int main(int argc, char** argv) {
    register_all(take_flag(smoke_flag, argc, argv) ? small() : settings());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    const std::size_t run = benchmark::RunSpecifiedBenchmarks();
    return something_failed || run == 0 ? 1 : 0;
}
