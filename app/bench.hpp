// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crmlocal::app {

/// `crmlocal bench`: loads a server, checks its answers, tells the figures on standard output and
/// returns the exit code.
int bench(std::vector<std::string> arguments);

}  // namespace crmlocal::app
