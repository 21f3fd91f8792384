// SPDX-License-Identifier: BSL-1.0
#include "lab/json_reader.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domain/date_time.hpp"

namespace crmlocal::lab {
namespace {

namespace json = boost::json;

std::string list_of(std::span<const std::string_view> names) {
    std::string out;
    for (std::string_view each : names) out.append(out.empty() ? "" : ", ").append(each);
    return out;
}

// A number of any kind as a double; nothing for anything else.
std::optional<double> number_of(const json::value& v) {
    if (const auto* whole = v.if_int64()) return static_cast<double>(*whole);
    if (const auto* large = v.if_uint64()) return static_cast<double>(*large);
    if (const auto* real = v.if_double()) return *real;
    return std::nullopt;
}

std::string range_of(std::string_view kind, const std::string& least, const std::string& most,
                     bool open) {
    if (open) return fmt::format("must be {} from {} on", kind, least);
    return fmt::format("must be {} from {} to {}", kind, least, most);
}

}  // namespace

std::string json_complaint::text() const {
    return (pointer.empty() ? std::string("The document") : pointer) + " " + why + ".";
}

std::string pointer_to(std::string_view parent, std::string_view member) {
    std::string out(parent);
    out += '/';
    for (char c : member) {
        if (c == '~') out += "~0";
        else if (c == '/') out += "~1";
        else out += c;
    }
    return out;
}

std::string pointer_to(std::string_view parent, std::size_t index) {
    return std::string(parent) + "/" + std::to_string(index);
}

object_reader::object_reader(const json::value& what, std::string pointer,
                             std::optional<json_complaint>& wrong)
    : is_(what.if_object()), pointer_(std::move(pointer)), wrong_(wrong) {
    if (!is_) complain("", "must be an object, not " + brief(what));
}

const json::value* object_reader::find(std::string_view name) {
    if (std::ranges::find(known_, name) == known_.end()) known_.push_back(name);
    const json::value* found = is_ ? is_->if_contains(name) : nullptr;
    return found && !found->is_null() ? found : nullptr;
}

void object_reader::complain(std::string_view name, std::string why) {
    if (wrong_) return;
    wrong_ = json_complaint{name.empty() ? pointer_ : pointer_of(name), std::move(why)};
}

std::optional<std::uint64_t> object_reader::whole_number(std::string_view name, std::uint64_t least,
                                                         std::uint64_t most) {
    const json::value* v = find(name);
    if (!v) return std::nullopt;
    const auto given = number_of(*v);
    std::optional<std::uint64_t> out;
    if (const auto* whole = v->if_int64(); whole && *whole >= 0)
        out = static_cast<std::uint64_t>(*whole);
    else if (const auto* large = v->if_uint64()) out = *large;
    // 5.0 is a whole number as well.
    else if (given && *given >= 0 && *given < 9e15 && *given == std::floor(*given))
        out = static_cast<std::uint64_t>(*given);
    if (out && *out >= least && *out <= most) return out;
    complain(name, range_of("a whole number", std::to_string(least), std::to_string(most),
                            most == UINT64_MAX) +
                       ", not " + brief(*v));
    return std::nullopt;
}

std::optional<double> object_reader::number(std::string_view name, double least, double most) {
    const json::value* v = find(name);
    if (!v) return std::nullopt;
    const auto given = number_of(*v);
    if (given && *given >= least && *given <= most) return given;
    complain(name, range_of("a number", fmt::format("{:g}", least), fmt::format("{:.10g}", most),
                            std::isinf(most)) +
                       ", not " + brief(*v));
    return std::nullopt;
}

std::optional<bool> object_reader::truth(std::string_view name) {
    const json::value* v = find(name);
    if (!v) return std::nullopt;
    if (const bool* is = v->if_bool()) return *is;
    complain(name, "must be true or false, not " + brief(*v));
    return std::nullopt;
}

std::optional<std::int64_t> object_reader::time(std::string_view name) {
    const boost::json::value* given = find(name);
    if (!given) return std::nullopt;
    if (const auto* ms = given->if_int64()) return *ms;
    if (const boost::json::string* text = given->if_string())
        if (const auto seconds = domain::parse_date_time(*text)) return *seconds * 1000;
    complain(name,
             "must be a time such as 2026-11-24T12:00:00 (UTC) or milliseconds since 1970, not " +
                 brief(*given));
    return std::nullopt;
}

std::optional<std::string> object_reader::text(std::string_view name, std::size_t bytes_max) {
    const json::value* v = find(name);
    if (!v) return std::nullopt;
    const json::string* is = v->if_string();
    if (is && !is->empty() && is->size() <= bytes_max) return std::string(*is);
    complain(name, fmt::format("must be a text of 1 to {} bytes, not {}", bytes_max, brief(*v)));
    return std::nullopt;
}

std::optional<std::size_t> object_reader::one_of(std::string_view name,
                                                 std::span<const std::string_view> allowed) {
    const json::value* v = find(name);
    if (!v) return std::nullopt;
    if (const json::string* is = v->if_string()) {
        const auto at = std::ranges::find(allowed, std::string_view(*is));
        if (at != allowed.end()) return static_cast<std::size_t>(at - allowed.begin());
    }
    complain(name, "must be one of " + list_of(allowed) + ", not " + brief(*v));
    return std::nullopt;
}

std::vector<std::string> object_reader::texts(std::string_view name, std::size_t bytes_max) {
    const json::value* v = find(name);
    if (!v) return {};
    std::vector<std::string> out;
    const auto add = [&](const json::value& each) {
        const json::string* is = each.if_string();
        if (is && !is->empty() && is->size() <= bytes_max) out.emplace_back(*is);
        else
            complain(name,
                     fmt::format("must be a text of 1 to {} bytes or an array of such, not {}",
                                 bytes_max, brief(*v)));
    };
    if (const json::array* all = v->if_array()) {
        if (all->empty()) complain(name, "must not be an empty array: it would never match");
        for (const json::value& each : *all) add(each);
    } else add(*v);
    return out;
}

std::vector<value_condition> object_reader::conditions(std::string_view name) {
    const json::value* v = find(name);
    if (!v) return {};
    auto out = value_condition::read_all(*v);
    if (out) return *std::move(out);
    complain(name, "is no condition: " + out.error());
    return {};
}

void object_reader::finish() {
    if (!is_ || wrong_) return;
    for (const auto& member : *is_) {
        const std::string_view name = member.key();
        if (std::ranges::find(known_, name) != known_.end()) continue;
        return complain(name, "is unknown; allowed are " + list_of(known_));
    }
}

}  // namespace crmlocal::lab
