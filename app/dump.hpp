// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crmlocal::app {

/// `crmlocal dump`: prints what a data directory holds as text, one JSON object a line; returns the
/// program's exit code.
int dump(std::vector<std::string> arguments);

}  // namespace crmlocal::app
