// SPDX-License-Identifier: BSL-1.0
#include "store/organisation_clock.hpp"

#include <algorithm>

namespace crmlocal::store {
namespace {

// Of milliseconds: nanoseconds since 1970 reach to 2262 only, so that is where clocks end.
time_point bounded(double milliseconds) {
    const double most =
        static_cast<double>(std::chrono::floor<std::chrono::milliseconds>(time_point::max())
                                .time_since_epoch()
                                .count());
    const double least = -most;
    const auto whole = static_cast<std::int64_t>(std::clamp(milliseconds, least, most));
    return time_point(std::chrono::milliseconds(whole));
}

double milliseconds_of(std::chrono::system_clock::duration d) {
    return std::chrono::duration<double, std::milli>(d).count();
}

}  // namespace

time_point organisation_clock::anchor::at(time_point real_now) const {
    if (rate == 0) return own;
    if (rate == 1) return own + (real_now - real);
    return bounded(milliseconds_of(own.time_since_epoch()) +
                   rate * milliseconds_of(real_now - real));
}

time_point organisation_clock::set_at(time_point real_now) const {
    return anchor_.lock()->at(real_now);
}

organisation_clock::setting organisation_clock::read() const {
    const time_point real = real_();
    if (is_real_.load(std::memory_order_relaxed)) return {true, 1, real};
    const auto from = anchor_.lock();
    return {false, from->rate, from->at(real)};
}

void organisation_clock::set(time_point now, double rate) {
    *anchor_.lock() = {real_(), now, rate};
    is_real_.store(false, std::memory_order_relaxed);
}

void organisation_clock::advance(std::chrono::system_clock::duration by) {
    const time_point real = real_();
    const auto from = anchor_.lock();
    const bool was_real = is_real_.load(std::memory_order_relaxed);
    const time_point now = was_real ? real : from->at(real);
    *from = {real, bounded(milliseconds_of(now.time_since_epoch()) + milliseconds_of(by)),
             was_real ? 1 : from->rate};
    is_real_.store(false, std::memory_order_relaxed);
}

void organisation_clock::follow_real() { is_real_.store(true, std::memory_order_relaxed); }

}  // namespace crmlocal::store
