// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include "domain/batch.hpp"
#include "domain/decimal.hpp"
#include "domain/rule.hpp"

namespace crmlocal::domain {

/// How texts name a parameter: its own name, or its path inside a row of an event.
struct path {
    std::string_view rows = {};  ///< the name of the rows' parameter, if it is in a row
    std::size_t row = 0;

    /// "products_set[0].net_amount", or just the name outside of rows.
    std::string to(std::string_view name) const;
};

/// A value as `… (value) Is Invalid` shows it: as sent, arrays and objects abridged, long ones cut.
std::string shown(const value& v);

/// `Parameter <name> (<value>) Is Invalid.`
refusal refuse_value(std::string_view name, const value& v);

/// Stage one for one value: its type, bounds and form. Leaves in it what it read: the date, the
/// number. Rows are another matter.
verdict check_shape(const batch& all, const field& what, value& v, const path& at);

/// Reads a value of a column that holds neither identifiers nor rows. True if stages one and two
/// find nothing wrong with it; then what its text means is left in it.
bool read_value(const column& of, value& v);

/// The same for a number that is `number`. False says nothing yet: `read_value` may accept it.
bool read_plain_value(const column& of, value& v, const plain_number& number) noexcept;

/// True if stages one to three find nothing wrong with the values that an object has, its rows
/// included: what they leave in them is there then. False says nothing yet: they may still accept
/// it.
bool values_are_sound(batch& all, const object& o, std::span<const column> columns,
                      const column_bits& bits);

/// Stage two for one identifier: one key, and only one.
verdict check_keys(const field& what, const value& v, const path& at);

/// Stage three for one value: what an identifier names was found.
verdict check_reference(const field& what, const value& v);

/// True if the value counts as given: an empty text does not where one is mandatory.
inline bool is_given(const value* v, need how) noexcept {
    return v && !(how == need::mandatory && v->as == given_as::text && v->size == 0) &&
           !(v->as == given_as::rows && v->size == 0);
}

}  // namespace crmlocal::domain
