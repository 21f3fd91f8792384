// SPDX-License-Identifier: BSL-1.0
#include "store/reference_data.hpp"

#include <algorithm>

#include "store/reference_content.hpp"

namespace crmlocal::store {
namespace {

std::string text_of_id(const domain::uuid& id) {
    std::string out(32, '0');
    domain::write_uuid(id, out.data());
    return out;
}

}  // namespace

reference_data::reference_data() = default;
reference_data::~reference_data() = default;

const domain::entity* reference_data::find(const domain::entity_kind& kind, std::size_t key,
                                           std::string_view text) const noexcept {
    const content& all = *content_;
    const auto& k = all.kinds[kind.ordinal];
    std::uint32_t found = k.indexes[key].find(
        text, [&](std::uint32_t ordinal) { return all.key(kind, key, ordinal); });
    if (found == no_ordinal && key == 0) {
        found = all.open(kind, text);
        if (found != no_ordinal && !all.key(kind, key, found).empty()) found = no_ordinal;
    }
    return found == no_ordinal ? nullptr : &k.entities[found];
}

void reference_data::prefetch(const domain::entity_kind& kind, std::size_t key,
                              std::string_view text) const noexcept {
    content_->kinds[kind.ordinal].indexes[key].prefetch(text);
}

std::span<const domain::entity> reference_data::all(
    const domain::entity_kind& kind) const noexcept {
    return content_->kinds[kind.ordinal].entities;
}

std::string_view reference_data::key_of(const domain::entity_kind& kind, std::uint32_t ordinal,
                                        std::size_t key) const noexcept {
    return content_->key(kind, key, ordinal);
}

std::string reference_data::id_of(const domain::entity_kind& kind, std::uint32_t ordinal) const {
    if (const std::string_view given = content_->key(kind, 0, ordinal); !given.empty())
        return std::string(given);
    return text_of_id(content_->ids.make(content::meaning_of(kind, ordinal)));
}

std::string reference_data::made_id(std::uint64_t seed, const domain::entity_kind& kind,
                                    std::uint32_t ordinal) {
    return text_of_id(domain::id_maker(seed).make(content::meaning_of(kind, ordinal)));
}

std::uint64_t reference_data::seed() const noexcept { return content_->seed; }

std::string_view reference_data::text_of(const domain::entity_kind& kind, std::uint32_t ordinal,
                                         std::string_view member) const noexcept {
    const domain::entity& e = content_->kinds[kind.ordinal].entities[ordinal];
    for (std::size_t i = 0; i < std::size(attributes); ++i) {
        const attribute& a = attributes[i];
        if (a.of != &kind || a.name != member) continue;
        if (a.use == attribute_use::related) return e.related ? e.related->key : "";
        if (a.use == attribute_use::type) return e.type;
        if (a.use == attribute_use::state && e.active) return active_state;
        const auto& [ordinals, texts] = content_->extras[i];
        const auto at = std::ranges::lower_bound(ordinals, ordinal);
        if (at == ordinals.end() || *at != ordinal) return {};
        return content_->text(texts[static_cast<std::size_t>(at - ordinals.begin())]);
    }
    return {};
}

}  // namespace crmlocal::store
