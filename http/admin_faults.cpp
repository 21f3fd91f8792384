// SPDX-License-Identifier: BSL-1.0
#include "http/admin_faults.hpp"

#include <boost/json/value_from.hpp>

#include "domain/event_type.hpp"
#include "lab/laboratory.hpp"

namespace crmlocal::http {
namespace {

using lab::fault_plan;

// The plan of the organisation that the path names. It lives as long as the tenant.
struct plan_of_tenant {
    std::shared_ptr<store::tenant> of;
    fault_plan& plan;
};

plan_of_tenant plan_of(const admin_call& call) {
    auto tenant = call.tenant();
    lab::laboratory* const at = lab::laboratory::of(*tenant);
    if (!at) throw admin_error{409, "This organisation has no laboratory."};
    return {std::move(tenant), at->faults};
}

json::object object_of(const fault_plan::listed& one) {
    json::object out;
    out["id"] = one.what->id;
    for (const auto& [name, value] : one.what->given)
        if (name != "id") out[name] = value;
    out["counts"] = {{"matched", one.counts.matched},
                     {"fired", one.counts.fired},
                     {"refused_events", one.counts.refused_events}};
    return out;
}

json::object list_of(fault_plan& plan) {
    json::array all;
    for (const fault_plan::listed& each : plan.list()) all.push_back(object_of(each));
    return {{"faults", std::move(all)}};
}

std::shared_ptr<lab::fault> read_one(const admin_call& call, const json::value& given,
                                     const std::string& pointer) {
    std::vector<std::string_view> types;
    for (const domain::event_type& type : call.context.ledger.catalogue().types)
        types.push_back(type.collection);
    std::optional<lab::json_complaint> wrong;
    auto out = lab::read_fault(given, pointer, types, wrong);
    if (wrong) throw admin_error{400, wrong->text()};
    return out;
}

// A fault alone, an array of them, or what was listed: {"faults":[...]}.
std::vector<std::shared_ptr<lab::fault>> read_some(const admin_call& call) {
    const json::value body = call.body();
    const json::value* given = &body;
    std::string pointer;
    if (const json::object* whole = body.if_object())
        if (const json::value* listed = whole->if_contains("faults")) {
            if (whole->size() != 1 || !listed->is_array())
                throw admin_error{400, "/faults must be an array and stand alone."};
            given = listed;
            pointer = "/faults";
        }
    std::vector<std::shared_ptr<lab::fault>> out;
    const json::array* all = given->if_array();
    if (!all) out.push_back(read_one(call, *given, pointer));
    for (std::size_t i = 0; all && i < all->size(); ++i)
        out.push_back(read_one(call, (*all)[i], lab::pointer_to(pointer, i)));
    return out;
}

void check(fault_plan::outcome of) {
    if (of == fault_plan::outcome::id_taken)
        throw admin_error{409,
                          "There is a fault with that id already, or it is given twice; "
                          "PUT to its own path changes a fault."};
    if (of == fault_plan::outcome::full)
        throw admin_error{409, "There are too many faults: an organisation has at most " +
                                   std::to_string(fault_plan::faults_max) + "."};
}

task<void> list_faults(admin_call& call) {
    call.answer(list_of(plan_of(call).plan));
    co_return;
}

task<void> add_faults(admin_call& call) {
    const plan_of_tenant at = plan_of(call);
    const auto added = read_some(call);
    check(at.plan.add(added));
    json::array out;
    for (const auto& each : added) out.push_back(object_of({each, {}}));
    call.answer(json::object{{"faults", std::move(out)}}, 201);
    co_return;
}

task<void> replace_faults(admin_call& call) {
    const plan_of_tenant at = plan_of(call);
    check(at.plan.replace_all(read_some(call)));
    call.answer(list_of(at.plan));
    co_return;
}

task<void> clear_faults(admin_call& call) {
    plan_of(call).plan.clear();
    call.done();
    co_return;
}

task<void> reset_faults(admin_call& call) {
    plan_of(call).plan.reset();
    call.done();
    co_return;
}

[[noreturn]] void refuse_unknown(const admin_call& call) {
    throw admin_error{404, "There is no fault '" + call.parameter("id") +
                               "'; a GET of the path above lists those there are."};
}

task<void> show_fault(admin_call& call) {
    const auto found = plan_of(call).plan.find(call.parameter("id"));
    if (!found) refuse_unknown(call);
    call.answer(object_of(*found));
    co_return;
}

task<void> put_fault(admin_call& call) {
    const plan_of_tenant at = plan_of(call);
    json::value given = call.body();
    const std::string& id = call.parameter("id");
    if (json::object* fault = given.if_object()) {
        const json::value* other = fault->if_contains("id");
        if (other && *other != json::value(id))
            throw admin_error{400, "/id must be that of the path, '" + id + "', or absent."};
        (*fault)["id"] = id;
    }
    auto changed = read_one(call, given, "");
    check(at.plan.put(changed));
    call.answer(object_of({changed, {}}));
    co_return;
}

task<void> remove_fault(admin_call& call) {
    if (!plan_of(call).plan.remove(call.parameter("id"))) refuse_unknown(call);
    call.done();
    co_return;
}

}  // namespace

void add_fault_methods(admin_router& to) {
    const std::string all = "/__admin/organisations/{name}/faults";
    const std::string one = all + "/{id}";
    to.add("GET", all, list_faults);
    to.add("POST", all, add_faults);
    to.add("PUT", all, replace_faults);
    to.add("DELETE", all, clear_faults);
    to.add("POST", all + "/replace", replace_faults);
    to.add("POST", all + "/clear", clear_faults);
    to.add("POST", all + "/reset", reset_faults);
    to.add("GET", one, show_fault);
    to.add("PUT", one, put_fault);
    to.add("DELETE", one, remove_fault);
    to.add("POST", one, put_fault);
    to.add("POST", one + "/remove", remove_fault);
}

}  // namespace crmlocal::http
