// SPDX-License-Identifier: BSL-1.0
#include "http/log_in.hpp"

#include "domain/call_judgement.hpp"
#include "domain/event_catalogue.hpp"
#include "domain/fields.hpp"
#include "http/call_body.hpp"
#include "http/envelope.hpp"
#include "http/json_text.hpp"
#include "http/worlds.hpp"

namespace crmlocal::http {
namespace {

namespace fields = domain::fields;

std::string_view text_of(const domain::batch& call, const domain::field& what) {
    const domain::value* v = call.find_parameter(what);
    return v ? v->text() : std::string_view();
}

}  // namespace

bool choose_unit(const api_context& context, const domain::batch& call, store::login& who,
                 reply& out) {
    const std::string_view unit = text_of(call, fields::unit_id);
    if (unit.empty()) return true;
    if (const auto* found = who.in->references.find(domain::kinds::unit, 0, unit)) {
        who.unit = who.in->references.id_of(domain::kinds::unit, found->ordinal);
        return true;
    }
    const domain::refusal refused =
        domain::refuse(domain::faults::not_found, domain::kinds::unit.label, unit);
    context.refuse_call(refused, out);
    return false;
}

void write_token(std::string_view token, reply& out) {
    out.append(envelope_begin);
    out.append(R"({"token":)");
    append_json_text(out, token);
    out.append("}");
    out.append(envelope_end);
}

log_in::log_in(const api_context& context) : token_endpoint(context, domain::login_call) {}

task<void> log_in::answer(const request& asked, workspace& memory) {
    domain::batch& call = memory.batch;
    reply& out = memory.answer;

    if (!decode_body(decoder_, asked, memory)) co_return;
    if (const domain::verdict refused = domain::judge_parameters(call, {})) {
        context_.refuse_call(*refused, out);
        co_return;
    }
    store::login who;
    who.of = context_.ledger.find_tenant(text_of(call, fields::organisation));
    if (!who.of)
        who.of = co_await make_on_demand(context_, text_of(call, fields::organisation),
                                         text_of(call, fields::username),
                                         text_of(call, fields::password));
    if (who.of) who.in = who.of->current();
    if (who.in && !begin_watching(context_, asked, memory, who.of)) co_return;
    const auto user =
        who.in ? who.in->find_user(text_of(call, fields::username), text_of(call, fields::password))
               : std::nullopt;
    if (!user) {
        context_.refuse_call(domain::refuse(domain::faults::invalid_credentials), out);
        co_return;
    }
    who.user = *user;
    if (choose_unit(context_, call, who, out))
        write_token(context_.tokens.issue_to_user(std::move(who)), out);
}

}  // namespace crmlocal::http
