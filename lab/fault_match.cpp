// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include "lab/fault.hpp"

namespace crmlocal::lab {
namespace {

namespace json = boost::json;

constexpr std::size_t method_bytes_max = 200;

// {"X-Test":"a"} is short for [{"name":"X-Test","equals":"a"}].
std::vector<header_test> read_header_texts(const json::object& pairs, const std::string& pointer,
                                           std::optional<json_complaint>& wrong) {
    std::vector<header_test> out;
    for (const auto& [name, value] : pairs) {
        const std::string at = pointer_to(pointer, name);
        if (!value.is_string() && !wrong)
            wrong = json_complaint{
                at, "must be the text that the field is to have, not " + brief(value)};
        const json::value test = {{"name", name}, {"equals", value}};
        out.push_back(header_test::read(test, at, wrong));
    }
    return out;
}

// One test, or an array of them.
std::vector<header_test> read_headers(object_reader& from) {
    const json::value* given = from.find("header");
    if (!given) return {};
    const std::string pointer = from.pointer_of("header");
    const json::object* pairs = given->if_object();
    if (pairs && !pairs->contains("name")) return read_header_texts(*pairs, pointer, from.wrong());
    const json::array* all = given->if_array();
    std::vector<header_test> out;
    if (!all) out.push_back(header_test::read(*given, pointer, from.wrong()));
    for (std::size_t i = 0; all && i < all->size() && from.sound(); ++i)
        out.push_back(header_test::read((*all)[i], pointer_to(pointer, i), from.wrong()));
    return out;
}

void read_window(const json::value& given, const std::string& pointer, call_match& out,
                 std::optional<json_complaint>& wrong) {
    object_reader from(given, pointer, wrong);
    out.from = from.time("from").value_or(INT64_MIN);
    out.until = from.time("until").value_or(INT64_MAX);
    if (out.until <= out.from) from.complain("until", "must be after `from`");
    from.finish();
}

// One number, or an array of them.
std::vector<std::uint64_t> read_nth(object_reader& from) {
    const json::value* given = from.find("nth");
    const json::array* all = given ? given->if_array() : nullptr;
    std::vector<std::uint64_t> out;
    if (!all) {
        if (const auto one = from.whole_number("nth", 1, UINT64_MAX)) out.push_back(*one);
        return out;
    }
    for (const json::value& each : *all) {
        const auto* number = each.if_int64();
        if (number && *number > 0) out.push_back(static_cast<std::uint64_t>(*number));
        else
            from.complain("nth", "must be a whole number from 1 on or an array of such, not " +
                                     brief(*given));
    }
    if (out.empty()) from.complain("nth", "must not be an empty array: it would never match");
    return out;
}

void check_types(const call_match& match, std::span<const std::string_view> types,
                 object_reader& from) {
    for (const std::string& each : match.types) {
        if (std::ranges::find(types, each) != types.end()) continue;
        std::string known;
        for (std::string_view type : types) known.append(known.empty() ? "" : ", ").append(type);
        from.complain("type", "must be among " + known + ", not \"" + each + "\"");
    }
}

}  // namespace

call_match read_match(const json::value& given, const std::string& pointer,
                      std::span<const std::string_view> types,
                      std::optional<json_complaint>& wrong) {
    call_match out;
    object_reader from(given, pointer, wrong);
    out.methods = from.texts("method", method_bytes_max);
    for (std::string& method : out.methods)
        method.erase(0, std::min(method.find_first_not_of('/'), method.size()));
    out.types = from.texts("type", method_bytes_max);
    check_types(out, types, from);
    out.headers = read_headers(from);
    out.body = from.conditions("body");
    if (const json::value* window = from.find("time"))
        read_window(*window, from.pointer_of("time"), out, wrong);
    out.nth = read_nth(from);
    out.every = from.whole_number("every", 1, UINT64_MAX).value_or(1);
    out.first = from.whole_number("first", 1, UINT64_MAX).value_or(UINT64_MAX);
    out.after = from.whole_number("after", 0, UINT64_MAX).value_or(0);
    out.probability = from.number("probability", 0, 1).value_or(1);
    from.finish();
    return out;
}

}  // namespace crmlocal::lab
