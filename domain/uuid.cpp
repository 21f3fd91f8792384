// SPDX-License-Identifier: BSL-1.0
#include "domain/uuid.hpp"

#include <bit>
#include <cstring>

namespace crmlocal::domain {
namespace {

// A version 4 UUID has 122 free bits: two halves of 61 for a Feistel network.
constexpr int half_bits = 61;
constexpr std::uint64_t half_mask = (std::uint64_t{1} << half_bits) - 1;

// The finaliser of splitmix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

struct halves {
    std::uint64_t left, right;
};

// Spreads the 122 bits over the UUID, around the version (4) and the variant (binary 10).
constexpr uuid with_version(halves h) noexcept {
    const std::uint64_t high62 =
        h.left << 1 | h.right >> 60;  // 62 bits: 48 before, 12 after version
    const std::uint64_t low60 = h.right & ((std::uint64_t{1} << 60) - 1);
    const std::uint64_t top48 = high62 >> 14, next12 = high62 >> 2 & 0xFFF, last2 = high62 & 3;
    return {top48 << 16 | std::uint64_t{4} << 12 | next12,
            std::uint64_t{2} << 62 | last2 << 60 | low60};
}

constexpr bool has_version(const uuid& id) noexcept {
    return (id[0] >> 12 & 0xF) == 4 && id[1] >> 62 == 2;
}

constexpr halves without_version(const uuid& id) noexcept {
    const std::uint64_t high62 = (id[0] >> 16) << 14 | (id[0] & 0xFFF) << 2 | (id[1] >> 60 & 3);
    const std::uint64_t low60 = id[1] & ((std::uint64_t{1} << 60) - 1);
    return {high62 >> 1, (high62 & 1) << 60 | low60};
}
static_assert(without_version(with_version({half_mask, 5})).left == half_mask);
static_assert(without_version(with_version({1, half_mask})).right == half_mask);

// The eight digits of a number, the first in the lowest byte.
constexpr std::uint64_t hex_digits(std::uint32_t number) noexcept {
    std::uint64_t each = __builtin_bswap32(number);  // byte by byte as they are written
    each = (each | each << 16) & 0x0000'FFFF'0000'FFFFU;
    each = (each | each << 8) & 0x00FF'00FF'00FF'00FFU;
    // A byte in every second place; its high digit comes first.
    each = (each >> 4 & 0x000F'000F'000F'000FU) | (each << 8 & 0x0F00'0F00'0F00'0F00U);
    const std::uint64_t letters = (each + 0x0606'0606'0606'0606U) >> 4 & 0x0101'0101'0101'0101U;
    return each + 0x3030'3030'3030'3030U + letters * ('A' - '9' - 1);
}
static_assert(std::endian::native == std::endian::little);
static_assert(hex_digits(0x0123'9ABFU) == 0x4642'4139'3332'3130U);

constexpr std::uint8_t no_digit = 0xFF;

// The value of each character that is a digit.
constexpr auto digit_values = [] {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::array<std::uint8_t, 256> values = {};
    values.fill(no_digit);
    for (std::size_t i = 0; i < digits.size(); ++i)
        values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

// The number that sixteen digits make up. What is none is told by `seen`, of all values together.
constexpr std::uint64_t number_of(const char* digits, std::uint8_t& seen) noexcept {
    std::uint64_t number = 0;
    for (int i = 0; i < 16; ++i) {
        const std::uint8_t value = digit_values[static_cast<unsigned char>(digits[i])];
        seen |= value;
        number = number << 4 | value;
    }
    return number;
}

}  // namespace

void write_uuid(const uuid& id, char* out) noexcept {
    for (std::uint64_t half : id)
        for (int shift : {32, 0}) {
            const std::uint64_t eight = hex_digits(static_cast<std::uint32_t>(half >> shift));
            std::memcpy(out, &eight, sizeof eight);
            out += sizeof eight;
        }
}

std::optional<uuid> parse_uuid(std::string_view text) noexcept {
    if (text.size() != 32) return std::nullopt;
    std::uint8_t seen = 0;
    const std::uint64_t high = number_of(text.data(), seen);
    const std::uint64_t low = number_of(text.data() + 16, seen);
    if (seen == no_digit) return std::nullopt;
    return uuid{high, low};
}

id_maker::id_maker(std::uint64_t seed) noexcept {
    for (std::uint64_t& key : keys_) key = mix(seed += 0x9E3779B97F4A7C15ULL);
}

// The space fills the top of the left half, the ordinal what is left; 42 bits stay zero, by which
// `open` recognises its own.
uuid id_maker::make(meaning what) const noexcept {
    halves h = {std::uint64_t{what.space} << 3 | what.ordinal >> 61, what.ordinal & half_mask};
    for (std::uint64_t key : keys_) h = {h.right, h.left ^ (mix(h.right ^ key) & half_mask)};
    return with_version(h);
}

std::optional<id_maker::meaning> id_maker::open(const uuid& id) const noexcept {
    if (!has_version(id)) return std::nullopt;
    halves h = without_version(id);
    for (auto key = keys_.rbegin(); key != keys_.rend(); ++key)
        h = {h.right ^ (mix(h.left ^ *key) & half_mask), h.left};
    if (h.left >> 19 != 0) return std::nullopt;
    return meaning{static_cast<std::uint16_t>(h.left >> 3), (h.left & 7) << 61 | h.right};
}

}  // namespace crmlocal::domain
