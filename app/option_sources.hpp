// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace crmlocal::app {

/// Reads configuration files in which `base_path` and `base-path` are the same key.
std::shared_ptr<CLI::Config> make_config_reader();

/// The arguments and, for options that they do not give, what the environment says (`--base-path`:
/// CRMLOCAL_BASE_PATH), whose variables go to `used`. CLI11 itself lets the file win over the
/// environment; here the environment wins, because what it sets has become arguments.
std::vector<std::string> with_environment(const CLI::App& app, std::vector<std::string> arguments,
                                          std::vector<std::string>& used);

/// Tells, on standard error, of variables that no option knows. They are not refused: others may
/// use the prefix as well.
void warn_of_unknown_variables(const CLI::App& app);

}  // namespace crmlocal::app
