// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crmlocal::domain {

/// True if the bytes are UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes) noexcept;

/// How many code points the UTF-8 text has.
std::size_t code_points_of(std::string_view text) noexcept;

/// True if the UTF-8 text has at most that many code points.
inline bool fits(std::string_view text, std::size_t code_points_max) noexcept {
    return text.size() <= code_points_max || code_points_of(text) <= code_points_max;
}

/// The text, or its first `code_points_max` code points and "..." if it has more. UTF-8.
std::string cut(std::string_view text, std::size_t code_points_max);

}  // namespace crmlocal::domain
