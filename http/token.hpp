// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

/// The lexical rules of RFC 9110, section 5.6.
namespace crmlocal::http {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr bool is_alpha(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A class of characters, asked for each with one look.
class char_set {
public:
    /// Letters, digits and those of `marks`.
    constexpr explicit char_set(std::string_view marks) noexcept {
        for (unsigned c = 0; c < has_.size(); ++c)
            has_[c] = is_alpha(static_cast<char>(c)) || is_digit(static_cast<char>(c));
        for (char c : marks) has_[static_cast<unsigned char>(c)] = true;
    }

    constexpr bool operator()(char c) const noexcept { return has_[static_cast<unsigned char>(c)]; }

private:
    std::array<bool, 256> has_ = {};
};

/// Whether a character may stand in a token (tchar).
inline constexpr char_set is_token_char{"!#$%&'*+-.^_`|~"};

/// Whether the text is one token (1*tchar).
constexpr bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, is_token_char);
}

/// Whether two texts are equal, ASCII letters taken without case.
constexpr bool equal_without_case(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
    return true;
}

/// The text without spaces and tabs (OWS) at both ends.
constexpr std::string_view trimmed(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Calls f(element) for each element of a comma-separated list, trimmed, empty ones too. Knows no
/// quoted strings: for lists of tokens only.
template <class F>
constexpr void for_each_element(std::string_view list, F&& f) {
    for (;;) {
        const auto comma = list.find(',');
        f(trimmed(list.substr(0, comma)));
        if (comma == list.npos) return;
        list.remove_prefix(comma + 1);
    }
}

}  // namespace crmlocal::http
