// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include "http/service.hpp"

namespace crmlocal::http {

/// What answers the requests for one path. Safe for use by several threads at once.
class endpoint {
public:
    virtual ~endpoint() = default;

    /// The HTTP methods it takes, as an Allow field lists them: "POST" or "GET, HEAD".
    virtual std::string_view allowed() const noexcept = 0;

    /// How many bytes a body may have.
    virtual std::size_t body_bytes_max() const noexcept = 0;

    /// True if it can answer before everything is loaded.
    virtual bool serves_while_loading() const noexcept { return false; }

    /// Answers a request with an allowed method; see `service::answer`.
    virtual task<void> answer(const request& asked, workspace& memory) = 0;
};

}  // namespace crmlocal::http
