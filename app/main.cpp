// SPDX-License-Identifier: BSL-1.0
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "app/bench.hpp"
#include "app/check.hpp"
#include "app/dump.hpp"
#include "app/exit_code.hpp"
#include "app/fixtures.hpp"
#include "app/healthcheck.hpp"
#include "app/repair.hpp"
#include "app/replay.hpp"
#include "app/restore.hpp"
#include "app/serve.hpp"
#include "domain/event_catalogue.hpp"
#include "http/api.hpp"
#include "http/api_documents.hpp"
#include "http/pretty_json.hpp"
#include "version.hpp"

namespace crmlocal::app {
namespace {

int describe(std::vector<std::string> arguments) {
    const std::string base_path = http::api_options().base_path;
    const std::string format = arguments.size() == 1 ? arguments[0] : "";
    if (format == "openapi") {
        std::cout << http::pretty_json(http::openapi_document(domain::customer_events, base_path));
    } else if (format == "markdown") {
        std::cout << http::api_markdown(domain::customer_events, base_path);
    } else {
        std::cerr << "crmlocal describe: say `openapi` or `markdown`\n";
        return exit_usage;
    }
    return exit_clean;
}

struct command {
    std::string_view name, takes, does;
    int (*run)(std::vector<std::string> arguments);
};

constexpr command commands[] = {
    {"serve", "[options]", "serves the API; `crmlocal serve --help` lists the options", serve},
    {"bench", "[options]", "loads a server and checks it; `crmlocal bench --help`", bench},
    {"check", "DIRECTORY", "verifies a data directory and changes nothing", check},
    {"dump", "DIRECTORY", "prints what a data directory holds, one JSON object a line", dump},
    {"repair", "DIRECTORY", "makes a damaged data directory usable", repair},
    {"replay", "FILE [options]", "makes logged calls again and compares the answers", replay},
    {"restore", "DUMP DIRECTORY", "makes a data directory of such a dump", restore},
    {"fixtures", "generate [options]", "prints a made-up organisation as a fixture", fixtures},
    {"healthcheck", "[options]", "asks a running server whether it is well", healthcheck},
    {"describe", "FORMAT", "prints the API: `openapi` (JSON) or `markdown`", describe},
};

std::string help() {
    std::string out = "crmlocal: CRM.COM's bulk customer-events Web API on your own machine.\n\n";
    const auto line = [&out](const std::string& call, std::string_view does) {
        out += fmt::format("  {:<28} {}\n", "crmlocal " + call, does);
    };
    for (const command& c : commands) line(fmt::format("{} {}", c.name, c.takes), c.does);
    line("--version", "prints the version");
    line("--help", "prints this");
    return out;
}

int run(std::vector<std::string> arguments) {
    const std::string name = arguments.empty() ? "" : arguments.front();
    for (const command& c : commands) {
        if (c.name != name) continue;
        arguments.erase(arguments.begin());
        return c.run(std::move(arguments));
    }
    if (name == "--version" || name == "version") {
        std::cout << "crmlocal " << version << " (" << commit << ")\n";
        return exit_clean;
    }
    if (name == "--help" || name == "-h" || name == "help") {
        std::cout << help();
        return exit_clean;
    }
    if (name.empty()) {
        std::cerr << help();
    } else {
        std::cerr << "crmlocal: there is no command `" << name << "`. `crmlocal --help` lists "
                  << "them.\n";
    }
    return exit_usage;
}

}  // namespace
}  // namespace crmlocal::app

int main(int argc, char** argv) {
    return crmlocal::app::run(std::vector<std::string>(argv + 1, argv + argc));
}
