// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crmlocal::domain {

/// A date and time of the API as seconds since 1970-01-01T00:00:00, in no zone.
using date_time = std::int64_t;

/// How many bytes one has in the form of the API.
inline constexpr std::size_t date_time_bytes = 19;

/// Reads exactly `YYYY-MM-DDThh:mm:ss`: a real calendar date, years 0001 to 9999, no 24:00:00 and
/// no leap second. Nothing otherwise.
std::optional<date_time> parse_date_time(std::string_view text) noexcept;

/// Writes the form that `parse_date_time` reads. The value must be one that it returned.
std::string format_date_time(date_time value);

}  // namespace crmlocal::domain
