// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace crmlocal::lab {

/// The code points of a UTF-8 text, one to an element. What is no UTF-8 becomes U+FFFD.
std::wstring code_points_of(std::string_view text);

/// Appends that code point as UTF-8.
void append_code_point(char32_t point, std::string& out);

}  // namespace crmlocal::lab
