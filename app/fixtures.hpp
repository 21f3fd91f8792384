// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crmlocal::app {

/// `crmlocal fixtures generate`: prints a made-up organisation as a fixture. The exit code.
int fixtures(std::vector<std::string> arguments);

}  // namespace crmlocal::app
