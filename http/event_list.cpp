// SPDX-License-Identifier: BSL-1.0
#include <array>

#include "domain/event_catalogue.hpp"
#include "domain/fields.hpp"
#include "http/envelope.hpp"
#include "http/event_endpoint.hpp"

namespace crmlocal::http {
namespace {

namespace fields = domain::fields;

std::optional<std::int64_t> whole_of(const domain::batch& call, const domain::field& what) {
    const domain::value* v = call.find_parameter(what);
    return v ? std::optional(v->whole) : std::nullopt;
}

// What makes two pages pages of one list.
store::fingerprint list_of(const store::event_query& asked, std::size_t type) {
    const std::array<std::int64_t, 7> parts = {static_cast<std::int64_t>(type),
                                               asked.column,
                                               asked.ordinal,
                                               asked.after.has_value(),
                                               asked.after.value_or(0),
                                               asked.before.has_value(),
                                               asked.before.value_or(0)};
    return store::fingerprint_of({reinterpret_cast<const char*>(parts.data()), sizeof parts});
}

// A page that ended early would look like the end of the list.
constexpr std::size_t answer_bytes_max = 64 << 20;

void refuse_page(reply& out) {
    const domain::fault& why = domain::faults::request_too_large;
    write_refusal(domain::refuse(why, "The Answer Exceeds 64 MiB; Ask for Fewer Results."),
                  static_cast<unsigned>(why.http_status), out);
}

}  // namespace

store::event_query event_list::query_of(const domain::batch& call) const {
    store::event_query out;
    out.type = &type_;
    for (const domain::column& c : type_.list.parameters) {
        const domain::value* v =
            c.how == domain::need::semi_optional ? call.find_parameter(*c.what) : nullptr;
        if (!v) continue;
        out.column = domain::column_of(type_.columns(), *c.what);
        out.ordinal = v->found->ordinal;
    }
    out.after = whole_of(call, fields::submitted_after_date);
    out.before = whole_of(call, fields::submitted_before_date);
    out.limit = static_cast<std::uint64_t>(
        whole_of(call, fields::number_of_results).value_or(fields::results_default));
    out.skip = static_cast<std::uint64_t>(whole_of(call, fields::offset).value_or(0));
    return out;
}

task<void> event_list::answer(const request& asked, workspace& memory) {
    const auto who = begin_call(context_, decoder_, asked, memory);
    if (!who) co_return;
    co_await context_.ledger.resolve(*who->in, memory.batch);
    const auto chosen = judge_reading(context_, form_, *who, memory);
    if (!chosen) co_return;
    store::event_query query = query_of(memory.batch);
    const store::fingerprint list = list_of(query, type_ordinal());
    if (query.skip != 0) query.seen = context_.tokens.find_mark(who->token, list);
    store::event_page page;
    co_await context_.ledger.list_events(*who->in, query, page);
    if (!query.seen) context_.tokens.set_mark(who->token, list, page.seen);

    reply& out = memory.answer;
    out.append(envelope_begin);
    char before = '[';
    object_writer write = writer(*who, *chosen, out);
    for (const store::recorded_event& event : page.events) {
        out.append(before);
        before = ',';
        write.write(type_, type_ordinal(), event);
        if (out.body().size() <= answer_bytes_max) continue;
        refuse_page(out);
        co_return;
    }
    if (before == '[') out.append(before);
    out.append(']');
    out.append(envelope_end);
}

event_cancel::event_cancel(const api_context& context, const domain::event_type& type)
    : event_endpoint(context, type, domain::event_call) {}

task<void> event_cancel::answer(const request& asked, workspace& memory) {
    const auto who = begin_call(context_, decoder_, asked, memory);
    if (!who) co_return;
    const auto chosen = judge_reading(context_, form_, *who, memory);
    if (!chosen) co_return;
    const domain::value& named = *memory.batch.find_parameter(fields::customer_event);
    const store::call_origin origin = origin_of(*who);
    const auto ended =
        co_await context_.ledger.cancel_event(*who->in, origin, type_, named.key, named.text());
    switch (ended.how) {
        using enum store::cancellation::status;
        case done: write_event(*who, *chosen, ended.event, memory.answer); break;
        case not_found: refuse_event(context_, named, memory.answer); break;
        case unavailable:
            api_context::refuse_unrecorded(store::commit_status::unavailable, memory.answer);
            break;
        case not_posted: {
            const domain::refusal why =
                domain::refuse(domain::faults::event_not_posted, named.text());
            context_.refuse_call(why, memory.answer);
        }
    }
}

}  // namespace crmlocal::http
