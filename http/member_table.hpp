// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "domain/field.hpp"
#include "domain/value.hpp"

namespace crmlocal::http {

/// Finds the column that a member's name stands for. Made once for a list of columns; safe for use
/// by several threads at once.
class member_table {
public:
    /// The columns before `first` have no members.
    explicit member_table(std::span<const domain::column> columns, std::size_t first = 0)
        : columns_(columns), first_(first) {
        places_.fill(domain::no_column);
        for (std::size_t c = first; c < columns.size(); ++c) {
            std::size_t at = place_of(columns[c].what->name);
            while (places_[at] != domain::no_column) at = (at + 1) % places_.size();
            places_[at] = static_cast<std::uint8_t>(c);
        }
    }

    /// The column's index; `no_column` if no column has that name.
    std::uint8_t find(std::string_view name) const noexcept {
        for (std::size_t at = place_of(name); places_[at] != domain::no_column;
             at = (at + 1) % places_.size())
            if (columns_[places_[at]].what->name == name) return places_[at];
        return domain::no_column;
    }

    /// The same, quicker if the name is that of the column guessed.
    std::uint8_t find(std::string_view name, std::uint8_t guess) const noexcept {
        if (guess >= first_ && guess < columns_.size() && columns_[guess].what->name == name)
            return guess;
        return find(name);
    }

    /// The column's field.
    const domain::field* field_of(std::uint8_t column) const noexcept {
        return columns_[column].what;
    }
    /// The column itself.
    const domain::column& column_at(std::uint8_t column) const noexcept { return columns_[column]; }
    /// How many columns there are.
    std::size_t size() const noexcept { return columns_.size(); }

private:
    // Names differ in their length or in what they end with.
    std::size_t place_of(std::string_view name) const noexcept {
        std::uint64_t tail = 0;
        const std::size_t bytes = name.size() < sizeof tail ? name.size() : sizeof tail;
        std::memcpy(&tail, name.data() + (name.size() - bytes), bytes);
        return ((tail ^ name.size() << 56) * 0x9E3779B97F4A7C15ULL >> 56) % places_.size();
    }

    std::span<const domain::column> columns_;
    std::size_t first_;
    std::array<std::uint8_t, 256> places_;
};

}  // namespace crmlocal::http
