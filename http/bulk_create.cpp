// SPDX-License-Identifier: BSL-1.0
#include "http/bulk_create.hpp"

#include <functional>

#include "domain/call_judgement.hpp"
#include "domain/fields.hpp"
#include "domain/judgement.hpp"
#include "http/bulk_rows.hpp"
#include "http/call_reader.hpp"
#include "http/once.hpp"

namespace crmlocal::http {

task<void> bulk_create::answer(const request& asked, workspace& memory) {
    domain::batch& call = memory.batch;
    reply& out = memory.answer;
    const auto who = begin_call(context_, decoder_, asked, memory);
    if (!who) co_return;
    once again(context_, *who->in, call.type->collection, asked,
               call.find_parameter(domain::fields::token)->text());
    if (again.answer(out)) co_return;
    const domain::rule_settings& rules = who->in->settings().rules;
    co_await context_.ledger.resolve(*who->in, call);
    if (const domain::verdict refused = domain::judge_call(call, rules)) {
        context_.refuse_call(*refused, out);
        co_return;
    }
    domain::judge_events(call, rules);
    if (memory.watched) watch_events(memory);
    const store::call_origin origin = origin_of(*who);
    // While the call waits for the disk, the body it refers to leaves the processor's caches.
    const std::function<void()> write = [&call, &out] {
        std::string_view unknown;
        write_bulk_rows(call, *domain::selected_members(call, unknown), out);
    };
    const store::once_record* const record = again.record(out, write);
    const auto status =
        co_await context_.ledger.commit(*who->in, origin, call, record, record ? nullptr : &write);
    if (status != store::commit_status::done) api_context::refuse_unrecorded(status, out);
    else again.recorded();
}

}  // namespace crmlocal::http
