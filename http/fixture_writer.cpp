// SPDX-License-Identifier: BSL-1.0
#include "http/fixture_writer.hpp"

#include "store/reference_attributes.hpp"

namespace crmlocal::http {

namespace json = boost::json;

json::object write_settings(const store::organisation_settings& settings) {
    json::object rules;
    for (std::string_view rule : settings.rules.switched_off()) rules.emplace(rule, "off");
    json::object out;
    out.emplace("numbering", settings.global_numbering ? "global" : "per_type");
    out.emplace("unknown_members", settings.rules.refuse_unknown_members ? "refuse" : "ignore");
    out.emplace("rules", std::move(rules));
    return out;
}

json::object write_entity(const store::references& in, const domain::entity_kind& kind,
                          std::uint32_t ordinal) {
    json::object out;
    const auto member = [&out](std::string_view name, std::string_view text) {
        if (!text.empty()) out.emplace(name, text);
    };
    for (std::size_t key = 0; key < kind.keys().size(); ++key) {
        if (key == 0) member(kind.key_names[key], in.id_of(kind, ordinal));
        else member(kind.key_names[key], in.key_of(kind, ordinal, key));
    }
    for (const store::attribute& a : store::attributes)
        if (a.of->ordinal == kind.ordinal) member(a.name, in.text_of(kind, ordinal, a.name));
    const domain::entity* const entity = in.at(kind, ordinal);
    if (!entity || !entity->media_restricted) return out;
    json::array media;
    for (const domain::payment_medium& m : entity->media) {
        json::object row;
        if (m.type) row.emplace("type", m.type->key);
        if (m.brand) row.emplace("brand", m.brand->key);
        media.push_back(std::move(row));
    }
    out.emplace("payment_media", std::move(media));
    return out;
}

void write_log_ins(const store::fixture& of, json::object& out) {
    json::array users, keys;
    for (const store::user& u : of.users)
        users.push_back(json::object{{"username", u.username}, {"password", u.password}});
    for (const std::string& key : of.web_api_keys) keys.emplace_back(key);
    out.emplace("users", std::move(users));
    out.emplace("web_api_keys", std::move(keys));
}

json::object write_fixture(store::ledger& ledger, store::organisation& of) {
    json::object out;
    out.emplace("organisation", of.name());
    write_log_ins(of.described(), out);
    for (const domain::entity_kind& kind : domain::kinds::all) {
        if (kind.set.empty()) continue;
        json::array entities;
        for (std::uint32_t i = 0; i < of.references.count(kind); ++i)
            if (of.references.at(kind, i)) entities.push_back(write_entity(of.references, kind, i));
        out.emplace(kind.set, std::move(entities));
    }
    json::object numbers;
    for (const domain::event_type& type : ledger.catalogue().types)
        numbers.emplace(type.collection, ledger.next_number(of, type));
    out.emplace("next_numbers", std::move(numbers));
    out.emplace("settings", write_settings(of.settings()));
    return out;
}

}  // namespace crmlocal::http
