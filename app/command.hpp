// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace crmlocal::app {

/// Reads the arguments of a command. An exit code if it is over already: help was asked for, or
/// they are wrong, which has been said on standard error.
std::optional<int> read_arguments(CLI::App& of, std::vector<std::string> arguments);

/// Runs a command; what it throws is said on standard error and becomes an exit code.
int run_command(const std::string& name, const std::function<int()>& body);

/// Writes the rest of standard output. False, and said on standard error, if it does not take it.
bool finish_output(const std::string& name);

}  // namespace crmlocal::app
