// SPDX-License-Identifier: BSL-1.0
#include "domain/decimal.hpp"

#include <algorithm>

namespace crmlocal::domain {
namespace {

constexpr int digits_before_point_max = 12;
constexpr int digits_after_point_max = 6;
constexpr std::int64_t exponent_limit = 1'000'000'000'000;  // beyond any body's digits

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// The exponent after 'e', clamped to ±exponent_limit; 0 for an empty text.
std::int64_t parse_exponent(std::string_view text) noexcept {
    bool negative = false;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    std::int64_t exponent = 0;
    for (char c : text) {
        exponent = exponent * 10 + (c - '0');
        if (exponent > exponent_limit) exponent = exponent_limit;
    }
    return negative ? -exponent : exponent;
}

}  // namespace

namespace {

// A number of at most 18 bytes, without an exponent; nothing for any other number.
std::optional<plain_number> read_plain(std::string_view number) noexcept {
    const bool negative = !number.empty() && number[0] == '-';
    if (number.size() > 18) return std::nullopt;
    plain_number out{0, 0, negative};
    bool after_point = false;
    for (std::size_t i = negative ? 1 : 0; i < number.size(); ++i) {
        if (is_digit(number[i])) {
            out.digits = out.digits * 10 + (number[i] - '0');
            out.after_point += after_point ? 1 : 0;
        } else if (number[i] == '.') {
            after_point = true;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

constexpr std::int64_t powers_of_ten[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000};
constexpr std::int64_t below_limit = 1'000'000'000'000;  // what has 12 digits before its point

}  // namespace

std::optional<millionths> decimal_of(const plain_number& number) noexcept {
    if (number.after_point > digits_after_point_max) return std::nullopt;
    if (number.digits >= below_limit &&
        number.digits / powers_of_ten[number.after_point] >= below_limit)
        return std::nullopt;
    const std::int64_t out =
        number.digits * powers_of_ten[digits_after_point_max - number.after_point];
    return number.negative ? -out : out;
}

std::optional<millionths> parse_decimal(std::string_view number) noexcept {
    if (const auto plain = read_plain(number);
        plain && plain->after_point <= digits_after_point_max)
        return decimal_of(*plain);
    const bool negative = !number.empty() && number[0] == '-';
    if (negative) number.remove_prefix(1);

    std::int64_t significant = 0;  // the digits without leading and trailing zeros
    std::int64_t significant_digits = 0;
    std::int64_t zeros = 0;  // zeros seen since the last other digit
    std::int64_t point = 0;  // digits before the point, from the first significant one
    bool after_point = false;
    std::size_t i = 0;
    for (; i < number.size() && (is_digit(number[i]) || number[i] == '.'); ++i) {
        if (number[i] == '.') {
            after_point = true;
            continue;
        }
        const int digit = number[i] - '0';
        if (digit == 0 && significant_digits == 0) {
            if (after_point) --point;
            continue;
        }
        if (!after_point) ++point;
        if (digit == 0) {
            ++zeros;
            continue;
        }
        significant_digits += zeros + 1;
        if (significant_digits > digits_before_point_max + digits_after_point_max)
            return std::nullopt;
        for (; zeros > 0; --zeros) significant *= 10;
        significant = significant * 10 + digit;
    }
    if (significant_digits == 0) return 0;
    if (i < number.size()) point += parse_exponent(number.substr(i + 1));

    const std::int64_t after = significant_digits - point;
    if (point > digits_before_point_max || after > digits_after_point_max) return std::nullopt;
    for (std::int64_t k = after; k < digits_after_point_max; ++k) significant *= 10;
    return negative ? -significant : significant;
}

bool read_short_float(const plain_number& number, double& out) noexcept {
    constexpr std::int64_t exact_limit = 1'000'000'000'000'000;  // below it a double is exact
    if (number.after_point > digits_after_point_max || number.digits >= exact_limit) return false;
    // Both are exact, so that the quotient is the nearest double (Clinger 1990).
    out =
        static_cast<double>(number.digits) / static_cast<double>(powers_of_ten[number.after_point]);
    if (number.negative) out = -out;
    return true;
}

bool parse_short_float(std::string_view number, double& out) noexcept {
    const auto plain = read_plain(number);
    return plain && read_short_float(*plain, out);
}

std::int64_t order_of(std::string_view number) noexcept {
    if (number.starts_with('-')) number.remove_prefix(1);
    const std::size_t e = std::min(number.find_first_of("eE"), number.size());
    const std::string_view digits = number.substr(0, e);
    const std::size_t first = digits.find_first_of("123456789");
    if (first == digits.npos) return 0;
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const std::int64_t before_point =
        static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) + (first > point);
    return before_point + parse_exponent(number.substr(std::min(e + 1, number.size())));
}

}  // namespace crmlocal::domain
