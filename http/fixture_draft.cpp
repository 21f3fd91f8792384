// SPDX-License-Identifier: BSL-1.0
#include "http/fixture_draft.hpp"

#include <algorithm>
#include <charconv>

namespace crmlocal::http {

fixture_draft::fixture_draft(const fixture_form& form, const domain::event_catalogue& catalogue,
                             std::uint64_t seed)
    : form_(form), catalogue_(catalogue), builder_(seed) {
    fixture_.next_numbers.assign(catalogue.types.size(), 1);
}

std::optional<fixture_complaint> fixture_draft::take(const fixture_object& object) {
    const object_form* form = &object.form;
    if (form->kind) {
        take_entity(object);
    } else if (form == &form_.medium) {
        if (object.given == 0) return fixture_complaint{"payment_media need a type or a brand", {}};
        media_.push_back({object.values[0], object.values[1]});
    } else if (form == &form_.user) {
        const std::string_view name = object.values[0];
        if (!usernames_.insert(name).second)
            return fixture_complaint{"username '" + std::string(name) + "' is used twice", name};
        fixture_.users.push_back({std::string(name), std::string(object.values[1])});
    } else if (form == &form_.file) {
        fixture_.organisation = object.values[0];
    } else {
        take_settings(object);
    }
    return {};
}

std::optional<fixture_complaint> fixture_draft::take(const member_form&, std::string_view text) {
    if (!web_api_keys_.insert(text).second)
        return fixture_complaint{"web API key '" + std::string(text) + "' is given twice", text};
    fixture_.web_api_keys.emplace_back(text);
    return {};
}

void fixture_draft::take_entity(const fixture_object& object) {
    const domain::entity_kind& kind = *object.form.kind;
    const std::size_t attributes = store::attribute_count(kind);
    store::entity_description entity;
    std::ranges::copy(object.values.first(kind.key_count), entity.keys.begin());
    std::ranges::copy(object.values.subspan(kind.key_count, attributes), entity.attributes.begin());
    // The payment media come after the keys and attributes, and only accounts have them.
    entity.media_restricted = object.given >> (kind.key_count + attributes) & 1;
    entity.media = media_;
    builder_.add(kind, entity);
    media_.clear();
}

void fixture_draft::take_settings(const fixture_object& object) {
    const object_form* form = &object.form;
    store::organisation_settings& settings = fixture_.settings;
    for (std::size_t i = 0; i < object.values.size(); ++i) {
        const std::string_view name = form->members[i].name, value = object.values[i];
        if (value.empty()) continue;
        if (form == &form_.rules) {
            settings.rules.set(name, value == "on");
        } else if (form == &form_.next_numbers) {
            std::from_chars(value.data(), value.data() + value.size(), fixture_.next_numbers[i]);
        } else if (name == "numbering") {
            settings.global_numbering = value == "global";
        } else if (name == "unknown_members") {
            settings.rules.refuse_unknown_members = value == "refuse";
        }
    }
}

boost::system::result<store::fixture, store::reference_fault> fixture_draft::finish() {
    auto data = builder_.build();
    if (!data) return data.error();
    fixture_.data = *std::move(data);
    return std::move(fixture_);
}

}  // namespace crmlocal::http
