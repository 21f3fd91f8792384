// SPDX-License-Identifier: BSL-1.0
#include "test/support/json.hpp"

#include <stdexcept>

namespace crmlocal::test {
namespace {

enum class order { any, same };

std::string compare(const json::value& expected, const json::value& actual, order members,
                    const std::string& at);

std::string differ(const std::string& at, const std::string& expected, const std::string& actual) {
    return (at.empty() ? "the value" : at) + ": expected " + expected + ", found " + actual;
}

std::string names_of(const json::object& of) {
    std::string out = "members";
    for (const auto& member : of) out.append(" ").append(member.key());
    return out;
}

std::string compare(const json::object& expected, const json::object& actual, order members,
                    const std::string& at) {
    bool same_names = expected.size() == actual.size();
    auto other = actual.begin();
    for (const auto& member : expected) {
        if (!same_names) break;
        same_names =
            members == order::same ? other++->key() == member.key() : actual.contains(member.key());
    }
    if (!same_names) return differ(at, names_of(expected), names_of(actual));
    for (const auto& [name, value] : expected) {
        const std::string below = at + "." + std::string(name);
        std::string found = compare(value, actual.at(name), members, below);
        if (!found.empty()) return found;
    }
    return {};
}

std::string compare(const json::array& expected, const json::array& actual, order members,
                    const std::string& at) {
    if (expected.size() != actual.size())
        return differ(at, std::to_string(expected.size()) + " elements: " + serialize(expected),
                      std::to_string(actual.size()) + ": " + serialize(actual));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const std::string below = at + "[" + std::to_string(i) + "]";
        std::string found = compare(expected[i], actual[i], members, below);
        if (!found.empty()) return found;
    }
    return {};
}

std::string compare(const json::value& expected, const json::value& actual, order members,
                    const std::string& at) {
    if (expected.is_object() && actual.is_object())
        return compare(expected.get_object(), actual.get_object(), members, at);
    if (expected.is_array() && actual.is_array())
        return compare(expected.get_array(), actual.get_array(), members, at);
    return expected == actual ? "" : differ(at, serialize(expected), serialize(actual));
}

}  // namespace

json::value parse_json(std::string_view text) {
    boost::system::error_code error;
    json::value out = json::parse(text, error);
    if (error) throw std::runtime_error("not JSON (" + error.message() + "): " + std::string(text));
    return out;
}

std::string json_text(std::string_view text) { return json::serialize(json::string(text)); }

std::string difference(const json::value& expected, const json::value& actual) {
    return compare(expected, actual, order::any, "");
}

std::string difference_in_order(const json::value& expected, const json::value& actual) {
    return compare(expected, actual, order::same, "");
}

}  // namespace crmlocal::test
