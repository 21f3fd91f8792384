// SPDX-License-Identifier: BSL-1.0
#include "app/bench_options.hpp"

#include <algorithm>
#include <charconv>
#include <iostream>

#include <CLI/CLI.hpp>

#include "app/exit_code.hpp"
#include "app/option_values.hpp"

namespace crmlocal::app {
namespace {

constexpr char description[] =
    "Loads a server with bulk calls and checks every answer: each event's row, ids and numbers\n"
    "given once, numbers without holes. Without --url it starts a server of its own for each\n"
    "round, so that rounds are alike and memory stays bounded.";

constexpr char footer[] =
    "\nArguments after -- go to the server that is started.\n"
    "Exit codes: 0 all answers were as they must be, 1 not so, 2 usage.\n\n"
    "Examples:\n"
    "  crmlocal bench                              # web events, as fast as it goes\n"
    "  crmlocal bench --type all --html bench.html # every type, one after the other\n"
    "  crmlocal bench --mix web=70,purchases=30 --rate 200000 --seconds 10\n"
    "  crmlocal bench --url http://127.0.0.1:8080 --server-pid 1234\n"
    "  crmlocal bench -- --threads 1";

// "web=70,purchases=30", read; throws for what it is not.
std::vector<load::share> read_mix(const std::string& text) {
    const auto known = load::collections_of_work();
    std::vector<load::share> out;
    for (const std::string& each : CLI::detail::split(text, ',')) {
        const std::size_t equals = std::min(each.find('='), each.size());
        load::share part{each.substr(0, equals), 1};
        const char* const end = each.data() + each.size();
        const bool sound =
            equals == each.size() ||
            (std::from_chars(each.data() + equals + 1, end, part.weight).ptr == end &&
             part.weight > 0 && part.weight <= 1e6);
        if (!sound || std::ranges::find(known, part.collection) == known.end())
            throw CLI::ValidationError(
                "--mix", "'" + each + "' is not a type of event and its weight, such as web=70");
        out.push_back(std::move(part));
    }
    return out;
}

void add_server_options(CLI::App& app, load::plan& o) {
    constexpr char group[] = "The server";
    auto* serve = app.add_flag_callback(
                         "--serve", [] {}, "Start a server for each round: the default")
                      ->group(group);
    auto* url = app.add_option("--url", o.url,
                               "Load a server that runs already: its base URL, such as "
                               "http://127.0.0.1:8080/crmapi/rest/v2. Its organisation must know "
                               "what the standard fixture knows (--print fixture)")
                    ->excludes(serve)
                    ->group(group);
    app.add_option("--username", o.who.username, "Who logs in there")
        ->needs(url)
        ->capture_default_str()
        ->group(group);
    app.add_option("--password", o.who.password, "Their password")
        ->needs(url)
        ->capture_default_str()
        ->group(group);
    app.add_option("--organisation", o.who.organisation, "Their organisation")
        ->needs(url)
        ->capture_default_str()
        ->group(group);
    app.add_option("--server-pid", o.server_pid,
                   "The process of that server, for its processor time and memory")
        ->needs(url)
        ->check(CLI::Range(1, 1 << 30))
        ->group(group);
    app.add_flag("--only-writer", o.only_writer,
                 "Nobody else creates events there: numbers must not have holes")
        ->needs(url)
        ->group(group);
    app.add_option("--server", o.server, "The program to start; default: this one")
        ->check(CLI::ExistingFile)
        ->excludes(url)
        ->group(group);
    app.add_option("--organisations", o.organisations,
                   "How many organisations it serves; calls are made for each in turn")
        ->check(CLI::Range(1, 10'000))
        ->excludes(url)
        ->capture_default_str()
        ->group(group);
    app.add_option("server_arguments", o.server_arguments, "Arguments for it, after --");
}

void add_work_options(CLI::App& app, load::plan& o, std::vector<std::string>& types) {
    constexpr char group[] = "The work";
    std::vector<std::string> known = {"all"};
    for (std::string_view type : load::collections_of_work()) known.emplace_back(type);
    auto* type = app.add_option("--type", types,
                                "Types of event, measured one after the other: all, or some of " +
                                    CLI::detail::join(known, ", ").substr(5))
                     ->delimiter(',')
                     ->check(CLI::IsMember(known).description(""))
                     ->default_str("web")
                     ->group(group);
    const auto add_mix = [&o](const std::string& text) { o.mixes.push_back(read_mix(text)); };
    app.add_option_function<std::string>(
           "--mix", add_mix, "Types of event in one run, by weight: web=70,purchases=30")
        ->excludes(type)
        ->group(group);
    app.add_option("--corpus", o.corpus, "A directory with bodies and their fixture.json")
        ->check(CLI::ExistingDirectory)
        ->group(group);
    app.add_option("--bodies", o.work.bodies, "Different bodies of each type, in turn")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str()
        ->group(group);
    app.add_option("--events-per-call", o.work.events, "Events in each body")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str()
        ->group(group);
    app.add_option("--accounts", o.work.accounts,
                   "Accounts of each organisation, and as many participants")
        ->check(CLI::Range(10, 10'000'000))
        ->capture_default_str()
        ->group(group);
    app.add_option("--refused-share", o.work.refused_share,
                   "The share of events that name a customer nobody knows")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str()
        ->group(group);
    app.add_option("--udf-density", o.work.udf_density,
                   "The share of user-defined fields that is filled in; default: 5 of 16, of "
                   "purchases 6 of 24")
        ->check(CLI::Range(0.0, 1.0))
        ->group(group);
    app.add_option("--seed", o.work.seed, "Of the work: the same seed, the same bytes")
        ->capture_default_str()
        ->group(group);
}

void add_traffic_options(CLI::App& app, load::plan& o) {
    constexpr char group[] = "How it is sent";
    app.add_option("--connections", o.connections,
                   "How many; fewer than 4 measure how fast processes are woken up")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str()
        ->group(group);
    app.add_option("--rate", o.rate,
                   "Events per second, sent on time whatever the server does; latency counts from "
                   "when a call was due. 0: as fast as it goes")
        ->check(CLI::Range(0.0, 1e9))
        ->capture_default_str()
        ->group(group);
    app.add_option("--events", o.events,
                   "Events per round at most; referrals end with the participants")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
        ->capture_default_str()
        ->group(group);
    app.add_option("--seconds", o.seconds, "Seconds per round at most; 0: --events alone decides")
        ->check(CLI::Range(0.0, 86'400.0))
        ->capture_default_str()
        ->group(group);
    app.add_option("--warm-up", o.warm_up, "Events before each round that are not counted")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000'000}))
        ->capture_default_str()
        ->group(group);
    add_bytes(app, "--warm-memory", o.warm_memory,
              "So much memory is taken from the system and given back before what is measured: a "
              "virtual machine may have handed it back to its host, and the server would pay for "
              "that")
        ->group(group);
    app.add_option("--rounds", o.rounds, "How many; figures are their medians")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str()
        ->group(group);
    app.add_option("--timeout", o.answer_seconds_max, "Seconds after which a call has failed")
        ->check(CLI::Range(0.1, 3600.0))
        ->capture_default_str()
        ->group(group);
    const std::map<std::string, load::answer_check> checks = {
        {"rows", load::answer_check::rows}, {"status", load::answer_check::status}};
    app.add_option("--check", o.check,
                   "What is checked of answers: rows, or just HTTP's status, for a server that "
                   "does not do the work")
        ->transform(CLI::CheckedTransformer(checks).description(""))
        ->default_str("rows")
        ->group(group);
}

// Small enough for the tests: it only has to run.
void make_small(load::plan& o) {
    o.work.events = 50;
    o.work.accounts = 2000;
    o.events = 1200;
    o.warm_up = 200;
    o.rounds = 1;
}

// What only makes sense together; empty if all does.
std::string find_contradiction(const bench_options& o) {
    const load::plan& p = o.plan;
    if (!p.url.empty() && !p.server_arguments.empty())
        return "arguments for the server make no sense with --url: it runs already";
    if (!p.corpus.empty() && p.organisations != 1)
        return "--corpus describes one organisation: --organisations makes no sense with it";
    if (o.starts != 0 && !p.url.empty()) return "--starts starts servers: it excludes --url";
    return {};
}

}  // namespace

std::variant<bench_options, int> read_bench_options(std::vector<std::string> arguments) {
    bench_options out;
    std::vector<std::string> types;
    bool smoke = false;
    std::string print;
    CLI::App app(description, "crmlocal bench");
    app.footer(footer);
    add_server_options(app, out.plan);
    add_work_options(app, out.plan, types);
    add_traffic_options(app, out.plan);
    app.add_option("--starts", out.starts,
                   "Instead of load: start the server that often, as a user does, and tell how "
                   "long it takes and how much memory it has")
        ->check(CLI::Range(1, 1000));
    app.add_option("--json", out.json, "Write the figures to that file as well");
    app.add_option("--html", out.html, "Write them, with plots, to that file as well");
    app.add_option("--print", print,
                   "Instead of load: print the fixture of the work, or the first body")
        ->check(CLI::IsMember({"fixture", "body"}));
    app.add_flag("--smoke", smoke, "A tiny run, to see that it works");
    std::ranges::reverse(arguments);  // as CLI11 wants them
    try {
        app.parse(std::move(arguments));
        if (const std::string why = find_contradiction(out); !why.empty())
            throw CLI::ValidationError(why);
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        std::cerr << "crmlocal bench: " << error.what()
                  << "\n`crmlocal bench --help` lists the options.\n";
        return exit_usage;
    }
    if (smoke) make_small(out.plan);
    if (types.empty()) types = {"web"};
    if (std::ranges::find(types, "all") != types.end()) {
        types.clear();
        for (std::string_view type : load::collections_of_work()) types.emplace_back(type);
    }
    if (out.plan.mixes.empty())
        for (const std::string& type : types) out.plan.mixes.push_back({{type, 1}});
    if (print.empty()) return out;
    std::cout << (print == "fixture"
                      ? load::make_fixture("bench", out.plan.work.accounts)
                      : load::make_bodies(out.plan.mixes[0][0].collection, out.plan.work)[0].json())
              << '\n';
    return exit_clean;
}

}  // namespace crmlocal::app
