// SPDX-License-Identifier: BSL-1.0
//
// /__admin/organisations/{name}/fixture: an organisation as a fixture describes it, read and
// changed.
#include <algorithm>
#include <optional>

#include "http/fixture_writer.hpp"
#include "http/worlds.hpp"
#include "lab/duration.hpp"
#include "lab/laboratory.hpp"

namespace crmlocal::http {
namespace {

using store::organisation_status;

constexpr int attempts_max = 8;

task<void> show(admin_call& call) {
    const auto of = call.tenant();
    const auto in = current_organisation(*of);
    call.answer(write_fixture(call.context.ledger, *in));
    co_return;
}

// The fixture is what the organisation begins with from now on, and it begins anew.
task<void> put(admin_call& call) {
    const auto of = call.tenant();
    const auto in = current_organisation(*of);
    auto described = std::make_shared<store::fixture>(
        read_described(call.context, call.body_object(), std::string(of->name()), in->seed));
    described->settings.expires_on = in->settings().expires_on;
    const auto status = co_await call.context.ledger.begin_anew(*of, described, in->seed);
    if (status != organisation_status::done) throw refused_change(status, std::string(of->name()));
    of->begin_from(described);
    call.context.tokens.release_all(*of);  // of users that may be others now
    call.done();
}

// The entity of the set that has the human key, or the id, of another one; null if there is none.
json::object* find_same(json::array& set, const domain::entity_kind& kind, const json::object& as) {
    for (const std::string_view key : {kind.key_names[kind.human_key], kind.key_names[0]}) {
        const json::value* wanted = as.if_contains(key);
        if (!wanted) continue;
        for (json::value& one : set)
            if (const json::value* has = one.get_object().if_contains(key); has && *has == *wanted)
                return &one.get_object();
    }
    return nullptr;
}

// Entities are found by their keys: what a patch says of one replaces what was said, the rest
// stays.
void merge_set(json::array& into, const domain::entity_kind& kind, const json::value& patch) {
    if (!patch.is_array())
        throw admin_error{400, "\"" + std::string(kind.set) + "\" must be an array."};
    for (const json::value& one : patch.get_array()) {
        if (!one.is_object())
            throw admin_error{400, "What \"" + std::string(kind.set) + "\" holds must be objects."};
        json::object* same = find_same(into, kind, one.get_object());
        if (!same) {
            into.push_back(one);
            continue;
        }
        for (const auto& member : one.get_object()) {
            if (member.value().is_null()) same->erase(member.key());
            else (*same)[member.key()] = member.value();
        }
    }
}

// By RFC 7396, but for lists of entities.
json::object merge(json::object is, const json::object& patch) {
    for (const auto& member : patch) {
        const std::string_view name = member.key();
        const auto kind = std::ranges::find(domain::kinds::all, name, &domain::entity_kind::set);
        json::value& into = is[name];
        if (kind != std::end(domain::kinds::all)) {
            if (!into.is_array()) into = json::array();
            merge_set(into.get_array(), *kind, member.value());
        } else if (into.is_object() && member.value().is_object()) {
            into = merge(std::move(into.get_object()), member.value().get_object());
        } else {
            into = member.value();
        }
    }
    return is;
}

// Entities keep their places, so that what refers to them stays right.
void check_patch(const json::object& patch) {
    for (std::string_view fixed : {"users", "web_api_keys", "next_numbers"})
        if (patch.contains(fixed))
            throw admin_error{400, "\"" + std::string(fixed) +
                                       "\" cannot be patched; PUT the whole fixture instead, with "
                                       "which the organisation begins anew."};
}

task<organisation_status> describe(const admin_call& call, store::tenant& of,
                                   const json::object& patch) {
    const auto in = current_organisation(of);
    const json::object is = write_fixture(call.context.ledger, *in);
    auto described = std::make_shared<store::fixture>(read_described(
        call.context, merge(is, patch), std::string(of.name()), in->described().data->seed()));
    if (described->settings.global_numbering != in->settings().global_numbering)
        throw admin_error{400,
                          "\"numbering\" cannot be patched: it decides which numbers events have; "
                          "PUT the whole fixture instead, with which the organisation begins "
                          "anew."};
    described->next_numbers = in->described().next_numbers;
    described->settings.expires_on = in->settings().expires_on;
    co_return co_await call.context.ledger.describe_anew(of, in, described);
}

task<void> patch(admin_call& call) {
    const auto of = call.tenant();
    const json::object asked = call.body_object();
    check_patch(asked);
    organisation_status status = organisation_status::changed;
    for (int i = 0; i < attempts_max && status == organisation_status::changed; ++i)
        status = co_await describe(call, *of, asked);
    if (status != organisation_status::done) throw refused_change(status, std::string(of->name()));
    call.answer(write_fixture(call.context.ledger, *current_organisation(*of)));
}

}  // namespace

void add_state_methods(admin_router& to) {
    const std::string path = "/__admin/organisations/{name}/fixture";
    to.add("GET", path, show);
    to.add("PUT", path, put);
    to.add("PATCH", path, patch);
    to.add("POST", path, patch);
    to.add("POST", path + "/replace", put);
}

}  // namespace crmlocal::http
