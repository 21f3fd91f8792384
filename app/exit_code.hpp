// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace crmlocal::app {

/// What the program says to its caller when it ends.
enum exit_code : int {
    exit_clean = 0,
    exit_failure = 1,
    exit_usage = 2,  ///< a flag, an environment variable, a configuration or fixture file
    exit_cannot_bind = 3,
    exit_data_damaged = 4  ///< the data directory cannot be read or is damaged
};

}  // namespace crmlocal::app
