// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crmlocal::app {

/// `crmlocal check`: verifies all of a data directory and changes nothing; returns the program's
/// exit code.
int check(std::vector<std::string> arguments);

}  // namespace crmlocal::app
