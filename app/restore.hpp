// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crmlocal::app {

/// `crmlocal restore`: makes a data directory of a dump; returns the program's exit code.
int restore(std::vector<std::string> arguments);

}  // namespace crmlocal::app
