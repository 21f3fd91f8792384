// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "domain/entity.hpp"
#include "domain/uuid.hpp"
#include "store/reference_attributes.hpp"
#include "store/reference_data.hpp"
#include "store/text_index.hpp"

namespace crmlocal::store {

/// What reference data consists of. Known to `reference_data` and its builder only.
struct reference_data::content {
    /// A text in `texts`: half of what a view takes.
    struct text_place {
        std::uint32_t at = 0;
        std::uint32_t size = 0;
    };

    /// All entities of a kind and the ways to find them.
    struct kind_content {
        std::vector<domain::entity> entities;
        /// By key, then by ordinal; empty if nobody has it. The human key is in the entity.
        std::array<std::vector<text_place>, domain::entity_keys_max> keys;
        std::array<text_index, domain::entity_keys_max> indexes;
    };

    /// Texts that only some entities have, by ordinal.
    struct sparse_texts {
        std::vector<std::uint32_t> ordinals;
        std::vector<text_place> texts;
    };

    explicit content(std::uint64_t seed_) noexcept : seed(seed_), ids(seed_) {}

    std::string_view text(text_place place) const noexcept {
        return {texts.get() + place.at, place.size};
    }

    /// A key of an entity as given; empty if it does not have it.
    std::string_view key(const domain::entity_kind& kind, std::size_t which,
                         std::uint32_t ordinal) const noexcept {
        const kind_content& k = kinds[kind.ordinal];
        if (which == kind.human_key) return k.entities[ordinal].key;
        return k.keys[which].empty() ? std::string_view() : text(k.keys[which][ordinal]);
    }

    /// What absent ids stand for. Events have the spaces below 0x100.
    static domain::id_maker::meaning meaning_of(const domain::entity_kind& kind,
                                                std::uint32_t ordinal) noexcept {
        return {static_cast<std::uint16_t>(0x100 + kind.ordinal), ordinal};
    }

    /// The ordinal that an id made from the seed stands for, or `no_ordinal`. Whether that entity
    /// has another id is not its question.
    std::uint32_t open(const domain::entity_kind& kind, std::string_view id) const noexcept {
        const auto bits = domain::parse_uuid(id);
        if (!bits) return no_ordinal;
        const auto what = ids.open(*bits);
        if (!what || what->ordinal >= kinds[kind.ordinal].entities.size()) return no_ordinal;
        const auto ordinal = static_cast<std::uint32_t>(what->ordinal);
        return *what == meaning_of(kind, ordinal) ? ordinal : no_ordinal;
    }

    const std::uint64_t seed;
    domain::id_maker ids;
    std::unique_ptr<char[]> texts;
    std::array<kind_content, domain::kinds::count> kinds;
    std::array<sparse_texts, std::size(attributes)> extras;
    std::vector<domain::payment_medium> media;  ///< of all accounts, one after the other
};

}  // namespace crmlocal::store
