// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include "domain/entity.hpp"

namespace crmlocal::store {

/// What an attribute of an entity is for.
enum class attribute_use : std::uint8_t {
    text,        ///< to be shown, nothing else
    state,       ///< an account is active if it is `active_state` or absent
    type,        ///< a classification's type
    related,     ///< the human key of `domain::entity::related`
    referred_by  ///< the human key of the participant who brought this one in
};

/// A text that an entity may have besides its keys.
struct attribute {
    const domain::entity_kind* of;
    std::string_view name;
    attribute_use use;
    const domain::entity_kind* refers_to = nullptr;  ///< whose human key it is
};

/// The life cycle state of an account that may have events [found].
inline constexpr std::string_view active_state = "ACTIVE";

/// All of them. Those of one kind stand together; a kind has at most one for each use but text.
inline constexpr attribute attributes[] = {
    {&domain::kinds::account, "life_cycle_state", attribute_use::state},
    {&domain::kinds::account, "description", attribute_use::text},
    {&domain::kinds::participant, "account", attribute_use::related, &domain::kinds::account},
    {&domain::kinds::participant, "referred_by", attribute_use::referred_by,
     &domain::kinds::participant},
    {&domain::kinds::participant, "sign_up_on", attribute_use::text},
    {&domain::kinds::participant, "sign_up_by_unit", attribute_use::text, &domain::kinds::unit},
    {&domain::kinds::classification, "type", attribute_use::type},
    {&domain::kinds::unit, "currency", attribute_use::related, &domain::kinds::currency},
    {&domain::kinds::product, "description", attribute_use::text},
};

/// The most attributes that any kind has.
inline constexpr std::size_t attributes_max = 4;

/// Where the attributes of a kind begin in the table.
constexpr std::size_t attributes_of(const domain::entity_kind& kind) noexcept {
    std::size_t at = 0;
    while (at < std::size(attributes) && attributes[at].of != &kind) ++at;
    return at;
}

/// How many attributes a kind has.
constexpr std::size_t attribute_count(const domain::entity_kind& kind) noexcept {
    std::size_t count = 0;
    for (const attribute& a : attributes) count += a.of == &kind;
    return count;
}

static_assert([] {
    for (const domain::entity_kind& kind : domain::kinds::all) {
        const std::size_t first = attributes_of(kind), count = attribute_count(kind);
        if (count > attributes_max) return false;
        for (std::size_t i = 0; i < count; ++i)
            if (attributes[first + i].of != &kind) return false;
    }
    return true;
}());

}  // namespace crmlocal::store
