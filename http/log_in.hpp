// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/api.hpp"
#include "http/call_decoder.hpp"
#include "http/endpoint.hpp"

namespace crmlocal::http {

/// The last step of every login: looks for the unit that was asked for, if one was, by its id; the
/// unit that cannot be found refuses the call.
bool choose_unit(const api_context& context, const domain::batch& call, store::login& who,
                 reply& out);

/// Answers with a token.
void write_token(std::string_view token, reply& out);

/// `authentication/token`: a user name and a password of an organisation make a token [found].
class log_in final : public endpoint {
public:
    /// The context must outlive it.
    explicit log_in(const api_context& context);

    std::string_view allowed() const noexcept override { return "POST"; }
    std::size_t body_bytes_max() const noexcept override { return 64 << 10; }
    task<void> answer(const request& asked, workspace& memory) override;

private:
    const api_context& context_;
    call_decoder decoder_;
};

}  // namespace crmlocal::http
