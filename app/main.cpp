// SPDX-License-Identifier: BSL-1.0
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "app/bench.hpp"
#include "app/exit_code.hpp"
#include "app/serve.hpp"
#include "domain/event_catalogue.hpp"
#include "http/api.hpp"
#include "http/api_documents.hpp"
#include "http/pretty_json.hpp"
#include "version.hpp"

namespace {

constexpr std::string_view help =
    "crmlocal: CRM.COM's bulk customer-events Web API on your own machine.\n\n"
    "  crmlocal serve [options]   serves the API; `crmlocal serve --help` lists the options\n"
    "  crmlocal bench [options]   loads a server and checks it; `crmlocal bench --help`\n"
    "  crmlocal describe FORMAT   prints the API: `openapi` (JSON) or `markdown`\n"
    "  crmlocal --version         prints the version\n"
    "  crmlocal --help            prints this\n";

int describe(const std::vector<std::string>& arguments) {
    using namespace crmlocal;
    const std::string base_path = http::api_options().base_path;
    const std::string format = arguments.size() == 1 ? arguments[0] : "";
    if (format == "openapi") {
        std::cout << http::pretty_json(http::openapi_document(domain::customer_events, base_path));
    } else if (format == "markdown") {
        std::cout << http::api_markdown(domain::customer_events, base_path);
    } else {
        std::cerr << "crmlocal describe: say `openapi` or `markdown`\n";
        return app::exit_usage;
    }
    return app::exit_clean;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace crmlocal;
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const std::string command = arguments.empty() ? "" : arguments.front();
    if (command == "serve") {
        arguments.erase(arguments.begin());
        return app::serve(std::move(arguments));
    }
    if (command == "bench") {
        arguments.erase(arguments.begin());
        return app::bench(std::move(arguments));
    }
    if (command == "describe") {
        arguments.erase(arguments.begin());
        return describe(arguments);
    }
    if (command == "--version" || command == "version") {
        std::cout << "crmlocal " << version << " (" << commit << ")\n";
        return app::exit_clean;
    }
    if (command == "--help" || command == "-h" || command == "help") {
        std::cout << help;
        return app::exit_clean;
    }
    if (command.empty()) {
        std::cerr << help;
    } else {
        std::cerr << "crmlocal: there is no command `" << command << "`. `crmlocal --help` lists "
                  << "them.\n";
    }
    return app::exit_usage;
}
