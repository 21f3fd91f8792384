// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace crmlocal::domain {

/// An exact amount in millionths: 12.5 is 12'500'000.
using millionths = std::int64_t;

/// A JSON number of few digits without an exponent.
struct plain_number {
    std::int64_t digits;       ///< all of them, as a whole number
    std::int64_t after_point;  ///< how many of them stand behind the point
    bool negative;
};

/// The number exactly; nothing if it has more digits than fit.
std::optional<millionths> decimal_of(const plain_number& number) noexcept;

/// The nearest double. False if that is not easy, which says nothing about the number.
bool read_short_float(const plain_number& number, double& out) noexcept;

/// Reads a JSON number exactly. Up to 12 digits before the point and 6 after it, judged by value:
/// leading and trailing zeros and exponents are fine. Nothing if it does not fit.
std::optional<millionths> parse_decimal(std::string_view number) noexcept;

/// Reads a JSON number as the nearest double if that is easy: up to 15 digits, up to 6 of them
/// after the point, no exponent. False for any other number, which says nothing about it.
bool parse_short_float(std::string_view number, double& out) noexcept;

/// How many digits a JSON number has before its point, leading zeros not counted; negative if there
/// are zeros behind the point first: 100 has 3, 0.1 has 0, 1e-3 has -2. Zero has 0.
std::int64_t order_of(std::string_view number) noexcept;

}  // namespace crmlocal::domain
