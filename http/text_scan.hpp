// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace crmlocal::http {

/// How many bytes `look_for_end` looks at, all of which must be readable.
inline constexpr std::size_t look_bytes = 32;

/// What is to be seen in `look_bytes` bytes of a JSON string, a bit for each byte, the first
/// lowest.
struct look {
    std::uint32_t ends;  ///< a quote, a backslash or a control character
    std::uint32_t high;  ///< not ASCII
};

/// Looks for the end of a plain run of a JSON string.
inline look look_for_end(const char* at) noexcept {
#if defined(__SSE2__)
    const auto half = [](const char* from) -> look {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        const __m128i last_control = _mm_set1_epi8(0x1F);
        const __m128i ends = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
                                          _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes));
        return {static_cast<std::uint32_t>(_mm_movemask_epi8(ends)),
                static_cast<std::uint32_t>(_mm_movemask_epi8(bytes))};
    };
    const look first = half(at), second = half(at + look_bytes / 2);
    return {first.ends | second.ends << 16, first.high | second.high << 16};
#else
    look seen = {};
    for (std::size_t i = 0; i < look_bytes; ++i) {
        const auto byte = static_cast<unsigned char>(at[i]);
        const bool ends = byte == '"' || byte == '\\' || byte < 0x20;
        seen.ends |= static_cast<std::uint32_t>(ends) << i;
        seen.high |= static_cast<std::uint32_t>(byte >> 7) << i;
    }
    return seen;
#endif
}

/// True if both texts of that size are the same. Made for texts of a few dozen bytes, at least 8.
inline bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
    const auto differ = [a, b](std::size_t at) {
        std::uint64_t x = 0, y = 0;
        std::memcpy(&x, a + at, sizeof x);
        std::memcpy(&y, b + at, sizeof y);
        return x ^ y;
    };
    std::uint64_t differences = differ(size - 8);
    std::size_t at = 0;
    for (; at + 16 < size; at += 16) differences |= differ(at) | differ(at + 8);
    if (at + 8 < size) differences |= differ(at);
    return differences == 0;
}

}  // namespace crmlocal::http
