// SPDX-License-Identifier: BSL-1.0
#include <cstring>
#include <exception>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/micro/pipeline.hpp"
#include "bench/micro/reading.hpp"
#include "bench/micro/storing.hpp"

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
    int times = 9;                          // what goes through all events
    std::uint64_t read_events = 2'000'000;  // half of them of one account
};

struct cost {
    double seconds;
    std::size_t events;
    double yardstick_per_event;
};

// Small enough for the tests: it only has to run.
settings small() {
    settings out;
    out.work.events = 20;
    out.work.accounts = 2000;
    out.calls = static_cast<int>(out.work.bodies);
    out.times = 2;
    out.read_events = 2000;
    return out;
}

// The one of the type that is being measured; one is in memory at a time.
template <class Measured>
Measured& the_one_of(std::string_view collection, const load::work_options& work) {
    static std::unique_ptr<Measured> current;
    static std::string_view current_collection;
    if (!current || current_collection != collection) {
        current.reset();
        current = std::make_unique<Measured>(collection, work);
        current_collection = collection;
    }
    return *current;
}

bool something_failed = false;

// Repeats something that takes so many seconds for so many events.
template <class Once>
void measure(benchmark::State& state, Once once) {
    try {
        double seconds = 0;
        double events = 0;
        double yardstick = 0;
        for (auto _ : state) {
            const cost found = once();
            state.SetIterationTime(found.seconds);
            seconds += found.seconds;
            events += static_cast<double>(found.events);
            yardstick = found.yardstick_per_event;
        }
        state.counters["ns/event"] = seconds / events * 1e9;
        state.counters["x_yardstick"] = seconds / events / yardstick;
    } catch (const std::exception& failure) {
        something_failed = true;  // the library tells people, not the caller
        state.SkipWithError(failure.what());
    }
}

template <class Once>
void add(const std::string& name, std::string_view collection, int iterations, Once once) {
    benchmark::RegisterBenchmark(fmt::format("{}/{}", name, collection).c_str(),
                                 [once](benchmark::State& state) { measure(state, once); })
        ->Iterations(iterations)
        ->UseManualTime()
        ->Unit(benchmark::kMicrosecond);
}

// The steps of a call, in memory.
void add_steps(std::string_view collection, const settings& how) {
    for (std::size_t s = 0; s < std::size(step_names); ++s)
        add(std::string(step_names[s]), collection, how.calls, [=] {
            pipeline& calls = the_one_of<pipeline>(collection, how.work);
            const double yardstick = calls.yardstick_per_event();
            return cost{calls.run(static_cast<step>(s)), calls.events_per_call(), yardstick};
        });
}

// What happens on the disk; processor time of all threads.
void add_storing(std::string_view collection, const settings& how) {
    add("commit_to_disk", collection, how.calls, [=] {
        struct on_disk : pipeline {
            on_disk(std::string_view c, const load::work_options& work)
                : pipeline(c, work, kept_in::disk) {}
        };
        auto& calls = the_one_of<on_disk>(collection, how.work);
        const double yardstick = calls.yardstick_per_event();
        return cost{calls.run(step::commit), calls.events_per_call(), yardstick};
    });
    const auto add_one = [&](const char* name, double (storing::*once)()) {
        add(name, collection, how.times, [=] {
            auto& stored = the_one_of<storing>(collection, how.work);
            return cost{(stored.*once)(), stored.events(), stored.yardstick_per_event()};
        });
    };
    add_one("snapshot", &storing::take_snapshot);
    add_one("recover_journal", &storing::recover_journal);
    add_one("recover_snapshot", &storing::recover_snapshot);
}

// One event, and a hundred, through the API; the counter is the time of a call.
void add_reading(const settings& how) {
    const auto add_one = [&](const char* name, double (reading::*once)()) {
        benchmark::RegisterBenchmark(name,
                                     [=](benchmark::State& state) {
                                         try {
                                             static std::unique_ptr<reading> all;
                                             if (!all)
                                                 all = std::make_unique<reading>(how.read_events);
                                             for (auto _ : state)
                                                 state.SetIterationTime((all.get()->*once)());
                                             state.counters["index ns/event"] =
                                                 all->index_per_event() * 1e9;
                                         } catch (const std::exception& failure) {
                                             something_failed = true;
                                             state.SkipWithError(failure.what());
                                         }
                                     })
            ->Iterations(how.calls)
            ->UseManualTime()
            ->Unit(benchmark::kMicrosecond);
    };
    add_one("list_first/web", &reading::list_first);
    add_one("list_far/web", &reading::list_far);
    add_one("show/web", &reading::show);
    add_one("create/web", &reading::create);
}

void register_all(const settings& how) {
    add_reading(how);
    for (std::string_view collection : load::collections_of_work()) add_steps(collection, how);
    for (std::string_view collection : {"web", "purchases"}) add_storing(collection, how);
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
