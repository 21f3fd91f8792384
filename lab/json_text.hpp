// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace crmlocal::lab {

/// Appends the text as a JSON string, quotes included. What is no UTF-8 becomes U+FFFD.
void append_json_text(std::string_view text, std::string& out);

/// The place after the JSON string that begins at `at`, or the end of a text in which it does not
/// end.
std::size_t end_of_text(std::string_view in, std::size_t at) noexcept;

/// The value of a member of a JSON object, as it is written; empty if it has none. The object must
/// be valid JSON.
std::string_view member_of(std::string_view object, std::string_view member);

/// The elements of an array that is a member of a JSON object, as they are written; none if there
/// is no such array. The object must be valid JSON.
std::vector<std::string_view> elements_of(std::string_view object, std::string_view member);

/// Appends the value as JSON, its numbers in their shortest form.
void append_json(const boost::json::value& v, std::string& out);

/// The bytes that a JSON string holds, given with its quotes; of what is no valid string, some.
std::string unquoted(std::string_view text);

}  // namespace crmlocal::lab
