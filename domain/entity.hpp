// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace crmlocal::domain {

/// A kind of reference data: how the API calls it and by which keys a caller may identify one.
struct entity_kind {
    std::uint8_t ordinal;                       ///< position in `kinds::all`
    std::string_view label;                     ///< in "… Not Found." texts
    std::string_view set;                       ///< the member of a fixture that lists them
    std::uint8_t human_key;                     ///< the key by which entities refer to one another
    std::array<std::string_view, 4> key_names;  ///< in the order of the seed's tables
    std::uint8_t key_count;

    /// The keys a caller may use, `id` first.
    constexpr std::span<const std::string_view> keys() const noexcept {
        return {key_names.data(), key_count};
    }
};

/// The most keys that any kind allows.
inline constexpr std::size_t entity_keys_max = 4;

namespace kinds {

inline constexpr entity_kind all[] = {
    {0, "Account", "accounts_receivable", 1, {"id", "number", "name"}, 3},
    {1, "Participant", "rewards_participants", 1, {"id", "number"}, 2},
    {2, "Classification", "classifications", 1, {"id", "name", "alternative_code"}, 3},
    {3, "Unit", "units", 1, {"id", "name", "alternative_code"}, 3},
    {4, "Currency", "currencies", 1, {"id", "code"}, 2},
    {5, "Product", "products", 1, {"id", "code", "alternative_code"}, 3},
    {6, "Payment Medium Type", "payment_medium_types", 1, {"id", "name", "alternative_code"}, 3},
    {7, "Payment Medium Brand", "payment_medium_brands", 1, {"id", "name", "alternative_code"}, 3},
    {8, "Invoice", "invoices", 1, {"id", "number", "reference_number", "back_office_code"}, 4},
};

inline constexpr const entity_kind& account = all[0];
inline constexpr const entity_kind& participant = all[1];
inline constexpr const entity_kind& classification = all[2];
inline constexpr const entity_kind& unit = all[3];
inline constexpr const entity_kind& currency = all[4];
inline constexpr const entity_kind& product = all[5];
inline constexpr const entity_kind& payment_medium_type = all[6];
inline constexpr const entity_kind& payment_medium_brand = all[7];
inline constexpr const entity_kind& invoice = all[8];

inline constexpr std::size_t count = std::size(all);

static_assert([] {
    for (std::size_t i = 0; i < count; ++i)
        if (all[i].ordinal != i || all[i].key_names[0] != "id" ||
            all[i].human_key >= all[i].key_count)
            return false;
    return true;
}());

/// Events are no reference data: the methods that name one look for it themselves.
inline constexpr entity_kind customer_event = {count, "Customer Event", "customer_events",
                                               1,     {"id", "number"}, 2};

}  // namespace kinds

/// True if it is one of `kinds::all`, which every organisation has tables of.
constexpr bool is_reference_data(const entity_kind& kind) noexcept {
    return kind.ordinal < kinds::count;
}

struct entity;

/// One row of an account's payment media: a type, a brand, or both. Null means "any".
struct payment_medium {
    const entity* type = nullptr;
    const entity* brand = nullptr;
};

/// What the rules may ask about one piece of reference data. Immutable while a batch refers to it.
struct entity {
    std::uint32_t ordinal = 0;                   ///< position among its kind in its organisation
    bool active = true;                          ///< an account's life cycle state is ACTIVE
    bool referred = false;                       ///< a participant was referred before any event
    bool media_restricted = false;               ///< an account allows its `media` only
    std::string_view key;                        ///< its human key: number, name or code
    std::string_view type;                       ///< a classification's type, "WEB" for instance
    const entity* related = nullptr;             ///< a participant's account, a unit's currency
    std::span<const payment_medium> media = {};  ///< what an account may pay with
};

}  // namespace crmlocal::domain
