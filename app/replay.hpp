// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crmlocal::app {

/// `crmlocal replay FILE`: makes the calls of an export of a call log again, and tells whose
/// answers differ. Returns the exit code.
int replay(std::vector<std::string> arguments);

}  // namespace crmlocal::app
