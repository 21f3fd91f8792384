// SPDX-License-Identifier: BSL-1.0
#include "lab/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include <boost/json/serialize.hpp>

#include "domain/text.hpp"
#include "lab/code_points.hpp"

namespace crmlocal::lab {
namespace {

constexpr std::string_view blanks = " \t\n\r";

std::size_t skip_blanks(std::string_view in, std::size_t at) noexcept {
    return std::min(in.find_first_not_of(blanks, at), in.size());
}

// The place after the value that begins at `at`.
std::size_t end_of_value(std::string_view in, std::size_t at) noexcept {
    if (at < in.size() && in[at] == '"') return end_of_text(in, at);
    if (at < in.size() && in[at] != '{' && in[at] != '[')
        return std::min(in.find_first_of(",]} \t\n\r", at), in.size());
    std::size_t depth = 0;
    while (at < in.size()) {
        if (in[at] == '"') {
            at = end_of_text(in, at);
            continue;
        }
        if (in[at] == '{' || in[at] == '[') ++depth;
        if ((in[at] == '}' || in[at] == ']') && --depth == 0) return at + 1;
        ++at;
    }
    return at;
}

// The elements of the array that begins at `at`.
std::vector<std::string_view> split_array(std::string_view in, std::size_t at) {
    std::vector<std::string_view> out;
    at = skip_blanks(in, at + 1);
    while (at < in.size() && in[at] != ']') {
        const std::size_t end = end_of_value(in, at);
        out.push_back(in.substr(at, end - at));
        at = skip_blanks(in, end);
        if (at < in.size() && in[at] == ',') at = skip_blanks(in, at + 1);
    }
    return out;
}

void append_valid(std::string_view text, std::string& out) {
    constexpr std::string_view escaped = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
    for (const char c : text) {
        if (const std::size_t known = escaped.find(c); known != escaped.npos) {
            (out += '\\') += letters[known];
        } else if (static_cast<unsigned char>(c) < 0x20) {
            constexpr std::string_view hex = "0123456789abcdef";
            ((out += "\\u00") += hex[static_cast<unsigned char>(c) >> 4]) +=
                hex[static_cast<unsigned char>(c) & 0xF];
        } else {
            out += c;
        }
    }
}

}  // namespace

void append_json_text(std::string_view text, std::string& out) {
    out += '"';
    if (domain::is_utf8(text)) {
        append_valid(text, out);
    } else {
        std::string valid;
        for (const wchar_t point : code_points_of(text))
            append_code_point(static_cast<char32_t>(point), valid);
        append_valid(valid, out);
    }
    out += '"';
}

void append_json(const boost::json::value& v, std::string& out) {
    char begin = '[';
    if (const auto* text = v.if_string()) return append_json_text(*text, out);
    if (const auto* number = v.if_double()) {
        char digits[32];
        out.append(digits, std::to_chars(digits, digits + sizeof digits, *number).ptr);
    } else if (const auto* list = v.if_array()) {
        if (list->empty()) out += begin;
        for (const auto& item : *list) {
            out += std::exchange(begin, ',');
            append_json(item, out);
        }
        out += ']';
    } else if (const auto* object = v.if_object()) {
        begin = '{';
        if (object->empty()) out += begin;
        for (const auto& member : *object) {
            out += std::exchange(begin, ',');
            append_json_text(member.key(), out);
            out += ':';
            append_json(member.value(), out);
        }
        out += '}';
    } else {
        out += boost::json::serialize(v);
    }
}

std::size_t end_of_text(std::string_view in, std::size_t at) noexcept {
    for (++at; at < in.size(); ++at) {
        if (in[at] == '\\') ++at;
        else if (in[at] == '"') return at + 1;
    }
    return in.size();
}

std::string_view member_of(std::string_view object, std::string_view member) {
    std::size_t at = skip_blanks(object, 0);
    if (at == object.size() || object[at] != '{') return {};
    at = skip_blanks(object, at + 1);
    while (at < object.size() && object[at] == '"') {
        const std::size_t name_end = end_of_text(object, at);
        const bool named = unquoted(object.substr(at, name_end - at)) == member;
        at = skip_blanks(object, skip_blanks(object, name_end) + 1);
        const std::size_t end = end_of_value(object, at);
        if (named) return object.substr(at, end - at);
        at = skip_blanks(object, end);
        if (at < object.size() && object[at] == ',') at = skip_blanks(object, at + 1);
    }
    return {};
}

std::vector<std::string_view> elements_of(std::string_view object, std::string_view member) {
    const std::string_view array = member_of(object, member);
    return array.starts_with('[') ? split_array(array, 0) : std::vector<std::string_view>();
}

std::string unquoted(std::string_view text) {
    std::string out;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        constexpr std::string_view letters = "bfnrt", meanings = "\b\f\n\r\t";
        const char c = text[++i];
        std::uint32_t unit = 0;
        if (const std::size_t known = letters.find(c); known != letters.npos) {
            out += meanings[known];
        } else if (c == 'u' && i + 4 < text.size()) {
            std::from_chars(text.data() + i + 1, text.data() + i + 5, unit, 16);
            append_code_point(unit, out);  // half of a pair is no letter of any name we look for
            i += 4;
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace crmlocal::lab
