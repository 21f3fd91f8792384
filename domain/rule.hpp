// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "domain/batch.hpp"
#include "domain/fault.hpp"
#include "domain/field.hpp"
#include "domain/standing.hpp"

namespace crmlocal::domain {

/// Accepted, or why not.
using verdict = std::optional<refusal>;

/// The columns of a rule's fields in one type of event; `no_column` for a field it does not have.
using rule_columns = std::array<std::uint8_t, 4>;

/// What rules and claims have in common: a name to switch it off by, a sentence for people, the
/// fields it looks at, and how well it is known.
struct sentence {
    std::string_view name;
    std::string_view text;
    standing known;
    std::array<const field*, 4> fields;
    std::uint8_t field_count;
    std::uint8_t triggers;  ///< it is asked only if one of the first so many fields was given
};

/// Something that must hold between the values of one event: one sentence and one pure check.
struct rule {
    sentence says;
    const fault* refuses_with;
    verdict (*check)(const event&, const rule_columns&);
};

/// Something that only one event of an organisation may have. Its key is made of its fields'
/// values: entities by identity, texts by their bytes. Without all of them, or with an empty text,
/// there is no claim.
struct claim {
    sentence says;
    const fault* refuses_with;
    /// True if the reference data alone says that it was taken before the first event.
    bool (*taken_before)(const event&, const rule_columns&);
    /// The refusal of an event that came too late.
    refusal (*lost)(const event&, const rule_columns&);
};

/// A rule or claim tied to the columns of one type of event.
template <class What>
struct bound {
    const What* what = nullptr;
    rule_columns at = {no_column, no_column, no_column, no_column};
    std::uint64_t triggers = 0;  ///< bits of the columns that make it apply
};

/// The position of that field among the columns; `no_column` if it is not among them. By name,
/// which is as good: g++ 12 under UBSan takes no comparison of addresses for a constant.
constexpr std::uint8_t column_of(std::span<const column> columns, const field& what) noexcept {
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (columns[c].what->name == what.name) return static_cast<std::uint8_t>(c);
    return no_column;
}

/// Ties a rule or claim to columns. Does not compile if they hold none of its triggers.
template <class What>
consteval bound<What> bind(const What& what, std::span<const column> columns) {
    bound<What> out;
    out.what = &what;
    for (std::size_t i = 0; i < what.says.field_count; ++i) {
        out.at[i] = column_of(columns, *what.says.fields[i]);
        if (i < what.says.triggers && out.at[i] != no_column)
            out.triggers |= std::uint64_t{1} << out.at[i];
    }
    if (out.triggers == 0) throw "the rule never applies to this type of event";
    return out;
}

}  // namespace crmlocal::domain
