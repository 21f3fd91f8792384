// SPDX-License-Identifier: BSL-1.0
#include "http/target.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "http/token.hpp"

namespace crmlocal::http {
namespace {

constexpr wire_fault malformed{400, "The request target is malformed."};

/// The characters of a registered name or an address: unreserved, sub-delims, "%".
constexpr char_set is_name_char{"-._~!$&'()*+,;=%"};

constexpr bool is_hex(char c) noexcept {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
}

bool has_sound_escapes(std::string_view name) noexcept {
    for (std::size_t i = name.find('%'); i != name.npos; i = name.find('%', i + 1))
        if (i + 2 >= name.size() || !is_hex(name[i + 1]) || !is_hex(name[i + 2])) return false;
    return true;
}

bool is_port(std::string_view text) noexcept {
    if (text.empty()) return true;
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, code] = std::from_chars(text.data(), end, port);
    return code == std::errc{} && stopped == end;
}

/// Whether a target has nothing but visible characters and no fragment. Looks at all of them: a
/// loop without a way out is one that compilers turn into a few wide steps.
bool is_visible(std::string_view target) noexcept {
    unsigned char other = 0;
    for (unsigned char c : target)
        other |= static_cast<unsigned char>(c - '!') > '~' - '!' || c == '#';
    return other == 0;
}

/// Cuts scheme and authority off an absolute form.
wire_fault reduce_absolute(std::string_view target, std::string_view& origin) noexcept {
    const auto scheme = target.find("://");
    if (scheme == target.npos || !(equal_without_case(target.substr(0, scheme), "http") ||
                                   equal_without_case(target.substr(0, scheme), "https")))
        return malformed;
    target.remove_prefix(scheme + 3);
    const auto end = std::min(target.find_first_of("/?"), target.size());
    const std::string_view authority = target.substr(0, end);
    if (authority.empty() || authority.front() == ':' || !is_host(authority)) return malformed;
    if (end == target.size()) {
        origin = "/";
        return {};
    }
    if (target[end] == '?') return {400, "The request target has no path."};
    origin = target.substr(end);
    return {};
}

}  // namespace

bool is_host(std::string_view text) noexcept {
    if (text.starts_with('[')) {  // an IPv6 address, whose own syntax is of no interest here
        const auto bracket = text.find(']');
        if (bracket == text.npos || bracket < 3) return false;
        const std::string_view address = text.substr(1, bracket - 1);
        if (!std::ranges::all_of(address, [](char c) { return is_name_char(c) || c == ':'; }))
            return false;
        text.remove_prefix(bracket + 1);
        return text.empty() || (text.front() == ':' && is_port(text.substr(1)));
    }
    const auto colon = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, colon);
    if (!std::ranges::all_of(name, is_name_char) || !has_sound_escapes(name)) return false;
    if (colon == text.size()) return true;
    return !name.empty() && is_port(text.substr(colon + 1));
}

wire_fault judge_target(const request& head, std::string_view& origin) noexcept {
    const std::string_view target = head.target;
    if (head.method == "CONNECT") return {501, "This server is no proxy."};
    if (target.empty() || !is_visible(target)) return malformed;
    if (target == "*") {
        if (head.method != "OPTIONS") return malformed;
        origin = target;
        return {};
    }
    if (target.front() != '/') return reduce_absolute(target, origin);
    origin = target;
    return {};
}

}  // namespace crmlocal::http
