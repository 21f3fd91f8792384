// SPDX-License-Identifier: BSL-1.0
#include "domain/text.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace crmlocal::domain {
namespace {

constexpr bool starts_code_point(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// Where the code point with that index starts; the text's size if there are not so many.
std::size_t offset_of(std::string_view text, std::size_t code_point) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (starts_code_point(text[i]) && code_point-- == 0) return i;
    return text.size();
}

// How many of eight bytes are seen at once to be UTF-8: all of ASCII, or four times two bytes as
// Greek, Cyrillic or Hebrew have them. 0 says nothing.
std::size_t quick_bytes(const char* at) noexcept {
    static_assert(std::endian::native == std::endian::little);
    std::uint64_t v = 0;
    std::memcpy(&v, at, sizeof v);
    if ((v & 0x8080'8080'8080'8080) == 0) return 8;
    constexpr std::uint64_t pairs = 0x80C0'80C0'80C0'80C0;  // the first byte is the lowest
    if ((v & 0xC0E0'C0E0'C0E0'C0E0) != pairs) return 0;
    // 0xC0 and 0xC1 would begin an overlong form: all others have one of these bits.
    const std::uint64_t some = (v & 0x001E'001E'001E'001E) + 0x00FE'00FE'00FE'00FE;
    return (some & 0x0100'0100'0100'0100) == 0x0100'0100'0100'0100 ? 8 : 0;
}

}  // namespace

// The Unicode Standard, table 3-7: the first two bytes decide, the rest are plain continuations.
bool is_utf8(std::string_view bytes) noexcept {
    const auto byte_at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const auto continues = [&](std::size_t i) { return (byte_at(i) & 0xC0) == 0x80; };
    for (std::size_t i = 0; i < bytes.size();) {
        if (bytes.size() - i >= 8) {
            if (const std::size_t known = quick_bytes(bytes.data() + i)) {
                i += known;
                continue;
            }
        }
        const unsigned first = byte_at(i);
        if (first < 0x80) {
            ++i;
            continue;
        }
        const std::size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (first < 0xC2 || first > 0xF4 || bytes.size() - i < size) return false;
        const unsigned second = byte_at(i + 1);
        if (second < (first == 0xE0   ? 0xA0
                      : first == 0xF0 ? 0x90
                                      : 0x80) ||
            second > (first == 0xED   ? 0x9F
                      : first == 0xF4 ? 0x8F
                                      : 0xBF))
            return false;
        for (std::size_t k = 2; k < size; ++k)
            if (!continues(i + k)) return false;
        i += size;
    }
    return true;
}

std::size_t code_points_of(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(text, starts_code_point));
}

std::string cut(std::string_view text, std::size_t code_points_max) {
    if (fits(text, code_points_max)) return std::string(text);
    return std::string(text.substr(0, offset_of(text, code_points_max))).append("...");
}

}  // namespace crmlocal::domain
