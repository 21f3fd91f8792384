// SPDX-License-Identifier: BSL-1.0
#include "http/exponents.hpp"

#include <algorithm>
#include <functional>

namespace crmlocal::http {
namespace {

constexpr std::size_t exponent_digits_max = 6;  // ample: no number that we accept needs four

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Where the string that starts at `at` ends: behind its closing quote, or the end of the text.
char* end_of_string(char* at, char* end) noexcept {
    for (++at; at < end && *at != '"'; ++at)
        if (*at == '\\') ++at;
    return std::min(at + 1, end);
}

// The digits of an exponent, all but the last few of them made zeros; the value stays out of range.
void shorten(char* first, char* last) noexcept {
    first = std::find_if(first, last, [](char c) { return c != '0'; });
    if (static_cast<std::size_t>(last - first) <= exponent_digits_max) return;
    std::fill(first, last - exponent_digits_max, '0');
    std::fill(last - exponent_digits_max, last, '9');
}

}  // namespace

std::string with_short_exponents(std::string_view body) {
    std::string copy(body);
    char* const begin = copy.data();
    char* const end = begin + copy.size();
    for (char* at = begin; at < end;) {
        if (*at == '"') {
            at = end_of_string(at, end);
        } else if ((*at == 'e' || *at == 'E') && at > begin && is_digit(at[-1])) {
            ++at;
            if (at < end && (*at == '+' || *at == '-')) ++at;
            char* const last = std::find_if_not(at, end, is_digit);
            shorten(at, last);
            at = last;
        } else {
            ++at;
        }
    }
    return copy;
}

void point_into(std::string_view body, std::string_view copy, domain::batch& call) {
    const auto move = [&](const char*& data) {
        const std::less_equal<const char*> not_after;
        if (data && not_after(copy.data(), data) && not_after(data, copy.data() + copy.size()))
            data = body.data() + (data - copy.data());
    };
    const auto move_all = [&](auto& items) {
        for (auto& item : items.all()) move(item.data);
    };
    move(call.set.data);
    move_all(call.events);
    move_all(call.rows);
    for (domain::identifier_part& part : call.parts.all()) move(part.given.data);
    for (domain::unknown_member& u : call.unknown_members.all()) {
        const char* name = u.name.data();
        move(name);
        u.name = {name, u.name.size()};
        move(u.given.data);
    }
    // A place without a value is undetermined: only those given may be looked at.
    const auto move_values = [&](const domain::object& o) {
        for (std::uint8_t c = 0; c < domain::columns_max; ++c)
            if (domain::value* v = call.find(o, c)) move(v->data);
    };
    move_values(call.call);
    for (const domain::object& o : call.events.all()) move_values(o);
    for (const domain::object& o : call.rows.all()) move_values(o);
}

}  // namespace crmlocal::http
