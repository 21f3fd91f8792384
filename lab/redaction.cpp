// SPDX-License-Identifier: BSL-1.0
#include "lab/redaction.hpp"

#include <algorithm>
#include <charconv>

#include "lab/json_text.hpp"

namespace crmlocal::lab {
namespace {

constexpr std::string_view secrets[] = {"token", "password"};
constexpr std::string_view secret_fields[] = {"authorization", "proxy-authorization", "cookie",
                                              "x-admin-token"};

bool same_letters(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
    });
}

std::size_t skip(std::string_view what, std::string_view in, std::size_t at) noexcept {
    return std::min(in.find_first_not_of(what, at), in.size());
}

}  // namespace

bool is_secret_member(std::string_view name) noexcept {
    return std::ranges::any_of(secrets, [name](auto s) { return same_letters(name, s); });
}

std::string decoded_query(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        const char* const digits = text.data() + i + 1;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string redact_json(std::string_view text, std::string_view with) {
    std::string out;
    out.reserve(text.size());
    std::size_t kept = 0;
    for (std::size_t at = text.find('"'); at < text.size(); at = text.find('"', at)) {
        const std::size_t end = end_of_text(text, at);
        const std::size_t colon = skip(" \t\n\r", text, end);
        if (colon == text.size() || text[colon] != ':' ||
            !is_secret_member(unquoted(text.substr(at, end - at)))) {
            at = end;
            continue;
        }
        const std::size_t value = skip(" \t\n\r", text, colon + 1);
        at = value;
        if (value == text.size() || text[value] == '{' || text[value] == '[') continue;
        at = text[value] == '"' ? end_of_text(text, value)
                                : std::min(text.find_first_of(",]} \t\n\r", value), text.size());
        if (text.substr(value, at - value) == "null") continue;
        out.append(text.substr(kept, value - kept)).append("\"").append(with).append("\"");
        kept = at;
    }
    return out.append(text.substr(kept));
}

std::string redact_target(std::string_view target, std::string_view with) {
    std::size_t at = target.find('?');
    if (at == target.npos) return std::string(target);
    std::string out(target.substr(0, ++at));
    while (at <= target.size()) {
        const std::size_t end = std::min(target.find('&', at), target.size());
        const std::string_view one = target.substr(at, end - at);
        const std::size_t equals = one.find('=');
        if (equals != one.npos && is_secret_member(decoded_query(one.substr(0, equals))))
            out.append(one.substr(0, equals + 1)).append(with);
        else out += one;
        if (end == target.size()) break;
        out += '&';
        at = end + 1;
    }
    return out;
}

std::string redact_text(std::string_view text) {
    std::string out;
    std::size_t kept = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const std::string_view name : secrets) {
            if (!same_letters(text.substr(at, name.size()), name)) continue;
            const std::size_t sign = skip("\"' \t\n\r\\", text, at + name.size());
            if (sign == text.size() || (text[sign] != ':' && text[sign] != '=')) continue;
            const std::size_t value = skip("\"' \t\n\r\\", text, sign + 1);
            const std::size_t end =
                std::min(text.find_first_of("\"'&,;} \t\n\r", value), text.size());
            out.append(text.substr(kept, value - kept)).append(redacted);
            kept = end;
            at = end - 1;
            break;
        }
    }
    return out.append(text.substr(std::min(kept, text.size())));
}

bool is_secret_field(std::string_view name) noexcept {
    return std::ranges::any_of(secret_fields, [name](auto s) { return same_letters(name, s); });
}

}  // namespace crmlocal::lab
