// SPDX-License-Identifier: BSL-1.0
#include "app/serve_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "app/exit_code.hpp"

namespace crmlocal::app {
namespace {

constexpr std::string_view environment_prefix = "CRMLOCAL_";
constexpr std::size_t body_limit_max = 1 << 30;
constexpr unsigned threads_max = 256;
constexpr double seconds_max = 86'400;

constexpr char description[] =
    "Serves CRM.COM's bulk customer-events Web API from memory.\n\n"
    "Without --fixtures there is one organisation, `demo`, with the user `demo` and the password\n"
    "`demo`; it holds what the vendor's examples use. Once requests are served, one line on\n"
    "standard output says so: `Ready. Listening on http://127.0.0.1:8080`. Logs go to standard\n"
    "error. SIGTERM or SIGINT stop the server after what was received has been answered; a second\n"
    "signal stops it at once.";

constexpr char footer[] =
    "\nEvery option is also an environment variable (--base-path: CRMLOCAL_BASE_PATH) and a key of\n"
    "the configuration file (base-path = \"/api\"). A flag wins over the environment, the\n"
    "environment over the file, the file over the default. Lists in the environment are separated\n"
    "by colons.\n\n"
    "Exit codes: 0 clean, 1 failure, 2 usage or configuration, 3 cannot bind.\n\n"
    "Examples:\n"
    "  crmlocal serve                               # on port 8080, with the demo organisation\n"
    "  crmlocal serve --port 0 --port-file port     # on a free port, written to the file `port`\n"
    "  crmlocal serve --fixtures acme.json --seed 1 # an organisation of your own, same ids each run";

// `base_path` and `base-path` are the same key.
class config_reader : public CLI::ConfigBase {
public:
    std::vector<CLI::ConfigItem> from_config(std::istream& in) const override {
        auto read = ConfigBase::from_config(in);
        for (CLI::ConfigItem& item : read) std::ranges::replace(item.name, '_', '-');
        return read;
    }
};

// Seconds, with decimals if need be, as milliseconds.
CLI::Option* add_seconds(CLI::App& app, const std::string& name, std::chrono::milliseconds& into,
                         const std::string& text) {
    const auto set = [&into](double seconds) {
        into = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
    };
    CLI::Option* option = app.add_option_function<double>(name, set, text);
    option->check(CLI::Range(0.001, seconds_max));
    option->type_name("SECONDS");
    option->default_str(CLI::detail::to_string(static_cast<double>(into.count()) / 1000));
    return option;
}

std::string check_base_path(const std::string& path) {
    if (path.empty()) return {};
    const bool sound = path.front() == '/' && path.back() != '/' &&
                       path.find_first_of("?# ") == path.npos && path.find("//") == path.npos;
    return sound ? "" : "must begin with a slash, not end with one, and be a plain path";
}

std::string check_bytes(const std::string& text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
    if (digits && text.size() < 11 && std::stoull(text) >= 1 && std::stoull(text) <= body_limit_max)
        return {};
    return "must be a number of bytes from 1 to " + std::to_string(body_limit_max) +
           " (KiB and MiB are understood)";
}

void add_api_options(CLI::App& app, serve_options& o) {
    app.add_option("--base-path", o.api.base_path,
                   "Where the Web API is found; it is found without the path as well")
        ->check(CLI::Validator(check_base_path, "PATH"))
        ->capture_default_str();
    app.add_option_function<std::string>(
           "--api-fault-status",
           [&o](const std::string& status) { o.api.api_faults_as_4xx = status == "4xx"; },
           "The HTTP status of a refused call: 200, or a fitting 4xx")
        ->check(CLI::IsMember({"200", "4xx"}))
        ->default_str("200");
}

void add_limits(CLI::App& app, serve_options& o) {
    app.add_option("--body-limit", o.api.body_bytes_max, "The largest body of a bulk call, in bytes")
        ->transform(CLI::AsSizeValue(false))
        ->check(CLI::Validator(check_bytes, "BYTES"))
        ->capture_default_str();
    add_seconds(app, "--header-timeout", o.limits.header_time,
                "How long the header of a request may take");
    add_seconds(app, "--body-timeout", o.limits.body_time, "How long its body may take");
    add_seconds(app, "--idle-timeout", o.limits.idle_time,
                "How long a connection may wait for the next request");
    add_seconds(app, "--write-timeout", o.limits.write_time,
                "How long a client may take to read a MiB of an answer");
    app.add_option("--max-connections", o.limits.connections_max,
                   "How many connections are served at once; 0: as many as the process may open")
        ->check(CLI::Range(0, 1'000'000))
        ->capture_default_str();
    add_seconds(app, "--shutdown-timeout", o.shutdown_time,
                "How long calls in progress may take after a signal to stop");
}

void add_options(CLI::App& app, serve_options& o) {
    app.add_option("--host", o.host, "The address to listen on")->capture_default_str();
    app.add_option("--port", o.port, "The port to listen on; 0: a free one")
        ->check(CLI::Range(0, 65'535))
        ->capture_default_str();
    app.add_option("--port-file", o.port_file, "A file to write the true port to");
    app.add_option("--fixtures", o.fixtures,
                   "Files that describe the organisations, one each (JSON, or JSON in gzip)")
        ->check(CLI::ExistingFile);
    app.add_option("--threads", o.threads, "How many event loops; 0: one for each processor")
        ->check(CLI::Range(0U, threads_max))
        ->capture_default_str();
    app.add_option("--seed", o.seed, "Makes the same ids for the same calls in every run");
    add_api_options(app, o);
    add_limits(app, o);
    app.add_option("--log-level", o.log_level, "The least important messages to log")
        ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
        ->capture_default_str();
    app.set_config("--config", "", "A file with options, TOML or INI")
        ->check(CLI::ExistingFile);
}

// "--base-path" → "CRMLOCAL_BASE_PATH".
std::string variable_of(const std::string& long_name) {
    std::string out(environment_prefix);
    for (char c : long_name)
        out += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

// CLI11 lets the file win over the environment. Here the environment wins: what it sets becomes
// arguments, unless the same flag was given.
std::vector<std::string> with_environment(const CLI::App& app, std::vector<std::string> arguments,
                                          std::vector<std::string>& used) {
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_lnames().empty() || option->get_lnames()[0] == "help") continue;
        const std::string flag = "--" + option->get_lnames()[0];
        const std::string variable = variable_of(option->get_lnames()[0]);
        const char* set = std::getenv(variable.c_str());
        const bool given = std::ranges::any_of(arguments, [&](const std::string& a) {
            return a == flag || a.starts_with(flag + "=");
        });
        if (!set || *set == '\0' || given) continue;
        used.push_back(variable);
        const bool list = option->get_items_expected_max() > 1;
        for (const std::string& item : list ? CLI::detail::split(set, ':')
                                            : std::vector<std::string>{set})
            arguments.push_back(flag + "=" + item);
    }
    return arguments;
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
    app.config_formatter(std::make_shared<config_reader>());
    app.allow_config_extras(CLI::config_extras_mode::error);
    app.footer(footer);
    add_options(app, out);

    std::vector<std::string> from_environment;
    arguments = with_environment(app, std::move(arguments), from_environment);
    std::ranges::reverse(arguments);  // as CLI11 wants them
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        return complain(error, from_environment);
    }
    if (out.threads == 0) out.threads = std::max(1U, std::thread::hardware_concurrency());
    return out;
}

}  // namespace crmlocal::app
