// SPDX-License-Identifier: BSL-1.0
#include "http/fixture_form.hpp"

#include "domain/fields.hpp"
#include "domain/rules.hpp"
#include "store/reference_attributes.hpp"

namespace crmlocal::http {
namespace {

using enum member_shape;
using domain::entity_kind;
namespace kinds = domain::kinds;

std::vector<std::string_view> classification_types(const domain::event_catalogue& catalogue) {
    std::vector<std::string_view> out;
    for (const domain::event_type& type : catalogue.types) out.push_back(type.classification);
    return out;
}

object_form form_of(const entity_kind& kind, const domain::event_catalogue& catalogue) {
    object_form out{.name = kind.set, .kind = &kind};
    for (std::size_t key = 0; key < kind.key_count; ++key) {
        const bool human = key == kind.human_key;
        out.members.push_back({.name = kind.key_names[key],
                               .mandatory = human,
                               .may_be_empty = !human && key != 0,
                               .length_max = domain::name_length_max});
    }
    for (const store::attribute& a : store::attributes) {
        if (a.of != &kind) continue;
        const bool plain = a.use == store::attribute_use::text;
        member_form member{
            .name = a.name,
            .may_be_empty = plain,
            .length_max = plain ? domain::description_length_max : domain::name_length_max};
        member.is_date = a.name == domain::fields::sign_up_on.name;
        if (a.use == store::attribute_use::type) member.one_of = classification_types(catalogue);
        out.members.push_back(std::move(member));
    }
    return out;
}

member_form switch_of(std::string_view rule) { return {.name = rule, .one_of = {"on", "off"}}; }

}  // namespace

fixture_form::fixture_form(const domain::event_catalogue& catalogue) {
    user = {.name = "users",
            .members = {
                {.name = "username", .mandatory = true},
                {.name = "password", .mandatory = true, .length_max = domain::text_length_max}}};
    medium = {.name = "payment_media", .members = {{.name = "type"}, {.name = "brand"}}};
    next_numbers = {.name = "next_numbers"};
    for (const domain::event_type& type : catalogue.types)
        next_numbers.members.push_back({.name = type.collection, .shape = number});
    rules = {.name = "rules"};
    for (const domain::rule* r : domain::rules::all)
        rules.members.push_back(switch_of(r->says.name));
    for (const domain::claim* c : domain::claims::all)
        rules.members.push_back(switch_of(c->says.name));
    settings = {.name = "settings",
                .members = {{.name = "numbering", .one_of = {"per_type", "global"}},
                            {.name = "unknown_members", .one_of = {"ignore", "refuse"}},
                            {.name = "rules", .shape = object, .inner = &rules}}};

    file = {.name = "the fixture",
            .members = {{.name = "organisation", .mandatory = true},
                        {.name = "users", .shape = objects, .inner = &user},
                        {.name = "web_api_keys", .shape = texts}}};
    for (const entity_kind& kind : kinds::all) {
        object_form& form = entities[kind.ordinal] = form_of(kind, catalogue);
        if (&kind == &kinds::account)
            form.members.push_back({.name = medium.name, .shape = objects, .inner = &medium});
        file.members.push_back({.name = kind.set, .shape = objects, .inner = &form});
    }
    file.members.push_back({.name = "next_numbers", .shape = object, .inner = &next_numbers});
    file.members.push_back({.name = "settings", .shape = object, .inner = &settings});
}

}  // namespace crmlocal::http
