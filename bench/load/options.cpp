// SPDX-License-Identifier: BSL-1.0
#include "bench/load/options.hpp"

#include <filesystem>

#include <CLI/CLI.hpp>

namespace crmlocal::bench {
namespace {

constexpr char description[] =
    "Loads a crmlocal server over loopback and checks every answer. Without --url it starts one "
    "of\n"
    "its own for each round, so that rounds are alike and memory stays bounded.";

constexpr char footer[] =
    "\nArguments after -- go to the server: bench_load -- --threads 1\n"
    "Exit codes: 0 all answers as they must be, 1 not so, 2 usage.";

std::string beside_this_program(const char* name) {
    std::error_code ignored;
    return (std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / name).string();
}

void add_server_options(CLI::App& app, load_options& o) {
    auto* server = app.add_option("--server", o.server, "The program to start")
                       ->check(CLI::ExistingFile)
                       ->capture_default_str();
    app.add_option("server_arguments", o.server_arguments, "Arguments for the server, after --");
    app.add_option("--url", o.url,
                   "Talk to a server that runs already, http://127.0.0.1:8080; it must have the "
                   "organisation `bench` of the corpus. Referrals succeed once only")
        ->excludes(server);
    app.add_option("--server-pid", o.server_pid, "Its process, for processor time and memory")
        ->needs("--url");
}

void add_work_options(CLI::App& app, load_options& o) {
    std::vector<std::string> types = {"all"};
    for (std::string_view type : collections_of_work()) types.emplace_back(type);
    app.add_option("--type", o.types, "Types of event, measured one after the other")
        ->check(CLI::IsMember(types))
        ->capture_default_str();
    app.add_option("--corpus", o.corpus,
                   "A directory that corpus.py made, instead of work made here")
        ->check(CLI::ExistingDirectory);
    app.add_option("--bodies", o.work.bodies, "Different bodies of each type")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--events-per-call", o.work.events, "Events in each body")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--accounts", o.work.accounts, "Accounts and participants in the fixture")
        ->check(CLI::Range(1000, 10'000'000))
        ->capture_default_str();
    app.add_option("--seed", o.work.seed, "Of the work")->capture_default_str();
}

void add_traffic_options(CLI::App& app, load_options& o) {
    app.add_option("--connections", o.connections, "How many; fewer than 4 measure wake-ups")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--rate", o.rate,
                   "Events per second, sent on time whatever the server does; latency counts from "
                   "when a call was due. 0: as fast as it goes")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_option("--events", o.events,
                   "Events per round at most; referrals end with the participants")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}))
        ->capture_default_str();
    app.add_option("--seconds", o.seconds, "Seconds per round at most; 0: --events alone decides")
        ->check(CLI::Range(0.0, 3600.0))
        ->capture_default_str();
    app.add_option("--warm-up", o.warm_up, "Events before each round that are not counted")
        ->capture_default_str();
    app.add_option("--rounds", o.rounds, "How many")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
}

// Small enough for the tests: it only has to run.
void make_small(load_options& o) {
    o.types = {"all"};
    o.work.events = 50;
    o.work.accounts = 2000;
    o.events = 1200;
    o.warm_up = 200;
    o.rounds = 1;
}

}  // namespace

std::variant<load_options, int> read_load_options(int argc, char** argv) {
    load_options out;
    out.server = beside_this_program("crmlocal");
    bool smoke = false;
    CLI::App app(description, "bench_load");
    app.footer(footer);
    add_server_options(app, out);
    add_work_options(app, out);
    add_traffic_options(app, out);
    app.add_option("--starts", out.starts,
                   "Instead of load: start the server that often, as a user does, and tell how "
                   "long it takes and how much memory it has")
        ->check(CLI::Range(1, 1000));
    app.add_option("--json", out.json, "Write the figures to that file as well");
    app.add_flag("--smoke", smoke, "A tiny run of every type, to see that it works");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (smoke) make_small(out);
    out.work.bodies = std::max(out.work.bodies, out.connections);
    if (std::ranges::find(out.types, "all") != out.types.end()) {
        out.types.clear();
        for (std::string_view type : collections_of_work()) out.types.emplace_back(type);
    }
    return out;
}

}  // namespace crmlocal::bench
