// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/api.hpp"
#include "http/call_decoder.hpp"
#include "http/endpoint.hpp"

namespace crmlocal::http {

/// `authentication/token/release`: the token is good for nothing from now on [found].
class log_out final : public endpoint {
public:
    /// The context must outlive it.
    explicit log_out(const api_context& context);

    std::string_view allowed() const noexcept override { return "POST"; }
    std::size_t body_bytes_max() const noexcept override { return 64 << 10; }
    task<void> answer(const request& asked, workspace& memory) override;

private:
    const api_context& context_;
    call_decoder decoder_;
};

}  // namespace crmlocal::http
