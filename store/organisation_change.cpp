// SPDX-License-Identifier: BSL-1.0
#include "store/organisation_change.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "store/bytes.hpp"

namespace crmlocal::store {
namespace {

using domain::entity;
using domain::entity_kind;

constexpr std::size_t items_max = 1 << 16;  // of lists that people write by hand

// Settings are names and values, as in a fixture: a later version may know more of them.
void write_settings(const organisation_settings& s, byte_writer& w) {
    std::vector<std::pair<std::string_view, std::string>> all;
    if (s.expires_on != 0) all.emplace_back("expires_on", std::to_string(s.expires_on));
    if (s.global_numbering) all.emplace_back("numbering", "global");
    if (s.rules.refuse_unknown_members) all.emplace_back("unknown_members", "refuse");
    for (std::string_view rule : s.rules.switched_off()) all.emplace_back(rule, "off");
    w.varint(all.size());
    for (const auto& [name, value] : all) w.text(name), w.text(value);
}

bool read_settings(byte_reader& r, organisation_settings& s) {
    for (std::uint64_t left = r.varint(items_max); left > 0 && !r.broken(); --left) {
        const std::string_view name = r.text(), value = r.text();
        if (name == "numbering") s.global_numbering = value == "global";
        else if (name == "expires_on") {
            const auto [end, error] =
                std::from_chars(value.data(), value.data() + value.size(), s.expires_on);
            if (error != std::errc() || end != value.data() + value.size()) return false;
        } else if (name == "unknown_members") s.rules.refuse_unknown_members = value == "refuse";
        else if (!s.rules.set(name, value != "off")) return false;
    }
    return true;
}

void write_entity(const reference_data& data, const entity_kind& kind, const entity& e,
                  byte_writer& w) {
    for (std::size_t key = 0; key < kind.keys().size(); ++key)
        w.text(data.key_of(kind, e.ordinal, key));
    const std::size_t first = attributes_of(kind);
    for (std::size_t i = first; i < first + attribute_count(kind); ++i) {
        const bool silent = attributes[i].use == attribute_use::state && e.active;
        w.text(silent ? "" : data.text_of(kind, e.ordinal, attributes[i].name));
    }
    w.varint(e.media_restricted ? e.media.size() + 1 : 0);
    if (!e.media_restricted) return;
    for (const domain::payment_medium& m : e.media) {
        w.text(m.type ? m.type->key : "");
        w.text(m.brand ? m.brand->key : "");
    }
}

}  // namespace

void write_organisation(const organisation_record& one, domain::scratch<char>& out) {
    byte_writer w(out);
    w.varint(one.key);
    w.fixed(one.seed);
    w.varint(one.reference);
    w.text(one.from.organisation);
    w.varint(one.from.users.size());
    for (const user& u : one.from.users) w.text(u.username), w.text(u.password);
    w.varint(one.from.web_api_keys.size());
    for (const std::string& key : one.from.web_api_keys) w.text(key);
    w.varint(one.from.next_numbers.size());
    for (std::uint64_t number : one.from.next_numbers) w.varint(number);
    write_settings(one.from.settings, w);
    w.varint(one.is_current ? 1 : 0);
    w.varint(one.replaces);
}

std::optional<organisation_record> read_organisation(std::string_view payload) {
    byte_reader r(payload);
    organisation_record one;
    one.key = r.varint();
    one.seed = r.fixed<std::uint64_t>();
    one.reference = r.varint();
    one.from.organisation = r.text();
    for (std::uint64_t left = r.varint(items_max); left > 0 && !r.broken(); --left) {
        user u;
        u.username = r.text();
        u.password = r.text();
        one.from.users.push_back(std::move(u));
    }
    for (std::uint64_t left = r.varint(items_max); left > 0 && !r.broken(); --left)
        one.from.web_api_keys.emplace_back(r.text());
    for (std::uint64_t left = r.varint(items_max); left > 0 && !r.broken(); --left)
        one.from.next_numbers.push_back(r.varint());
    if (!read_settings(r, one.from.settings)) return std::nullopt;
    if (r.rest().empty()) return one;  // of before organisations came and went
    one.is_current = r.varint() == 1;
    one.replaces = r.varint();
    if (!r.complete()) return std::nullopt;
    return one;
}

void write_current(std::uint64_t key, std::uint64_t replaces, domain::scratch<char>& out) {
    byte_writer w(out);
    w.varint(key);
    w.varint(replaces);
}

void write_removal(std::uint64_t key, domain::scratch<char>& out) { byte_writer(out).varint(key); }

std::optional<current_change> read_current(std::string_view payload) noexcept {
    byte_reader r(payload);
    current_change out;
    out.key = r.varint();
    out.replaces = r.varint();
    if (!r.complete()) return std::nullopt;
    return out;
}

std::optional<std::uint64_t> read_removal(std::string_view payload) noexcept {
    byte_reader r(payload);
    const std::uint64_t key = r.varint();
    if (!r.complete()) return std::nullopt;
    return key;
}

void write_reference(const reference_data& data, std::uint64_t number, domain::scratch<char>& out) {
    byte_writer w(out);
    w.varint(number);
    w.fixed(data.seed());
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> read_reference(
    std::string_view payload) noexcept {
    byte_reader r(payload);
    const std::uint64_t number = r.varint();
    const auto seed = r.fixed<std::uint64_t>();
    if (!r.complete()) return std::nullopt;
    return std::pair(number, seed);
}

void write_entities(const reference_data& data, std::uint64_t number, std::size_t portion_bytes,
                    const std::function<void(std::string_view payload)>& take) {
    domain::scratch<char> rows, portion;
    for (const entity_kind& kind : domain::kinds::all) {
        const auto all = data.all(kind);
        for (std::size_t i = 0; i < all.size();) {
            rows.clear();
            byte_writer w(rows);
            const std::size_t first = i;
            while (i < all.size() && rows.size() < portion_bytes)
                write_entity(data, kind, all[i++], w);
            portion.clear();
            byte_writer head(portion);
            head.varint(number);
            head.varint(kind.ordinal);
            head.varint(i - first);
            head.raw({rows.data(), rows.size()});
            take({portion.data(), portion.size()});
        }
    }
}

bool reference_reader::add(std::string_view payload) {
    auto& bytes = portions_.emplace_back(std::make_unique_for_overwrite<char[]>(payload.size()));
    std::ranges::copy(payload, bytes.get());
    byte_reader r({bytes.get(), payload.size()});
    if (r.varint() != number_) return false;
    const std::uint64_t kind_ordinal = r.varint(domain::kinds::count - 1);
    const entity_kind& kind = domain::kinds::all[kind_ordinal];
    const std::uint64_t count = r.varint(payload.size());
    for (std::uint64_t i = 0; i < count && !r.broken(); ++i) {
        entity_description e;
        for (std::size_t key = 0; key < kind.keys().size(); ++key) e.keys[key] = r.text();
        for (std::size_t a = 0; a < attribute_count(kind); ++a) e.attributes[a] = r.text();
        const std::uint64_t media = r.varint(r.rest().size() / 2 + 1);  // two bytes each at least
        e.media_restricted = media != 0;
        if (media > 1) {
            auto& names = media_.emplace_back(std::make_unique<medium_names[]>(media - 1));
            for (std::uint64_t m = 0; m + 1 < media; ++m) {
                names[m].type = r.text();
                names[m].brand = r.text();
            }
            e.media = {names.get(), media - 1};
        }
        if (r.broken() || e.keys[kind.human_key].empty()) return false;
        builder_.add(kind, e);
    }
    count_ += count;
    return r.complete();
}

std::shared_ptr<const reference_data> reference_reader::finish() {
    auto built = builder_.build();
    return built ? *built : nullptr;
}

}  // namespace crmlocal::store
