// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crmlocal::app {

/// `crmlocal repair`: makes a damaged data directory usable; returns the program's exit code.
int repair(std::vector<std::string> arguments);

}  // namespace crmlocal::app
