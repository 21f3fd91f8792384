// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crmlocal::app {

/// `crmlocal serve`: loads the organisations, serves until a signal says stop, and returns the exit
/// code. Everything it has to say to a person goes to standard error, the ready line to standard
/// output.
int serve(std::vector<std::string> arguments);

}  // namespace crmlocal::app
