// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace crmlocal::test {

namespace json = boost::json;

/// Reads JSON strictly, UTF-8 included; throws `std::runtime_error` with the text if it is none.
json::value parse_json(std::string_view text);

/// Writes a text as a JSON string, quotes included.
std::string json_text(std::string_view text);

/// Where and how two values differ, their members in any order; empty if they are equal.
std::string difference(const json::value& expected, const json::value& actual);

/// The same, and the members of every object must be in the same order.
std::string difference_in_order(const json::value& expected, const json::value& actual);

}  // namespace crmlocal::test
