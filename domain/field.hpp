// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "domain/entity.hpp"

namespace crmlocal::domain {

/// What a parameter's value must be. One row of rules per type, in `judgement.cpp`.
enum class value_type : std::uint8_t {
    text,        ///< a JSON string
    date,        ///< a string YYYY-MM-DDThh:mm:ss, a real calendar date, no zone
    floating,    ///< a number in the range of a double
    amount,      ///< an exact decimal: up to 12 digits before and 6 after the point
    quantity,    ///< an amount above zero
    identifier,  ///< an object that names one entity by exactly one of its kind's keys
    rows,        ///< an array of objects that have columns of their own
    whole,       ///< a whole number within bounds
    boolean      ///< true or false; 1 or 0 are as good
};

struct column;

/// A parameter of the API. Fields are constants whose address is their identity.
struct field {
    std::string_view name;
    value_type type;
    std::string_view description;
    std::string_view example = {};                  ///< JSON that the `demo` organisation accepts
    std::uint32_t length_max = 0;                   ///< code points; texts only
    std::span<const std::string_view> one_of = {};  ///< an enumeration's values, upper case
    const entity_kind* kind = nullptr;              ///< what an identifier identifies
    std::span<const column> columns = {};           ///< what a row consists of
    std::int64_t least = 0, most = 0;               ///< of a whole number
};

/// How strongly a parameter is asked for. Of the semi-optional ones exactly one must be given.
enum class need : std::uint8_t { mandatory, semi_optional, optional };

/// A parameter of one method: the field and how strongly it is asked for.
struct column {
    const field* what = nullptr;
    need how = need::optional;
};

/// The columns of an object, a bit for each.
struct column_bits {
    std::uint64_t mandatory = 0, semi_optional = 0;
    std::uint64_t identifiers = 0, rows = 0;

    constexpr explicit column_bits(std::span<const column> columns) noexcept {
        std::uint64_t bit = 1;
        for (const column& each : columns) {
            if (each.how == need::mandatory) mandatory |= bit;
            if (each.how == need::semi_optional) semi_optional |= bit;
            if (each.what->type == value_type::identifier) identifiers |= bit;
            if (each.what->type == value_type::rows) rows |= bit;
            bit <<= 1;
        }
    }
};

/// Bounds on texts, in code points.
inline constexpr std::uint32_t name_length_max = 255;
inline constexpr std::uint32_t text_length_max = 1000;
inline constexpr std::uint32_t description_length_max = 4000;

}  // namespace crmlocal::domain
