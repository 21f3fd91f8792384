// SPDX-License-Identifier: BSL-1.0
#include "lab/code_points.hpp"

#include <cstdint>

namespace crmlocal::lab {
namespace {

static_assert(sizeof(wchar_t) == 4, "an element holds any code point");

bool continues(unsigned char byte) noexcept { return (byte & 0xC0) == 0x80; }

// How many bytes the code point has that begins with this one; 0 if none does.
std::size_t length_of(unsigned char lead) noexcept {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    if (lead >= 0xF0 && lead < 0xF5) return 4;
    return 0;
}

// Not a surrogate, not too large, and not written with more bytes than it needs.
bool is_scalar(std::uint32_t point, std::size_t length) noexcept {
    if (length == 3) return point >= 0x800 && (point < 0xD800 || point >= 0xE000);
    return length != 4 || (point >= 0x10000 && point < 0x110000);
}

}  // namespace

std::wstring code_points_of(std::string_view text) {
    std::wstring out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = length_of(lead);
        std::size_t here = 1;
        while (here < length && i + here < text.size() &&
               continues(static_cast<unsigned char>(text[i + here])))
            ++here;
        if (length == 0 || here != length) {
            out += wchar_t{0xFFFD};
            i += here;
            continue;
        }
        std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
        for (std::size_t k = 1; k < length; ++k)
            point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        out += static_cast<wchar_t>(is_scalar(point, length) ? point : 0xFFFD);
        i += length;
    }
    return out;
}

void append_code_point(char32_t point, std::string& out) {
    const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (point < 0x80) return put(point);
    if (point < 0x800) {
        put(0xC0 | point >> 6);
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3F));
    } else {
        put(0xF0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3F));
        put(0x80 | (point >> 6 & 0x3F));
    }
    put(0x80 | (point & 0x3F));
}

}  // namespace crmlocal::lab
