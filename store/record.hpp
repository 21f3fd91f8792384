// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "domain/batch.hpp"
#include "domain/field.hpp"
#include "domain/scratch.hpp"

namespace crmlocal::store {

/// The one encoding of an event, in memory and on disk: about a quarter of its JSON.
///   record := given:varint value*       a bit for each column but the first, in their order
///   value  := identifier: ordinal:varint            text, amount, quantity: size:varint bytes
///             date: 5 bytes, seconds since 0001
///             floating: hundredths:varint, the sign in the lowest bit, plus one, if they are
///             exact;
///                       otherwise 0 and 8 bytes, as in memory
///             rows: count:varint (given:varint value*)*
/// Little-endian; a varint has seven bits a byte, low ones first. Amounts are kept as sent. The
/// request identifier, the first column, is not stored [seed].

/// Appends the record of an accepted event to `out`.
void encode_record(const domain::batch& call, std::size_t event, domain::scratch<char>& out);

/// Reads a record column by column. Safe on any bytes: what is not a record ends with `broken()`.
class record_reader {
public:
    /// One value: which of the members means something depends on the column's type.
    struct value {
        std::uint8_t column;
        std::uint32_t ordinal;  ///< of an identifier
        std::string_view text;  ///< of a text, amount or quantity; a view into the record
        std::int64_t date;      ///< seconds since 1970
        double floating;
        std::uint32_t row_count;  ///< of rows; `row()` must be called so often before `next()`
    };

    record_reader(std::string_view record, std::span<const domain::column> columns);

    /// The next value in the order of the columns, or nothing at the end.
    std::optional<value> next();

    /// After rows: starts reading the next row, whose values `next_in_row` gives.
    void row();
    std::optional<value> next_in_row();

    bool broken() const noexcept { return broken_; }
    /// True if the record was read to its last byte and sound.
    bool complete() const noexcept { return !broken_ && rest_.empty() && given_ == 0; }

private:
    std::optional<value> read(std::uint64_t& given, std::span<const domain::column> columns);
    std::uint64_t take_varint();
    std::string_view take(std::size_t bytes);

    std::string_view rest_;
    std::span<const domain::column> columns_;
    std::span<const domain::column> row_columns_;
    std::uint64_t given_ = 0;
    std::uint64_t row_given_ = 0;
    bool broken_ = false;
};

}  // namespace crmlocal::store
