// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "domain/field.hpp"
#include "domain/fields.hpp"
#include "domain/value.hpp"

namespace crmlocal::domain {

/// One column after the other, in order.
template <std::size_t... N>
consteval auto join(const std::array<column, N>&... lists) {
    std::array<column, (N + ...)> out;
    std::size_t at = 0;
    const auto append = [&](const auto& list) {
        for (const column& c : list) out[at++] = c;
    };
    (append(lists), ...);
    return out;
}

/// The first so many user-defined fields of each type, all optional.
template <std::size_t Texts, std::size_t Floats, std::size_t Dates>
consteval auto user_defined() {
    std::array<column, Texts + Floats + Dates> out;
    std::size_t at = 0;
    for (std::size_t i = 0; i < Texts; ++i) out[at++].what = &fields::user_texts[i];
    for (std::size_t i = 0; i < Floats; ++i) out[at++].what = &fields::user_floats[i];
    for (std::size_t i = 0; i < Dates; ++i) out[at++].what = &fields::user_dates[i];
    return out;
}

/// True if no two columns share a name and there is a bit for each.
consteval bool names_are_sound(std::span<const column> columns) {
    if (columns.size() > columns_max) return false;
    for (std::size_t i = 0; i < columns.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (columns[i].what->name == columns[k].what->name) return false;
    return true;
}

/// True if the names are sound, those of rows too, rows hold no rows, and the first column is the
/// identifier of the request: what the decoder and the judgement take for granted.
consteval bool columns_are_sound(std::span<const column> columns) {
    if (columns.empty() || columns[0].what->name != fields::request_unique_identifier.name)
        return false;
    for (const column& c : columns) {
        const std::span<const column> rows = c.what->columns;
        if (!names_are_sound(rows)) return false;
        for (const column& in_row : rows)
            if (in_row.what->type == value_type::rows) return false;
    }
    return names_are_sound(columns);
}

}  // namespace crmlocal::domain
