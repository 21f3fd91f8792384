// SPDX-License-Identifier: BSL-1.0
#include "lab/duration.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

namespace crmlocal::lab {
namespace {

constexpr double milliseconds_max = 1000.0 * 365 * 24 * 3600 * 1000;

// How many milliseconds a unit has; 0 if it is none.
double milliseconds_of(std::string_view unit) noexcept {
    if (unit == "ms") return 1;
    if (unit == "s") return 1000;
    if (unit == "m") return 60'000;
    if (unit == "h") return 3'600'000;
    if (unit == "d") return 86'400'000;
    return 0;
}

}  // namespace

std::optional<std::chrono::milliseconds> read_duration(const boost::json::value& given) {
    double milliseconds = 0;
    if (given.is_number()) {
        milliseconds = given.to_number<double>() * 1000;
    } else if (const auto* text = given.if_string()) {
        const char* const end = text->data() + text->size();
        const auto [stop, error] = std::from_chars(text->data(), end, milliseconds);
        const double unit =
            milliseconds_of(std::string_view(stop, static_cast<std::size_t>(end - stop)));
        if (error != std::errc() || unit == 0) return std::nullopt;
        milliseconds *= unit;
    } else {
        return std::nullopt;
    }
    if (!(std::abs(milliseconds) <= milliseconds_max)) return std::nullopt;
    return std::chrono::milliseconds(std::llround(milliseconds));
}

}  // namespace crmlocal::lab
