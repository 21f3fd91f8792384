// SPDX-License-Identifier: BSL-1.0
#include "app/bench.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

#include <boost/json/serialize.hpp>

#include "app/bench_options.hpp"
#include "app/exit_code.hpp"
#include "load/machine.hpp"
#include "load/report.hpp"
#include "load/round.hpp"

namespace crmlocal::app {
namespace {

void write_file(const std::string& file, const std::string& text) {
    if (file.empty()) return;
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) throw std::runtime_error("cannot write " + file);
}

// Before anything is measured.
void check_writable(const std::string& file) {
    if (!file.empty() && !std::ofstream(file, std::ios::app))
        throw std::runtime_error("cannot write " + file);
}

// A line on a terminal that the next one replaces.
class terminal_line {
public:
    void show(std::string_view text) {
        std::cerr << "\r\033[K" << text << std::flush;
        is_shown_ = true;
    }
    void clear() {
        if (std::exchange(is_shown_, false)) std::cerr << "\r\033[K" << std::flush;
    }
    ~terminal_line() { clear(); }

private:
    bool is_shown_ = false;
};

// Thousands of connections need as many file descriptors, here and in the server we start.
void raise_file_limit() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

int measure_load(const bench_options& options) {
    const load::plan& plan = options.plan;
    const load::machine on = load::this_machine();
    const bool is_terminal = isatty(STDERR_FILENO) != 0;
    std::vector<load::measurement> all;
    std::uint64_t errors = 0;
    load::measurer measurer(plan);
    terminal_line progress;
    for (const std::vector<load::share>& mix : plan.mixes) {
        load::progress_line show;
        if (is_terminal) show = [&](std::string_view line) { progress.show(line); };
        all.push_back(measurer.measure(mix, show));
        progress.clear();
        if (all.size() == 1) std::cout << load::describe(on, all.front().server);
        std::cout << load::report(all.back(), plan) << std::flush;
        errors += all.back().errors();
    }
    write_file(options.json, boost::json::serialize(load::report_json(all, plan, on)) + "\n");
    write_file(options.html, load::report_html(all, plan, on));
    return errors == 0 ? exit_clean : exit_failure;
}

int measure_starts(const bench_options& options) {
    const load::machine on = load::this_machine();
    const load::starts found = load::measure_starts(options.plan, options.starts);
    std::cout << load::describe(on, options.plan.server) << load::report(found);
    write_file(options.json, boost::json::serialize(load::report_json(found, on)) + "\n");
    return exit_clean;
}

}  // namespace

int bench(std::vector<std::string> arguments) {
    auto read = read_bench_options(std::move(arguments));
    if (const int* code = std::get_if<int>(&read)) return *code;
    auto& options = std::get<bench_options>(read);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGINT, [](int) { load::traffic::interrupt(); });
    std::signal(SIGTERM, [](int) { load::traffic::interrupt(); });
    try {
        if (options.plan.server.empty())
            options.plan.server = std::filesystem::read_symlink("/proc/self/exe").string();
        raise_file_limit();
        check_writable(options.json);
        check_writable(options.html);
        return options.starts != 0 ? measure_starts(options) : measure_load(options);
    } catch (const std::invalid_argument& misuse) {
        std::cerr << "crmlocal bench: " << misuse.what() << '\n';
        return exit_usage;
    } catch (const std::exception& failure) {
        std::cerr << "crmlocal bench: " << failure.what() << '\n';
        return exit_failure;
    }
}

}  // namespace crmlocal::app
