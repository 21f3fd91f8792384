// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/api.hpp"
#include "http/call_decoder.hpp"
#include "http/endpoint.hpp"

namespace crmlocal::http {

/// `authentication/web_api_key/token`: a Web API key, sent as the user name of HTTP Basic with an
/// empty password, makes a token that is good for two hours [found]. No body is as good as an empty
/// object.
class log_in_by_key final : public endpoint {
public:
    /// The context must outlive it.
    explicit log_in_by_key(const api_context& context);

    std::string_view allowed() const noexcept override { return "POST"; }
    std::size_t body_bytes_max() const noexcept override { return 64 << 10; }
    task<void> answer(const request& asked, workspace& memory) override;

private:
    const api_context& context_;
    call_decoder decoder_;
};

}  // namespace crmlocal::http
