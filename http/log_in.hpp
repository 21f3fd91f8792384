// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/token_endpoint.hpp"

namespace crmlocal::http {

/// The last step of every login: looks for the unit that was asked for, if one was, by its id; the
/// unit that cannot be found refuses the call.
bool choose_unit(const api_context& context, const domain::batch& call, store::login& who,
                 reply& out);

/// Answers with a token.
void write_token(std::string_view token, reply& out);

/// `authentication/token`: a user name and a password of an organisation make a token [found].
class log_in final : public token_endpoint {
public:
    /// The context must outlive it.
    explicit log_in(const api_context& context);
    task<void> answer(const request& asked, workspace& memory) override;
};

}  // namespace crmlocal::http
