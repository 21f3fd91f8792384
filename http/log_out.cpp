// SPDX-License-Identifier: BSL-1.0
#include "http/log_out.hpp"

#include "domain/event_catalogue.hpp"
#include "domain/fields.hpp"
#include "http/call_body.hpp"
#include "http/envelope.hpp"

namespace crmlocal::http {

log_out::log_out(const api_context& context) : token_endpoint(context, domain::release_call) {}

task<void> log_out::answer(const request& asked, workspace& memory) {
    if (!decode_body(decoder_, asked, memory)) co_return;
    const domain::value* token = memory.batch.find_parameter(domain::fields::token);
    const bool is_text = token && token->as == domain::given_as::text;
    if (!is_text || !context_.tokens.release(token->text())) {
        context_.refuse_call(domain::refuse(domain::faults::invalid_token), memory.answer);
        co_return;
    }
    memory.answer.append(envelope_begin);
    memory.answer.append("{}");
    memory.answer.append(envelope_end);
}

}  // namespace crmlocal::http
