// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace crmlocal::http {

/// Why bytes on a connection are not a request: the HTTP status to refuse them with and one
/// sentence with a static lifetime. Status 0 means that nothing is wrong.
struct wire_fault {
    unsigned status = 0;
    std::string_view why = {};

    explicit operator bool() const noexcept { return status != 0; }
};

}  // namespace crmlocal::http
