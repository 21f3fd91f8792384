// SPDX-License-Identifier: BSL-1.0
#include "lab/delay.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crmlocal::lab {
namespace {

constexpr std::string_view shapes[] = {"fixed", "uniform", "lognormal"};
constexpr double sigma_max = 10;

// The member, which must be there.
double needed(object_reader& from, std::string_view name, double most) {
    const auto given = from.number(name, 0, most);
    if (!given && from.sound()) from.complain(name, "is missing");
    return given.value_or(0);
}

}  // namespace

delay delay::read(const boost::json::value& given, const std::string& pointer,
                  std::optional<json_complaint>& wrong) {
    constexpr double most = delay_max.count();
    delay out;
    if (given.is_number()) {
        boost::system::error_code bad;
        out.first_ = given.to_number<double>(bad);
        if ((bad || out.first_ < 0 || out.first_ > most) && !wrong)
            wrong = json_complaint{pointer,
                                   "must be from 0 to 3600000 milliseconds, not " + brief(given)};
        return out;
    }
    if (!given.is_object()) {
        if (!wrong)
            wrong = json_complaint{pointer,
                                   "must be a number of milliseconds or an object with a "
                                   "type (fixed, uniform or lognormal), not " +
                                       brief(given)};
        return out;
    }
    object_reader from(given, pointer, wrong);
    const auto type = from.one_of("type", shapes);
    if (!type && from.sound()) from.complain("type", "is missing: fixed, uniform or lognormal");
    out.shape_ = static_cast<shape>(type.value_or(0));
    switch (out.shape_) {
        case shape::fixed: out.first_ = needed(from, "milliseconds", most); break;
        case shape::uniform:
            out.first_ = needed(from, "lower", most);
            out.second_ = needed(from, "upper", most);
            if (out.second_ < out.first_) from.complain("upper", "must not be below `lower`");
            break;
        case shape::lognormal:
            out.first_ = needed(from, "median", most);
            out.second_ = needed(from, "sigma", sigma_max);
            out.most_ = from.number("max", 0, most).value_or(most);
            break;
    }
    from.finish();
    return out;
}

milliseconds delay::for_draw(const draw& from, std::uint64_t purpose) const noexcept {
    switch (shape_) {
        case shape::fixed: break;
        case shape::uniform:
            return milliseconds{first_ + (second_ - first_) * from.fraction(2 * purpose)};
        case shape::lognormal: {
            // Box and Muller. The logarithm's argument is never 0.
            const double radius = std::sqrt(-2 * std::log(1 - from.fraction(2 * purpose)));
            const double angle = 2 * std::numbers::pi * from.fraction(2 * purpose + 1);
            const double normal = radius * std::cos(angle);
            return milliseconds{std::min(first_ * std::exp(second_ * normal), most_)};
        }
    }
    return milliseconds{first_};
}

}  // namespace crmlocal::lab
