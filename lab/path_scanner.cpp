// SPDX-License-Identifier: BSL-1.0
#include "lab/path_scanner.hpp"

#include <algorithm>
#include <charconv>

#include "lab/code_points.hpp"

namespace crmlocal::lab::path {
namespace {

constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;  // RFC 9535, 2.1

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool begins_name(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool scanner::take(std::string_view word) noexcept {
    if (!comes(word)) return false;
    at_ += word.size();
    return true;
}

bool scanner::need(std::string_view word, std::string_view why) {
    return take(word) || fail("'" + std::string(word) + "' is expected " + std::string(why));
}

void scanner::skip_blanks() noexcept {
    while (next() == ' ' || next() == '\t' || next() == '\n' || next() == '\r') ++at_;
}

bool scanner::comes_name() const noexcept { return begins_name(next()); }

bool scanner::comes_integer() const noexcept { return is_digit(next()) || next() == '-'; }

std::string scanner::name() {
    const std::size_t begin = at_;
    while (begins_name(next()) || (at_ != begin && is_digit(next()))) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
}

bool scanner::read_integer(std::int64_t& out) {
    const std::size_t begin = at_;
    take("-");
    const std::size_t digits = at_;
    while (is_digit(next())) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (at_ == digits) return fail("a whole number is expected");
    if ((text_[digits] == '0' && at_ - digits > 1) || word == "-0")
        return fail_at(begin, "a whole number has no leading zero and is not -0");
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), out);
    if (error != std::errc() || std::max(out, -out) > integer_max)
        return fail_at(begin, "the number is out of range");
    return true;
}

bool scanner::read_number(boost::json::value& out) {
    const std::size_t begin = at_;
    take("-");
    const std::size_t digits = at_;
    while (is_digit(next())) ++at_;
    if (at_ == digits) return fail("a number is expected");
    if (text_[digits] == '0' && at_ - digits > 1)
        return fail_at(begin, "a number has no leading zero");
    bool whole = true;
    if (take(".")) {
        whole = false;
        if (!is_digit(next())) return fail("a digit is expected after the point");
        while (is_digit(next())) ++at_;
    }
    if (next() == 'e' || next() == 'E') {
        whole = false;
        ++at_;
        if (!take("-")) take("+");
        if (!is_digit(next())) return fail("a digit is expected in the exponent");
        while (is_digit(next())) ++at_;
    }
    const std::string_view word = text_.substr(begin, at_ - begin);
    std::int64_t integer = 0;
    if (whole &&
        std::from_chars(word.data(), word.data() + word.size(), integer).ec == std::errc()) {
        out = integer;
        return true;
    }
    double number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc()) return fail_at(begin, "the number is out of range");
    out = number;
    return true;
}

bool scanner::read_string(std::string& out) {
    const char quote = next();
    const std::size_t begin = at_;
    if (quote != '\'' && quote != '"') return fail("a text in quotes is expected");
    ++at_;
    while (next() != quote) {
        if (at_end()) return fail_at(begin, "the text has no closing quote");
        if (static_cast<unsigned char>(next()) < 0x20)
            return fail("a control character in a text has to be escaped");
        if (next() == '\\') {
            if (!read_escape(quote, out)) return false;
        } else {
            out += text_[at_++];
        }
    }
    ++at_;
    return true;
}

bool scanner::read_escape(char quote, std::string& out) {
    const std::size_t begin = at_++;
    constexpr std::string_view names = "bfnrt/\\", meanings = "\b\f\n\r\t/\\";
    const char c = next();
    if (const std::size_t known = names.find(c); c != '\0' && known != names.npos) {
        out += meanings[known];
        ++at_;
        return true;
    }
    if (c == quote) {
        out += c;
        ++at_;
        return true;
    }
    if (c != 'u') return fail_at(begin, "there is no such escape");
    ++at_;
    std::uint32_t unit = 0;
    if (!read_code_unit(unit)) return false;
    if (unit >= 0xDC00 && unit < 0xE000) return fail_at(begin, "half of a surrogate pair");
    if (unit >= 0xD800 && unit < 0xDC00) {
        std::uint32_t low = 0;
        if (!take("\\u")) return fail_at(begin, "half of a surrogate pair");
        if (!read_code_unit(low)) return false;
        if (low < 0xDC00 || low >= 0xE000) return fail_at(begin, "half of a surrogate pair");
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    append_code_point(unit, out);
    return true;
}

bool scanner::read_code_unit(std::uint32_t& out) {
    const std::string_view digits = text_.substr(at_, 4);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
    if (error != std::errc() || digits.size() != 4 || end != digits.data() + 4)
        return fail("four hexadecimal digits are expected");
    at_ += 4;
    return true;
}

bool scanner::fail_at(std::size_t offset, std::string why) {
    if (error_.why.empty()) error_ = {offset, std::move(why)};
    return false;
}

}  // namespace crmlocal::lab::path
