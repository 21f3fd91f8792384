// SPDX-License-Identifier: BSL-1.0
#include "store/reference_builder.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <stdexcept>
#include <utility>

#include "store/reference_content.hpp"

namespace crmlocal::store {
namespace {

constexpr std::uint64_t text_bytes_max = 0xFFFF'FFFF;
constexpr std::size_t id_key = 0;

void put(std::vector<std::string_view>& column, std::uint32_t ordinal, std::string_view text) {
    if (text.empty()) return;
    column.resize(ordinal);
    column.push_back(text);
}

bool is_unique(const domain::entity_kind& kind, std::size_t key) noexcept {
    return &kind != &domain::kinds::account || kind.key_names[key] != "name";
}

}  // namespace

/// Reference data in the making, out of what a builder was told.
struct reference_builder::assembly {
    using fault = std::optional<reference_fault>;
    using text_place = reference_data::content::text_place;

    explicit assembly(reference_builder& told)
        : given(told), made(std::make_unique<reference_data::content>(told.seed_)) {}

    void make_room() {
        std::uint64_t bytes = 0;
        const auto count = [&](const column& texts) {
            for (std::string_view text : texts) bytes += text.size();
        };
        for (const auto& keys : given.keys_) std::ranges::for_each(keys, count);
        std::ranges::for_each(given.attributes_, count);
        if (bytes > text_bytes_max) throw std::length_error("more than 4 GiB of reference data");
        made->texts = std::make_unique_for_overwrite<char[]>(bytes);
    }

    text_place copy(std::string_view text) noexcept {
        const text_place out = {used, static_cast<std::uint32_t>(text.size())};
        std::ranges::copy(text, made->texts.get() + used);
        used += out.size;
        return out;
    }

    fault add_keys(const domain::entity_kind& kind) {
        auto& k = made->kinds[kind.ordinal];
        auto& columns = given.keys_[kind.ordinal];
        k.entities.resize(given.counts_[kind.ordinal]);
        for (std::size_t key = 0; key < kind.key_count; ++key) {
            const auto repeated = k.indexes[key].build(columns[key]);
            if (repeated && is_unique(kind, key))
                return reference_fault{reference_fault::reason::double_identifier, &kind,
                                       kind.key_names[key], columns[key][repeated->second],
                                       columns[key][repeated->first]};
        }
        if (fault f = check_ids(kind)) return f;
        for (std::size_t key = 0; key < kind.key_count; ++key) {
            const column texts = std::exchange(columns[key], {});
            if (key == kind.human_key) {
                for (std::uint32_t i = 0; i < texts.size(); ++i) {
                    k.entities[i].ordinal = i;
                    k.entities[i].key = made->text(copy(texts[i]));
                }
            } else if (!texts.empty()) {
                k.keys[key].resize(k.entities.size());
                for (std::uint32_t i = 0; i < texts.size(); ++i) k.keys[key][i] = copy(texts[i]);
            }
        }
        return {};
    }

    // An id that is given to one entity and would be made for another, as happens when a copied
    // fixture is edited.
    fault check_ids(const domain::entity_kind& kind) const {
        const auto& columns = given.keys_[kind.ordinal];
        const column& ids = columns[id_key];
        for (std::string_view id : ids) {
            const std::uint32_t other = made->open(kind, id);
            if (other == no_ordinal || (other < ids.size() && !ids[other].empty())) continue;
            return reference_fault{reference_fault::reason::double_identifier, &kind,
                                   kind.key_names[id_key], id, columns[kind.human_key][other]};
        }
        return {};
    }

    const domain::entity* find(const domain::entity_kind& kind, std::string_view key) const {
        auto& k = made->kinds[kind.ordinal];
        const std::uint32_t found =
            k.indexes[kind.human_key].find(key, [&](std::uint32_t i) { return k.entities[i].key; });
        return found == no_ordinal ? nullptr : &k.entities[found];
    }

    fault add_attribute(std::size_t which) {
        const attribute& a = attributes[which];
        auto& entities = made->kinds[a.of->ordinal].entities;
        auto& extras = made->extras[which];
        const column texts = std::exchange(given.attributes_[which], {});
        for (std::uint32_t i = 0; i < texts.size(); ++i) {
            if (texts[i].empty()) continue;
            domain::entity& e = entities[i];
            const domain::entity* other = a.refers_to ? find(*a.refers_to, texts[i]) : nullptr;
            if (a.refers_to && !other)
                return reference_fault{reference_fault::reason::dangling_reference,
                                       a.of,
                                       a.name,
                                       texts[i],
                                       {},
                                       a.refers_to};
            switch (a.use) {
                case attribute_use::related: e.related = other; continue;
                case attribute_use::type: e.type = made->text(copy(texts[i])); continue;
                case attribute_use::state: e.active = texts[i] == active_state; break;
                case attribute_use::referred_by: e.referred = true; break;
                case attribute_use::text: break;
            }
            extras.ordinals.push_back(i);
            extras.texts.push_back(copy(texts[i]));
        }
        return {};
    }

    fault add_media() {
        auto& accounts = made->kinds[domain::kinds::account.ordinal].entities;
        for (std::uint32_t account : given.restricted_) accounts[account].media_restricted = true;
        auto& rows = made->media;
        rows.reserve(given.media_.size());  // spans point into it
        for (const medium_row& row : given.media_) {
            const auto& types = domain::kinds::payment_medium_type;
            const auto& brands = domain::kinds::payment_medium_brand;
            const auto& [type, brand] = row.names;
            rows.push_back({find(types, type), find(brands, brand)});
            if (!type.empty() && !rows.back().type) return dangling("type", type, types);
            if (!brand.empty() && !rows.back().brand) return dangling("brand", brand, brands);
            auto& media = accounts[row.account].media;
            media = {media.empty() ? &rows.back() : media.data(), media.size() + 1};
        }
        return {};
    }

    static fault dangling(std::string_view member, std::string_view text,
                          const domain::entity_kind& kind) {
        return reference_fault{reference_fault::reason::dangling_reference,
                               &domain::kinds::account,
                               member,
                               text,
                               {},
                               &kind};
    }

    reference_builder& given;
    std::unique_ptr<reference_data::content> made;
    std::uint32_t used = 0;  // bytes of `made->texts`
};

reference_builder::reference_builder(std::uint64_t seed) : seed_(seed) {}

reference_builder::~reference_builder() = default;

void reference_builder::add(const domain::entity_kind& kind, const entity_description& entity) {
    assert(!entity.keys[kind.human_key].empty());
    const std::uint32_t ordinal = counts_[kind.ordinal]++;
    for (std::size_t key = 0; key < kind.key_count; ++key)
        put(keys_[kind.ordinal][key], ordinal, entity.keys[key]);
    const std::size_t first = attributes_of(kind);
    for (std::size_t i = 0; i < attribute_count(kind); ++i) {
        const attribute& a = attributes[first + i];
        const std::string_view text = entity.attributes[i];
        if (a.use != attribute_use::state || text != active_state)
            put(attributes_[first + i], ordinal, text);
    }
    if (&kind != &domain::kinds::account) return;
    if (entity.media_restricted) restricted_.push_back(ordinal);
    for (const medium_names& names : entity.media) media_.push_back({ordinal, names});
}

boost::system::result<std::shared_ptr<const reference_data>, reference_fault>
reference_builder::build() {
    assembly all(*this);
    all.make_room();
    for (const domain::entity_kind& kind : domain::kinds::all)
        if (auto fault = all.add_keys(kind)) return *fault;
    for (std::size_t i = 0; i < std::size(attributes); ++i)
        if (auto fault = all.add_attribute(i)) return *fault;
    if (auto fault = all.add_media()) return *fault;
    const std::shared_ptr<reference_data> out(new reference_data);
    out->content_ = std::move(all.made);
    return std::shared_ptr<const reference_data>(out);
}

}  // namespace crmlocal::store
