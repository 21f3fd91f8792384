// SPDX-License-Identifier: BSL-1.0
#include "app/replay.hpp"

#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "load/call_replay.hpp"

namespace crmlocal::app {
namespace {

constexpr char name[] = "crmlocal replay";
constexpr char description[] =
    "Makes calls again that a call log has exported (?format=ndjson or ?format=har; archives of\n"
    "other tools do as well), one after the other, and tells whose answers differ. Exports hold "
    "no\n"
    "tokens and no passwords, so it logs in itself; recorded log-ins are left out.";
constexpr char footer[] =
    "\nExit codes: 0 all answers were alike, 1 not so, 2 usage or a file that cannot be read.";

struct replay_options {
    std::string file, url = "http://127.0.0.1:8080";
    load::credentials who = {"demo", "demo", "demo"};
    load::replay_plan plan;
};

int replay_with(const replay_options& options) {
    std::ifstream file;
    const bool from_input = options.file == "-";
    if (!from_input) file.open(options.file, std::ios::binary);
    if (!from_input && !file) {
        std::cerr << name << ": " << options.file << ": cannot be opened\n";
        return exit_usage;
    }
    std::vector<load::recorded_call> calls;
    try {
        calls = load::read_recorded_calls(from_input ? std::cin : file);
    } catch (const std::runtime_error& error) {
        std::cerr << name << ": " << options.file << ": " << error.what() << '\n';
        return exit_usage;
    }
    const load::destination at = load::find_destination(options.url);
    const std::string token = load::log_in(at, options.who);
    const auto tell = [](const load::recorded_call& call, const std::vector<std::string>& why) {
        std::cout << fmt::format("{} {} {}\n", call.id, call.http_method, call.target);
        for (const std::string& one : why) std::cout << "    " << one << '\n';
    };
    const load::replay_result result = load::replay(calls, at, token, options.plan, tell);
    std::cout << fmt::format("{} calls made again, {} answers differ; {} log-ins left out",
                             result.sent, result.differed, result.skipped);
    if (options.plan.speed > 0)
        std::cout << fmt::format("; at most {:.3f} s late", result.late_seconds);
    std::cout << '\n';
    if (!finish_output(name)) return exit_failure;
    return result.differed == 0 ? exit_clean : exit_failure;
}

}  // namespace

int replay(std::vector<std::string> arguments) {
    replay_options o;
    CLI::App options(description, name);
    options.footer(footer);
    options.add_option("FILE", o.file, "The export; -: standard input")->required();
    options.add_option("--url", o.url, "The base URL of the server")->capture_default_str();
    options
        .add_option("--speed", o.plan.speed,
                    "How many times as fast as it was recorded; 0: as fast as it goes")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    options.add_option("--username", o.who.username, "Who logs in")->capture_default_str();
    options.add_option("--password", o.who.password, "Their password")->capture_default_str();
    options.add_option("--organisation", o.who.organisation, "Their organisation")
        ->capture_default_str();
    options
        .add_option("--recorded-base-path", o.plan.recorded_base_path,
                    "What stood before the methods where the calls were recorded")
        ->capture_default_str();
    options.add_flag("--strict", o.plan.strict,
                     "Ids, numbers and dates in answers must be the same as well");
    if (const auto code = read_arguments(options, std::move(arguments))) return *code;
    return run_command(name, [&] { return replay_with(o); });
}

}  // namespace crmlocal::app
