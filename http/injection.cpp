// SPDX-License-Identifier: BSL-1.0
#include "http/injection.hpp"

#include <string>

#include "domain/fields.hpp"
#include "http/envelope.hpp"

namespace crmlocal::http {
namespace {

void answer_with(const lab::made_up_answer& what, const api_context& context, reply& out) {
    out.clear_body();
    if (!what.refusal) {
        out.status = what.status;
        out.content_type = what.content_type;
        out.append(what.body);
    } else if (what.status == 0) {
        context.refuse_call(what.refusal->made(), out);
    } else {
        write_refusal(what.refusal->made(), what.status, out);
    }
    out.retry_after_seconds = what.retry_after_seconds;
}

void release_token(const api_context& context, const domain::batch& call) {
    const domain::value* token = call.find_parameter(domain::fields::token);
    if (token && token->as == domain::given_as::text) context.tokens.release(token->text());
}

}  // namespace

bool begin_injection(const api_context& context, workspace& memory) {
    const lab::call_faults& faults = memory.watched->faults;
    reply& out = memory.answer;
    if (faults.carries_out()) {
        memory.watched->must_wait = faults.delay_before().count() > 0;
        return !memory.watched->must_wait;
    }
    const lab::fault& last = *faults.ending();
    if (last.expires_token) {
        release_token(context, memory.batch);
        context.refuse_call(domain::refuse(domain::faults::invalid_token), out);
    }
    if (last.answer) answer_with(*last.answer, context, out);
    return false;
}

void end_injection(const api_context& context, workspace& memory) {
    const lab::call_faults& faults = memory.watched->faults;
    if (faults.ending() && faults.carries_out()) {
        const lab::fault& last = *faults.ending();
        if (last.expires_token) release_token(context, memory.batch);
        if (last.answer) answer_with(*last.answer, context, memory.answer);
    }
    memory.answer.effect = faults.on_answer();
}

}  // namespace crmlocal::http
