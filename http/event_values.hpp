// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "domain/value.hpp"
#include "store/record.hpp"

namespace crmlocal::http {

/// The values of one record, by column: for a writer whose order is not the record's. Filled again
/// for every record.
class event_values {
public:
    using value = store::record_reader::value;

    /// The values of an event or of one of its rows, by column; null where none was given.
    class slots {
    public:
        slots(std::uint64_t given, const value* values) noexcept : given_(given), values_(values) {}
        const value* find(std::uint8_t column) const noexcept {
            return column < domain::columns_max && (given_ >> column & 1) ? values_ + column
                                                                          : nullptr;
        }

    private:
        std::uint64_t given_;
        const value* values_;
    };

    /// Reads a record. What is broken ends the reading: the values after it are absent.
    void read(std::string_view record, std::span<const domain::column> columns);

    slots event() const noexcept { return {given_, event_.data()}; }
    /// How many rows that column has.
    std::size_t row_count(std::uint8_t column) const noexcept;
    /// The row of that column at that position.
    slots row(std::uint8_t column, std::size_t position) const noexcept;

private:
    struct one_row {
        std::uint8_t column;
        std::uint64_t given;
        std::size_t first;  // of its values
    };

    std::uint64_t given_ = 0;
    std::array<value, domain::columns_max> event_;
    std::vector<one_row> rows_;
    std::vector<value> row_values_;
};

}  // namespace crmlocal::http
