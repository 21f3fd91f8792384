// SPDX-License-Identifier: BSL-1.0
#include "domain/call_judgement.hpp"

#include <algorithm>
#include <utility>

#include "domain/object_form.hpp"
#include "domain/shape.hpp"

namespace crmlocal::domain {
namespace {

verdict check_unknown_parameter(const batch& call, const rule_settings& settings) {
    if (!settings.refuse_unknown_members) return {};
    for (const unknown_member& u : call.unknown_members.all()) {
        if (u.event != unknown_member::of_call) continue;
        std::string name(u.name);
        if (u.where.column != no_column)  // a member of that parameter's identifier
            name.insert(0, std::string(call.shape->parameters[u.where.column].what->name) + ".");
        return refuse_value(name, u.given);
    }
    return {};
}

// One parameter of the call through the first three stages.
verdict check_parameter(batch& call, std::uint8_t index) {
    const column& each = call.shape->parameters[index];
    value* given = call.find(call.call, index);
    if (each.how == need::mandatory && !is_given(given, each.how))
        return refuse(faults::missing_parameter, each.what->name);
    if (!given) return {};
    if (verdict v = check_shape(call, *each.what, *given, {})) return v;
    if (verdict v = check_keys(*each.what, *given, {})) return v;
    return check_reference(*each.what, *given);
}

verdict check_set(const batch& call) {
    const std::string_view name = call.shape->set;
    if (call.set.as == given_as::nothing) return refuse(faults::missing_parameter, name);
    if (call.set.as != given_as::rows) return refuse_value(name, call.set);
    if (call.events_given <= events_per_call_max) return {};
    return refuse(faults::too_many_events, std::to_string(call.events_given),
                  std::to_string(events_per_call_max));
}

// The semi-optional parameters: exactly one of them.
verdict check_choice(const batch& call) {
    std::string names;
    std::size_t given = 0;
    for (std::size_t p = 0; p < call.shape->parameters.size(); ++p)
        if (call.shape->parameters[p].how == need::semi_optional)
            given += call.find(call.call, static_cast<std::uint8_t>(p)) != nullptr;
    if (given == 1) return {};
    for (const column& c : call.shape->parameters)
        if (c.how == need::semi_optional)
            names.append(names.empty() ? "" : given == 0 ? " or " : ", ").append(c.what->name);
    if (given == 0) return refuse(faults::missing_parameter, names);
    return refuse(faults::ambiguous_parameter, names, "");
}

verdict check_fields_set(batch& call) {
    if (verdict v = check_fields_set_shape(call)) return v;
    std::string_view unknown;
    if (selected_members(call, unknown)) return {};
    return refuse_field_name(unknown);
}

}  // namespace

verdict judge_call(batch& call, const rule_settings& settings) {
    if (verdict v = check_set(call)) return v;
    if (verdict v = check_fields_set(call)) return v;
    return judge_parameters(call, settings);
}

verdict check_fields_set_shape(batch& call) {
    value* given = call.find_parameter(fields::fields_set);
    return given ? check_shape(call, fields::fields_set, *given, {}) : verdict();
}

refusal refuse_field_name(std::string_view unknown) {
    value name;
    name.as = given_as::text;
    name.data = unknown.data();
    name.size = static_cast<std::uint32_t>(unknown.size());
    return refuse_value(fields::fields_set.name, name);
}

verdict judge_parameters(batch& call, const rule_settings& settings) {
    bool choice_judged = false;
    for (std::size_t p = 0; p < call.shape->parameters.size(); ++p) {
        const field* what = call.shape->parameters[p].what;
        if (what == &fields::token || what == &fields::fields_set) continue;
        if (call.shape->parameters[p].how == need::semi_optional &&
            !std::exchange(choice_judged, true))
            if (verdict v = check_choice(call)) return v;
        if (verdict v = check_parameter(call, static_cast<std::uint8_t>(p))) return v;
    }
    return check_unknown_parameter(call, settings);
}

std::optional<std::uint8_t> selected_members(const batch& call, std::string_view& unknown) {
    const value* given = call.find_parameter(fields::fields_set);
    std::uint8_t selected = 0;
    bool known = true;
    for_each_name(given ? given->text() : std::string_view(), [&](std::string_view name) {
        const auto at = std::ranges::find(row_member_names, name);
        known = at != std::end(row_member_names);
        if (known) selected |= static_cast<std::uint8_t>(1U << (at - std::begin(row_member_names)));
        else unknown = name;
        return known;
    });
    if (!known) return std::nullopt;
    if (selected == 0) selected = (1U << std::size(row_member_names)) - 1;
    return selected;
}

}  // namespace crmlocal::domain
