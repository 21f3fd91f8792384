// SPDX-License-Identifier: BSL-1.0
#include "app/command.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "app/exit_code.hpp"
#include "store/damage.hpp"

namespace crmlocal::app {

std::optional<int> read_arguments(CLI::App& of, std::vector<std::string> arguments) {
    std::ranges::reverse(arguments);  // as CLI11 wants them
    try {
        of.parse(std::move(arguments));
    } catch (const CLI::CallForHelp& help) {
        return of.exit(help);
    } catch (const CLI::ParseError& error) {
        std::cerr << of.get_name() << ": " << error.what() << "\n`" << of.get_name()
                  << " --help` says what it understands.\n";
        return exit_usage;
    }
    return std::nullopt;
}

int run_command(const std::string& name, const std::function<int()>& body) {
    try {
        return body();
    } catch (const store::damage& error) {
        std::cerr << name << ": " << error.what() << '\n';
        return exit_data_damaged;
    } catch (const std::exception& error) {
        std::cerr << name << ": " << error.what() << '\n';
        return exit_failure;
    }
}

bool finish_output(const std::string& name) {
    std::cout.flush();
    if (std::cout && std::fflush(stdout) == 0) return true;
    std::cerr << name << ": cannot write the output: " << std::strerror(errno) << '\n';
    return false;
}

}  // namespace crmlocal::app
