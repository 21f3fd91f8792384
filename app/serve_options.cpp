// SPDX-License-Identifier: BSL-1.0
#include "app/serve_options.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <thread>

#include <CLI/CLI.hpp>

#include "app/exit_code.hpp"
#include "app/option_sources.hpp"
#include "app/option_values.hpp"

namespace crmlocal::app {
namespace {

constexpr std::uint64_t call_log_entries_max = 100'000'000;
constexpr std::size_t body_limit_max = 1 << 30;
constexpr std::uint64_t connections_max = 1'000'000;
constexpr unsigned threads_max = 256;
constexpr std::uint64_t journal_segment_bytes_min = 64 << 10;

constexpr char description[] =
    "Serves CRM.COM's bulk customer-events Web API, from memory or, with --data, durably.\n\n"
    "Without --fixtures there is one organisation, `demo`, with the user `demo` and the password\n"
    "`demo`; it holds what the vendor's examples use. Once requests are served, one line on\n"
    "standard output says so: `Ready. Listening on http://127.0.0.1:8080`. Logs go to standard\n"
    "error. SIGTERM or SIGINT stop the server after what was received has been answered; a second\n"
    "signal stops it at once.";

constexpr char footer[] =
    "\nEvery option is also an environment variable (--base-path: CRMLOCAL_BASE_PATH) and a key "
    "of\n"
    "the configuration file (base-path = \"/api\"). A flag wins over the environment, the\n"
    "environment over the file, the file over the default. Lists in the environment are separated\n"
    "by colons.\n\n"
    "Exit codes: 0 clean, 1 failure, 2 usage or configuration, 3 cannot bind, 4 data directory\n"
    "damaged or in use.\n\n"
    "Examples:\n"
    "  crmlocal serve                               # on port 8080, with the demo organisation\n"
    "  crmlocal serve --port 0 --port-file port     # on a free port, written to the file `port`\n"
    "  crmlocal serve --fixtures acme.json --seed 1 # an organisation of your own, same ids each "
    "run\n"
    "  crmlocal serve --data /var/lib/crmlocal      # what was acknowledged survives a power cut\n";

// Only what a request's target can hold as it is: anything else would never be found.
std::string check_base_path(const std::string& path) {
    constexpr char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";
    if (path == "/") return {};
    const bool sound = path.starts_with('/') && !path.ends_with('/') &&
                       path.find_first_not_of(allowed) == path.npos && path.find("//") == path.npos;
    return sound ? ""
                 : "must be a plain path such as /api: it begins with a slash and does not "
                   "end with one ('/' alone: no base path)";
}

std::string check_bytes(const std::string& text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
    if (digits && text.size() < 11 && std::stoull(text) >= 1 && std::stoull(text) <= body_limit_max)
        return {};
    return "must be a number of bytes from 1 to " + std::to_string(body_limit_max) +
           " (KiB and MiB are understood)";
}

void add_api_options(CLI::App& app, serve_options& o) {
    const auto set_path = [&o](const std::string& path) {
        o.api.base_path = path == "/" ? "" : path;
    };
    app.add_option_function<std::string>(
           "--base-path", set_path,
           "Where the Web API is found; it is found without the path as well. /: nowhere else")
        ->check(CLI::Validator(check_base_path, ""))
        ->type_name("PATH")
        ->default_str(o.api.base_path);
    app.add_option_function<std::string>(
           "--api-fault-status",
           [&o](const std::string& status) { o.api.api_faults_as_4xx = status == "4xx"; },
           "The HTTP status of a refused call: 200, or a fitting 4xx")
        ->check(CLI::IsMember({"200", "4xx"}))
        ->default_str("200");
    app.add_option_function<std::string>(
           "--token-profile",
           [&o](const std::string& release) {
               o.api.tokens =
                   release == "r12" ? http::token_profile::r12 : http::token_profile::r11;
           },
           "The release whose tokens are given out. r11: 32 characters, good for an idle hour; "
           "r12: "
           "signed JSON Web Tokens, good for two hours")
        ->check(CLI::IsMember({"r11", "r12"}))
        ->default_str("r11");
}

void add_limits(CLI::App& app, serve_options& o) {
    app.add_option("--body-limit", o.api.body_bytes_max,
                   "The largest body of a bulk call, in bytes")
        ->transform(CLI::AsSizeValue(false))
        ->check(CLI::Validator(check_bytes, ""))
        ->type_name("BYTES")
        ->capture_default_str();
    add_seconds(app, "--header-timeout", o.limits.header_time,
                "How long the header of a request may take");
    add_seconds(app, "--body-timeout", o.limits.body_time, "How long its body may take");
    add_seconds(app, "--idle-timeout", o.limits.idle_time,
                "How long a connection may wait for the next request");
    add_seconds(app, "--write-timeout", o.limits.write_time,
                "How long a client may take to read a MiB of an answer");
    add_whole_number(app, "--max-connections", o.limits.connections_max, connections_max,
                     "How many connections are served at once; 0: as many as the process may open");
    add_seconds(app, "--shutdown-timeout", o.shutdown_time,
                "How long calls in progress may take after a signal to stop");
}

void add_data_options(CLI::App& app, serve_options& o) {
    app.add_option(
        "--data", o.data,
        "A directory to keep everything in; without it, it is gone when the server stops");
    const std::map<std::string, store::durability> kinds = {
        {"commit", store::durability::commit},
        {"interval", store::durability::interval},
        {"none", store::durability::none}};
    app.add_option_function<std::string>(
           "--durability", [&o, kinds](const std::string& kind) { o.durability = kinds.at(kind); },
           "With --data, what an answer promises. commit: the events are on the disk; interval: "
           "at\n"
           "most --durability-interval of events can be lost; none: they are in the next snapshot")
        ->check(CLI::IsMember({"commit", "interval", "none"}))
        ->default_str("commit");
    add_seconds(app, "--durability-interval", o.durability_interval,
                "With --durability interval, how much can be lost");
    add_seconds(app, "--snapshot-interval", o.snapshot_interval,
                "How often a snapshot is taken if anything changed");
    add_bytes(
        app, "--snapshot-journal-size", o.snapshot_journal_bytes,
        "A snapshot is taken when the journal has grown by so much, or by the size of the last "
        "snapshot if that is more; 0: by time only");
    add_bytes(app, "--journal-segment-size", o.journal_segment_bytes,
              "How large the files are of which the journal consists");
}

// "https://example.com:8443": what browsers send as the origin of a page.
std::string check_origin(const std::string& origin) {
    if (origin == "*" || origin == "null") return {};
    const std::size_t scheme = origin.find("://");
    const std::size_t host = scheme == origin.npos ? origin.size() : scheme + 3;
    const bool sound = host < origin.size() && origin.size() <= 200 &&
                       origin.find_first_of("/ ?#\r\n\t", host) == origin.npos;
    return sound ? ""
                 : "must be an origin such as https://example.com:8443, without a path ('*': all)";
}

std::string check_token(const std::string& token) {
    const auto is_visible = [](char c) { return c > ' ' && c < 0x7F; };
    if (!token.empty() && std::ranges::all_of(token, is_visible)) return {};
    return "must consist of visible ASCII characters, at least one";
}

void add_admin_options(CLI::App& app, serve_options& o) {
    http::admission_options& may = o.api.admission;
    const auto set_port = [&o](std::uint64_t port) {
        o.admin_port = static_cast<std::uint16_t>(port);
    };
    CLI::Option* port = add_whole_number(
        app, "--admin-port", 0, 65'535, set_port,
        "Administration is found on this port and no longer on the other one; 0: a free one");
    app.add_option("--admin-port-file", o.admin_port_file, "A file to write that port to")
        ->needs(port);
    CLI::Option* off = app.add_flag_callback(
        "--no-admin", [&may] { may.administration = false; },
        "There is no administration: of /__admin only /__admin/health is served");
    off->excludes(port);
    app.add_option("--admin-token", may.admin_token,
                   "What administration asks for: Authorization: Bearer TOKEN. Better given as "
                   "CRMLOCAL_ADMIN_TOKEN: arguments can be seen by others. With --data and without "
                   "a token, only this machine may administer")
        ->check(CLI::Validator(check_token, ""))
        ->type_name("TOKEN");
    app.add_option("--cors-origin", may.cors_origins,
                   "Origins whose pages may call the API from a browser, separated by commas; '*': "
                   "all")
        ->delimiter(',')
        ->check(CLI::Validator(check_origin, ""))
        ->type_name("ORIGIN");
    app.add_option("--cors-admin", may.cors_admin_origins,
                   "Origins whose pages may administer; none of --cors-origin may unless it is "
                   "listed here")
        ->delimiter(',')
        ->check(CLI::Validator(check_origin, ""))
        ->type_name("ORIGIN");
}

void add_organisation_options(CLI::App& app, serve_options& o) {
    const auto set = [&o](const std::string& how) {
        o.api.organisations_on_demand = how == "on-demand";
    };
    app.add_option_function<std::string>("--organisations", set,
                                         "on-demand: a log-in to an organisation that is not there "
                                         "makes it, if the template has that "
                                         "user; fixed: it does not")
        ->check(CLI::IsMember({"fixed", "on-demand"}))
        ->default_str("fixed");
    app.add_option("--template", o.api.organisation_template,
                   "The organisation that new ones are like; without it the first one");
}

void add_call_log_options(CLI::App& app, serve_options& o) {
    app.add_option_function<std::string>(
           "--call-log", [&o](const std::string& is) { o.call_log = is == "on"; },
           "Whether organisations log their calls, for tests to look at; each can change that for\n"
           "itself. Unless it is said: on in memory, off with --data")
        ->check(CLI::IsMember({"on", "off"}));
    add_whole_number(app, "--call-log-entries", o.call_log_bounds.entries_max, call_log_entries_max,
                     "How many calls the log of an organisation holds");
    add_bytes(app, "--call-log-bytes", o.call_log_bounds.bytes_max,
              "How much memory the log of an organisation takes");
    add_bytes(app, "--call-logs-bytes", o.call_logs_bytes_max,
              "How much memory all of these logs take together");
}

void add_options(CLI::App& app, serve_options& o) {
    app.add_option("--host", o.host, "The address to listen on")->capture_default_str();
    add_whole_number(app, "--port", o.port, 65'535, "The port to listen on; 0: a free one");
    app.add_option("--port-file", o.port_file, "A file to write the true port to");
    app.add_option("--ready-file", o.ready_file,
                   "A file that is there, with the server's URL, while requests are served");
    app.add_option("--fixtures", o.fixtures,
                   "Files that describe the organisations, one each (JSON, or JSON in gzip)")
        ->check(CLI::ExistingFile);
    add_whole_number(app, "--threads", o.threads, threads_max,
                     "How many event loops; 0: one for each processor");
    const auto set_seed = [&o](std::uint64_t seed) { o.seed = seed; };
    add_whole_number(app, "--seed", 0, UINT64_MAX, set_seed,
                     "Makes the same ids for the same calls in every run");
    add_bytes(app, "--max-memory", o.memory_bytes_max,
              "Nothing is recorded any more when the process takes so much; 0: no limit");
    add_organisation_options(app, o);
    add_data_options(app, o);
    add_admin_options(app, o);
    add_api_options(app, o);
    add_limits(app, o);
    add_call_log_options(app, o);
    app.add_option("--log-level", o.log_level, "The least important messages to log")
        ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
        ->capture_default_str();
    app.set_config("--config", "", "A file with options, TOML or INI")->check(CLI::ExistingFile);
}

int complain(const CLI::ParseError& what, const std::vector<std::string>& from_environment) {
    std::cerr << "crmlocal serve: " << what.what() << '\n';
    if (!from_environment.empty()) {
        std::cerr << "taken from the environment:";
        for (const std::string& variable : from_environment) std::cerr << ' ' << variable;
        std::cerr << '\n';
    }
    std::cerr << "`crmlocal serve --help` lists the options.\n";
    return exit_usage;
}

}  // namespace

std::variant<serve_options, int> read_serve_options(std::vector<std::string> arguments) {
    serve_options out;
    CLI::App app(description, "crmlocal serve");
    app.config_formatter(make_config_reader());
    app.allow_config_extras(CLI::config_extras_mode::error);
    app.footer(footer);
    add_options(app, out);

    std::vector<std::string> from_environment;
    arguments = with_environment(app, std::move(arguments), from_environment);
    warn_of_unknown_variables(app);
    std::ranges::reverse(arguments);  // as CLI11 wants them
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        return complain(error, from_environment);
    }
    if (out.journal_segment_bytes < journal_segment_bytes_min) {
        std::cerr << "crmlocal serve: --journal-segment-size must be at least "
                  << journal_segment_bytes_min << " bytes\n";
        return exit_usage;
    }
    out.call_log_bounds.recording =
        out.call_log.value_or(out.data.empty() && out.api.admission.administration);
    if (out.threads == 0) out.threads = std::max(1U, std::thread::hardware_concurrency());
    return out;
}

}  // namespace crmlocal::app
