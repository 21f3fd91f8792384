// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "domain/decimal.hpp"

namespace crmlocal::http {

/// How many bytes `read_short_number` looks at, all of which must be readable.
inline constexpr std::size_t short_number_look_bytes = 8;

/// Reads a JSON number without sign and exponent that is shorter than `short_number_look_bytes`,
/// all of its digits at once. Returns how many bytes it has; 0 for anything else.
inline std::size_t read_short_number(const char* at, domain::plain_number& out) noexcept {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101, tops = 0x80 * ones;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    std::uint64_t values = bytes ^ '0' * ones;  // of digits
    // The top bit of each byte that is no digit.
    std::uint64_t others = (((values & ~tops) + (0x7F - 9) * ones) | values) & tops;
    if (others == 0) return 0;
    const int before_point = std::countr_zero(others) / 8;
    int after_point = 0;
    std::size_t size = static_cast<std::size_t>(before_point);
    if (before_point == 0 || (before_point > 1 && *at == '0')) return 0;
    if (at[size] == '.') {
        others &= others - 1;
        if (others == 0) return 0;
        size = static_cast<std::size_t>(std::countr_zero(others)) / 8;
        after_point = static_cast<int>(size) - before_point - 1;
        if (after_point == 0) return 0;
        // Closes the gap.
        const std::uint64_t below = (std::uint64_t{1} << 8 * before_point) - 1;
        values = (values & below) | (values >> 8 & ~below);
    }
    if ((at[size] | 0x20) == 'e') return 0;
    // To the end of the word, behind zeros; then neighbours are added up to pairs, to fours, to
    // all.
    values <<= 8 * (8 - before_point - after_point);
    values = values * (10 << 8 | 1) >> 8 & 0x00FF'00FF'00FF'00FF;
    values = values * (100 << 16 | 1) >> 16 & 0x0000'FFFF'0000'FFFF;
    values = values * (std::uint64_t{10'000} << 32 | 1) >> 32;
    out = {static_cast<std::int64_t>(values), after_point, false};
    return size;
}

}  // namespace crmlocal::http
