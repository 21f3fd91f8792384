// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/api.hpp"
#include "http/call_decoder.hpp"
#include "http/endpoint.hpp"

namespace crmlocal::http {

/// What makes tokens or ends them: a POST with a small body.
class token_endpoint : public endpoint {
public:
    std::string_view allowed() const noexcept override { return "POST"; }
    std::size_t body_bytes_max() const noexcept override { return 64 << 10; }

protected:
    /// The context must outlive it.
    token_endpoint(const api_context& context, const domain::call_shape& shape)
        : context_(context), decoder_(shape) {}

    const api_context& context_;
    const call_decoder decoder_;
};

}  // namespace crmlocal::http
