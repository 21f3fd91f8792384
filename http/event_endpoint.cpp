// SPDX-License-Identifier: BSL-1.0
#include "http/event_endpoint.hpp"

#include "domain/call_judgement.hpp"
#include "domain/event_catalogue.hpp"
#include "domain/fields.hpp"
#include "domain/judgement.hpp"
#include "http/envelope.hpp"
#include "http/once.hpp"

namespace crmlocal::http {
namespace {

// The judgement of events takes for granted that each has an identifier of its own.
void name_event(domain::batch& call) {
    constexpr std::string_view name = "1";
    domain::object& event = call.events[0];
    if (event.given == 0) event.values = call.add_values(call.shape->columns.size());
    event.given |= 1;
    domain::value v;
    v.as = domain::given_as::text;
    v.data = name.data();
    v.size = name.size();
    call.values[event.values] = v;
}

}  // namespace

void event_endpoint::write_event(const store::login& who,
                                 const domain::object_form::selection& chosen,
                                 const store::recorded_event& event, reply& out) const {
    out.append(envelope_begin);
    writer(who, chosen, out).write(type_, type_ordinal(), event);
    out.append(envelope_end);
}

bool event_create::judge(const store::login& who, domain::object_form::selection& chosen,
                         workspace& memory) const {
    const auto read = judge_reading(context_, form_, who, memory);
    if (!read) return false;
    chosen = *read;
    domain::judge_events(memory.batch, who.in->settings().rules);
    return true;
}

task<void> event_create::answer(const request& asked, workspace& memory) {
    domain::batch& call = memory.batch;
    const auto who = begin_call(context_, decoder_, asked, memory);
    if (!who) co_return;
    reply& out = memory.answer;
    once again(context_, *who->in, path_, asked,
               call.find_parameter(domain::fields::token)->text());
    if (again.kept().empty() && again.answer(out)) co_return;
    name_event(call);
    co_await context_.ledger.resolve(*who->in, call);
    domain::object_form::selection chosen;
    if (!judge(*who, chosen, memory)) co_return;
    // With an Idempotency-Key the number is what is kept: the event itself is stored.
    std::string number(again.kept());
    if (number.empty()) {
        const auto write = [&call, &out] {
            if (!call.refused(0)) out.append(std::to_string(call.created[0].number));
        };
        const store::once_record* const record = again.record(out, write);
        const store::call_origin origin = origin_of(*who);
        const auto status = co_await context_.ledger.commit(*who->in, origin, call, record);
        out.clear_body();
        if (status != store::commit_status::done) {
            api_context::refuse_unrecorded(status, out);
            co_return;
        }
        if (const domain::refusal* why = call.refused(0)) {
            context_.refuse_call(*why, out);
            co_return;
        }
        again.recorded();
        number = std::to_string(call.created[0].number);
    }
    const auto made = co_await context_.ledger.find_event(*who->in, type_, 1, number);
    if (made) write_event(*who, chosen, *made, memory.answer);
}

event_show::event_show(const api_context& context, const domain::event_type& type)
    : event_endpoint(context, type, domain::event_call) {}

task<void> event_show::answer(const request& asked, workspace& memory) {
    const auto who = begin_call(context_, decoder_, asked, memory);
    if (!who) co_return;
    const auto chosen = judge_reading(context_, form_, *who, memory);
    if (!chosen) co_return;
    const domain::value& named = *memory.batch.find_parameter(domain::fields::customer_event);
    const auto found =
        co_await context_.ledger.find_event(*who->in, type_, named.key, named.text());
    if (found) write_event(*who, *chosen, *found, memory.answer);
    else refuse_event(context_, named, memory.answer);
}

std::string event_path_of(const domain::event_type& type, std::string_view method) {
    return "customer_events/" + std::string(type.collection) + "/" + std::string(method);
}

}  // namespace crmlocal::http
