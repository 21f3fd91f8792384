// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/token_endpoint.hpp"

namespace crmlocal::http {

/// `authentication/token/release`: the token is good for nothing from now on [found].
class log_out final : public token_endpoint {
public:
    /// The context must outlive it.
    explicit log_out(const api_context& context);
    task<void> answer(const request& asked, workspace& memory) override;
};

}  // namespace crmlocal::http
