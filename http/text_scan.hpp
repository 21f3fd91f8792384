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

/// A bit for each of `look_bytes` bytes of a JSON string that is a quote, a backslash, a control
/// character or not ASCII.
inline std::uint32_t look_for_unplain(const char* at) noexcept {
#if defined(__SSE2__)
    const auto half = [](const char* from) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        // What is not ASCII is negative.
        const __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                                        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
                                           _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)));
        return static_cast<std::uint32_t>(_mm_movemask_epi8(found));
    };
    return half(at) | half(at + look_bytes / 2) << 16;
#else
    const look seen = look_for_end(at);
    return seen.ends | seen.high;
#endif
}

/// True if both texts of that size are the same. Made for texts of a few dozen bytes, at least 8.
inline bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
#if defined(__SSE2__)
    const auto same = [a, b](std::size_t at) {
        return _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a + at)),
                              _mm_loadu_si128(reinterpret_cast<const __m128i*>(b + at)));
    };
    if (size >= 16) {
        const std::size_t last = size - 16;
        __m128i all = _mm_and_si128(same(0), same(last));
        all = _mm_and_si128(all, same(last < 16 ? last : 16));
        for (std::size_t at = 32; at < last; at += 16) all = _mm_and_si128(all, same(at));
        return _mm_movemask_epi8(all) == 0xFFFF;
    }
#endif
    const auto differ = [a, b](std::size_t at) {
        std::uint64_t x = 0, y = 0;
        std::memcpy(&x, a + at, sizeof x);
        std::memcpy(&y, b + at, sizeof y);
        return x ^ y;
    };
    std::uint64_t differences = differ(size - 8);
    for (std::size_t at = 0; at + 8 < size; at += 8) differences |= differ(at);
    return differences == 0;
}

}  // namespace crmlocal::http
