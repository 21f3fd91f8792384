// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

namespace crmlocal::lab {

/// A span of time as people write it: a number of seconds, or a text such as "90s", "250ms", "10m",
/// "2h" or "1d", with a minus if need be. Nothing if it is none, or longer than a thousand years.
std::optional<std::chrono::milliseconds> read_duration(const boost::json::value& given);

/// What a sentence says is expected.
inline constexpr char duration_forms[] =
    R"(a number of seconds, or a text such as "250ms", "90s", "10m", "2h" or "1d")";

}  // namespace crmlocal::lab
