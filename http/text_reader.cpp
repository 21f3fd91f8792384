// SPDX-License-Identifier: BSL-1.0
#include "http/text_reader.hpp"

#include <algorithm>

namespace crmlocal::http {
namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr bool is_high_surrogate(std::uint32_t unit) noexcept { return unit >> 10 == 0xD800 >> 10; }
constexpr bool is_low_surrogate(std::uint32_t unit) noexcept { return unit >> 10 == 0xDC00 >> 10; }

void append_utf8(std::uint32_t code_point, std::string& out) {
    const auto tail = [&](int shift) {
        out.push_back(static_cast<char>(0x80 | (code_point >> shift & 0x3F)));
    };
    if (code_point < 0x80) {
        out.push_back(static_cast<char>(code_point));
    } else if (code_point < 0x800) {
        out.push_back(static_cast<char>(0xC0 | code_point >> 6));
        tail(0);
    } else if (code_point < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | code_point >> 12));
        tail(6), tail(0);
    } else {
        out.push_back(static_cast<char>(0xF0 | code_point >> 18));
        tail(12), tail(6), tail(0);
    }
}

}  // namespace

bool text_reader::skip_plain_near_end(std::uint32_t& high) noexcept {
    for (; at_ != end_; ++at_) {
        const auto byte = static_cast<unsigned char>(*at_);
        if (byte == '"' || byte == '\\' || byte < 0x20) return true;
        high |= byte >> 7;
    }
    return false;
}

bool text_reader::read_escaped(const char* begin, std::string_view& text) {
    resolved_.assign(begin, at_);
    std::uint32_t high = 0;
    while (*at_ != '"') {
        if (*at_ != '\\') return false;  // a control character
        ++at_;
        if (!read_escape()) return false;
        const char* const run = at_;
        if (!skip_plain(high)) return false;
        resolved_.append(run, at_);
    }
    ++at_;
    char* const copy = static_cast<char*>(texts_.allocate(resolved_.size(), 1));
    std::ranges::copy(resolved_, copy);
    text = {copy, resolved_.size()};
    return domain::is_utf8(text);
}

// Behind the backslash.
bool text_reader::read_escape() {
    constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (at_ == end_) return false;
    const char name = *at_++;
    if (const std::size_t which = names.find(name); which != names.npos) {
        resolved_.push_back(meanings[which]);
        return true;
    }
    std::uint32_t unit = 0, low = 0;
    if (name != 'u' || !read_code_unit(unit) || is_low_surrogate(unit)) return false;
    if (is_high_surrogate(unit)) {
        if (!take('\\') || !take('u') || !read_code_unit(low) || !is_low_surrogate(low))
            return false;
        unit = 0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF));
    }
    append_utf8(unit, resolved_);
    return true;
}

bool text_reader::read_code_unit(std::uint32_t& unit) noexcept {
    if (end_ - at_ < 4) return false;
    for (int i = 0; i < 4; ++i) {
        const char c = *at_++, letter = static_cast<char>(c | 0x20);
        if (!is_digit(c) && (letter < 'a' || letter > 'f')) return false;
        unit = unit << 4 | static_cast<std::uint32_t>(is_digit(c) ? c - '0' : letter - 'a' + 10);
    }
    return true;
}

std::size_t text_reader::skip_digits() noexcept {
    const char* const begin = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return static_cast<std::size_t>(at_ - begin);
}

bool text_reader::read_number(std::string_view& digits) noexcept {
    const char* const begin = at_;
    take('-');
    if (!take('0') && skip_digits() == 0) return false;
    if (take('.') && skip_digits() == 0) return false;
    if (peek() == 'e' || peek() == 'E') {
        ++at_;
        if (!take('+')) take('-');
        if (skip_digits() == 0) return false;
    }
    digits = {begin, static_cast<std::size_t>(at_ - begin)};
    return true;
}

bool text_reader::skip_word(std::string_view word) noexcept {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word))
        return false;
    at_ += word.size();
    return true;
}

}  // namespace crmlocal::http
