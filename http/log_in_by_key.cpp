// SPDX-License-Identifier: BSL-1.0
#include "http/log_in_by_key.hpp"

#include "domain/call_judgement.hpp"
#include "domain/event_catalogue.hpp"
#include "http/base64.hpp"
#include "http/call_body.hpp"
#include "http/log_in.hpp"
#include "http/token.hpp"

namespace crmlocal::http {
namespace {

// The user name of an Authorization field; nothing if it is not Basic, or has a password.
std::optional<std::string> key_of(std::string_view authorization) {
    const std::size_t space = authorization.find(' ');
    if (space == authorization.npos ||
        !equal_without_case(authorization.substr(0, space), "Basic"))  // clients differ [found]
        return std::nullopt;
    auto name = from_base64(trimmed(authorization.substr(space)));
    if (!name || !name->ends_with(':')) return std::nullopt;
    name->pop_back();
    return name;
}

}  // namespace

log_in_by_key::log_in_by_key(const api_context& context)
    : token_endpoint(context, domain::key_login_call) {}

task<void> log_in_by_key::answer(const request& asked, workspace& memory) {
    domain::batch& call = memory.batch;
    reply& out = memory.answer;

    request read = asked;
    if (read.body.empty()) read.body = std::string_view("{}");
    if (!decode_body(decoder_, read, memory)) co_return;
    if (const domain::verdict refused = domain::judge_parameters(call, {})) {
        context_.refuse_call(*refused, out);
        co_return;
    }
    store::ledger::key_holder holder;
    if (const auto key = key_of(asked.find("Authorization")))
        holder = context_.ledger.find_web_api_key(*key);
    store::login who;
    if (holder.of) who.in = holder.of->current();
    if (!who.in) {
        context_.refuse_call(domain::refuse(domain::faults::invalid_credentials), out);
        co_return;
    }
    if (!begin_watching(context_, asked, memory, holder.of)) co_return;
    who.user = who.in->user_of_key(holder.key);
    who.of = std::move(holder.of);
    if (choose_unit(context_, call, who, out))
        write_token(context_.tokens.issue_to_key(std::move(who)), out);
}

}  // namespace crmlocal::http
