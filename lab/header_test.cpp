// SPDX-License-Identifier: BSL-1.0
#include "lab/header_test.hpp"

#include <algorithm>

namespace crmlocal::lab {
namespace {

namespace json = boost::json;

constexpr std::size_t name_bytes_max = 256;

bool same_name(std::string_view a, std::string_view b) noexcept {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

header_test header_test::read(const json::value& given, const std::string& pointer,
                              std::optional<json_complaint>& wrong) {
    header_test out;
    object_reader from(given, pointer, wrong);
    out.name_ = from.text("name", name_bytes_max).value_or("");
    if (out.name_.empty()) from.complain("name", "is missing: the name of a header field");
    if (!from.sound()) return out;

    json::object of_any_value = given.get_object();
    of_any_value.erase("name");
    of_any_value["path"] = "$[*]";
    auto condition = value_condition::read(of_any_value);
    if (condition) out.values_ = *std::move(condition);
    else from.complain("", "is no test of a header field: " + condition.error());
    return out;
}

bool header_test::holds_for(std::span<const named_text> fields) const {
    return values_->holds(values_of(fields));
}

std::string header_test::miss(std::span<const named_text> fields) const {
    return values_->miss(values_of(fields), "field " + name_);
}

json::array header_test::values_of(std::span<const named_text> fields) const {
    json::array out;
    for (const auto& [name, value] : fields)
        if (same_name(name, name_)) out.emplace_back(json::string_view(value));
    return out;
}

}  // namespace crmlocal::lab
