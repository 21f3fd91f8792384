// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include "domain/entity.hpp"

namespace crmlocal::domain {

/// In what form a caller gave a value.
enum class given_as : std::uint8_t {
    nothing,  ///< not at all, or as null where null means "not given"
    null,     ///< as null in place of an object of an array
    text,
    number,
    yes,         ///< true
    no,          ///< false
    array,       ///< an array where none belongs
    object,      ///< an object where none belongs, or an element of an array
    identifier,  ///< an object with exactly one of its kind's keys, its value a string
    parts,       ///< any other object in place of an identifier; see `batch::parts`
    rows,        ///< an array where rows belong; see `batch::rows`
};

/// One value as the caller gave it, and what the stages of judgement made of it.
struct value {
    const char* data = nullptr;  ///< of a text, a number or an identifier's key; not owned
    std::uint32_t size = 0;      ///< bytes at `data`; of parts and rows: how many there are
    given_as as = given_as::nothing;
    std::uint8_t key = 0;  ///< of an identifier: which of its kind's keys
    union {
        std::int64_t whole = 0;  ///< a date: seconds since 1970; an amount: millionths
        double floating;
        const entity* found;  ///< of an identifier: the entity, null if there is none
        std::uint32_t first;  ///< of parts and rows: the index of the first
    };

    /// The text, the number's digits or the identifier's key value, as the caller gave it.
    std::string_view text() const noexcept {
        return data ? std::string_view(data, size) : std::string_view();
    }
};

/// One key of an identifier that is not just one string: `{"id":1,"number":"A"}` has two.
struct identifier_part {
    std::uint8_t key = 0;
    value given;
};

/// The most columns that an object can have: a bit each in `object::given`.
inline constexpr std::size_t columns_max = 64;

/// An object with columns: an event, a row of an event, or the call itself.
struct object {
    std::uint64_t given = 0;   ///< a bit for each column that has a value
    std::uint32_t values = 0;  ///< index of its first value in the batch
    std::uint32_t size = 0;    ///< of what stands in place of an object: its bytes
    const char* data = nullptr;
    given_as as = given_as::object;  ///< anything else cannot be read as an object
    bool packed = false;             ///< its values have the places of `batch::packed_places`
    bool read = false;  ///< its values hold already what their columns' types make of them
};

/// Stands for "this type has no such column".
inline constexpr std::uint8_t no_column = 0xFF;

}  // namespace crmlocal::domain
