// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crmlocal::app {

/// Asks a running server whether it is well, for images without curl: the exit code is 0 if it is,
/// 1 if not.
int healthcheck(std::vector<std::string> arguments);

}  // namespace crmlocal::app
