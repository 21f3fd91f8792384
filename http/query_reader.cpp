// SPDX-License-Identifier: BSL-1.0
#include "http/query_reader.hpp"

#include <algorithm>

#include "domain/text.hpp"
#include "http/json_number.hpp"
#include "http/token.hpp"

namespace crmlocal::http {
namespace {

using domain::given_as;
using domain::value;
using domain::value_type;

constexpr std::string_view broken_escape = "Request Query Has a Broken Escape.";
constexpr std::string_view given_twice = "Request Query Has the Same Name Twice.";
constexpr std::string_view not_utf8 = "Request Query Is Not Valid UTF-8.";

constexpr int digit_of(char c) noexcept {
    if (is_digit(c)) return c - '0';
    return lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

// The text without escapes, in memory that lives as long as the batch's texts.
std::optional<std::string_view> decoded(std::string_view text, domain::batch& out) {
    char* const begin = static_cast<char*>(out.texts.allocate(text.size() + 1, 1));
    char* at = begin;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            *at++ = text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? digit_of(text[i + 2]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        *at++ = static_cast<char>(high << 4 | low);
        i += 2;
    }
    return std::string_view(begin, static_cast<std::size_t>(at - begin));
}

value text_value(given_as as, std::string_view text) {
    value v;
    v.as = as;
    v.data = text.data();
    v.size = static_cast<std::uint32_t>(text.size());
    return v;
}

// `key=value`; a key that the kind does not have is a member that nobody knows.
value identifier_of(const domain::entity_kind& kind, std::uint8_t column, std::string_view text,
                    domain::batch& out) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos) return text_value(given_as::text, text);
    const auto keys = kind.keys();
    const auto key = std::ranges::find(keys, text.substr(0, equals));
    if (key == keys.end()) {
        domain::unknown_member u;
        u.where.column = column;
        u.name = text.substr(0, equals);
        u.given = text_value(given_as::text, text.substr(equals + 1));
        out.unknown_members.push(u);
        value v;
        v.as = given_as::parts;
        v.size = 0;
        v.first = static_cast<std::uint32_t>(out.parts.size());
        return v;
    }
    value v = text_value(given_as::identifier, text.substr(equals + 1));
    v.key = static_cast<std::uint8_t>(key - keys.begin());
    v.found = nullptr;
    return v;
}

value value_of(const domain::field& what, std::uint8_t column, std::string_view text,
               domain::batch& out) {
    switch (what.type) {
        case value_type::identifier: return identifier_of(*what.kind, column, text, out);
        case value_type::boolean:
            if (text == "true") return text_value(given_as::yes, text);
            if (text == "false") return text_value(given_as::no, text);
            [[fallthrough]];
        case value_type::whole:
        case value_type::floating:
        case value_type::amount:
        case value_type::quantity:
            return text_value(is_json_number(text) ? given_as::number : given_as::text, text);
        default: return text_value(given_as::text, text);
    }
}

}  // namespace

std::optional<std::string_view> read_query(const call_decoder& by, std::string_view target,
                                           domain::batch& out) {
    out.begin(by.shape(), by.type());
    const std::size_t columns = by.shape().parameters.size();
    const std::size_t question = target.find('?');
    std::string_view rest = question == target.npos ? "" : target.substr(question + 1);
    std::uint64_t seen = 0;
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const auto name = decoded(pair.substr(0, equals), out);
        const auto text = decoded(pair.substr(std::min(equals + 1, pair.size())), out);
        if (!name || !text) return broken_escape;
        if (!domain::is_utf8(*name) || !domain::is_utf8(*text)) return not_utf8;
        const std::uint8_t column = by.parameters().find(*name);
        if (column == domain::no_column) {
            domain::unknown_member u;
            u.name = *name;
            u.given = text_value(given_as::text, *text);
            out.unknown_members.push(u);
            continue;
        }
        const std::uint64_t bit = std::uint64_t{1} << column;
        if (seen & bit) return given_twice;
        seen |= bit;
        const value v = value_of(*by.shape().parameters[column].what, column, *text, out);
        if (out.call.given == 0) out.call.values = out.add_values(columns);
        out.call.given |= bit;
        out.values[out.call.values + column] = v;
    }
    return std::nullopt;
}

}  // namespace crmlocal::http
