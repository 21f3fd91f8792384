// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace crmlocal::http {

/// What is found behind the door by which a connection came in.
enum class entrance : std::uint8_t { all, api, administration };

/// Where a request comes from.
struct provenance {
    entrance by = entrance::all;
    bool from_this_machine = true;  ///< over a loopback address
};

}  // namespace crmlocal::http
