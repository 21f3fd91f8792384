// SPDX-License-Identifier: BSL-1.0
#include "http/logged_calls.hpp"

#include "lab/laboratory.hpp"

namespace crmlocal::http {
namespace {

void add(const std::shared_ptr<store::tenant>& of, std::vector<found_log>& out) {
    if (lab::laboratory* const at = lab::laboratory::of(*of))
        out.push_back({&at->log, of, std::string(of->name())});
}

}  // namespace

std::vector<found_log> logs_of(const admin_call& call, log_scope scope) {
    std::vector<found_log> out;
    if (scope == log_scope::organisation) {
        add(call.tenant(), out);
    } else if (scope == log_scope::all) {
        for (const auto& each : call.context.ledger.tenants()) add(each, out);
        return out;
    } else if (call.context.unmatched) {
        out.push_back({call.context.unmatched, nullptr, ""});
    }
    if (out.empty()) throw admin_error{409, "This server keeps no log of calls."};
    return out;
}

lab::logged_calls read_logs(const admin_call& call, log_scope scope) {
    lab::logged_calls out;
    for (const found_log& each : logs_of(call, scope))
        out.add(*each.log, each.owner, each.organisation, call.context.ledger.catalogue());
    out.sort();
    return out;
}

std::vector<std::string_view> type_names(const admin_call& call) {
    std::vector<std::string_view> out;
    for (const domain::event_type& type : call.context.ledger.catalogue().types)
        out.push_back(type.collection);
    return out;
}

void answer_text(const admin_call& call, std::string_view text, unsigned status) {
    call.out().status = status;
    call.out().append(text);
}

}  // namespace crmlocal::http
