// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include "http/token.hpp"

namespace crmlocal::http {

/// Whether the text is a number of JSON (RFC 8259, section 6).
constexpr bool is_json_number(std::string_view text) noexcept {
    const auto take_digits = [&] {
        std::size_t count = 0;
        while (count < text.size() && is_digit(text[count])) ++count;
        text.remove_prefix(count);
        return count;
    };
    const auto take = [&](char c) {
        if (!text.starts_with(c)) return false;
        text.remove_prefix(1);
        return true;
    };
    take('-');
    if (!take('0') && take_digits() == 0) return false;
    if (take('.') && take_digits() == 0) return false;
    if (take('e') || take('E')) {
        if (!take('+')) take('-');
        if (take_digits() == 0) return false;
    }
    return text.empty();
}

}  // namespace crmlocal::http
