// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/token_endpoint.hpp"

namespace crmlocal::http {

/// `authentication/web_api_key/token`: a Web API key, sent as the user name of HTTP Basic with an
/// empty password, makes a token that is good for two hours [found]. No body is as good as an empty
/// object.
class log_in_by_key final : public token_endpoint {
public:
    /// The context must outlive it.
    explicit log_in_by_key(const api_context& context);
    task<void> answer(const request& asked, workspace& memory) override;
};

}  // namespace crmlocal::http
