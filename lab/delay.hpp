// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>

#include "lab/draw.hpp"
#include "lab/json_reader.hpp"

namespace crmlocal::lab {

using milliseconds = std::chrono::duration<double, std::milli>;

/// The longest that a single delay can be.
inline constexpr milliseconds delay_max = std::chrono::hours{1};

/// How long something is put off: always the same, anything between two bounds, or lognormally
/// distributed as the response times of real services are.
class delay {
public:
    /// Reads milliseconds, or an object with a `type` as WireMock has them: `fixed` {milliseconds},
    /// `uniform` {lower, upper}, `lognormal` {median, sigma, max}. What is wrong goes to the
    /// complaint.
    static delay read(const boost::json::value& given, const std::string& pointer,
                      std::optional<json_complaint>& wrong);

    /// The delay for that purpose of a draw; never more than `delay_max`.
    milliseconds for_draw(const draw& from, std::uint64_t purpose) const noexcept;

private:
    enum class shape : std::uint8_t { fixed, uniform, lognormal };

    shape shape_ = shape::fixed;
    double first_ = 0;   // milliseconds: all of it, the lower bound, the median
    double second_ = 0;  // milliseconds: the upper bound; or sigma, which has no unit
    double most_ = delay_max.count();
};

}  // namespace crmlocal::lab
