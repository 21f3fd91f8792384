// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <functional>

#include "store/guarded.hpp"

namespace crmlocal::store {

using time_point = std::chrono::system_clock::time_point;

/// The time as one organisation has it: the real one, or one that was set and stands still or runs
/// at a rate. Rules what is submitted when, and when tokens and organisations expire; never the
/// server's own time-outs. Safe for use by several threads at once.
class organisation_clock {
public:
    /// `real` tells the real time.
    explicit organisation_clock(std::function<time_point()> real = std::chrono::system_clock::now)
        : real_(std::move(real)) {}

    time_point now() const {
        const time_point real = real_();
        return is_real_.load(std::memory_order_relaxed) ? real : set_at(real);
    }

    /// How it runs at this moment.
    struct setting {
        bool real = true;
        double rate = 1;  ///< seconds of its own for each real one; 0: it stands still
        time_point now;
    };
    setting read() const;

    /// From now on it is that time, and goes on at that rate, which must not be negative.
    void set(time_point now, double rate);

    /// Moves it by that much, back if negative, and leaves the rate as it is.
    void advance(std::chrono::system_clock::duration by);

    /// From now on it is the real time.
    void follow_real();

private:
    struct anchor {
        time_point real, own;
        double rate = 1;

        time_point at(time_point real_now) const;
    };

    time_point set_at(time_point real_now) const;

    std::function<time_point()> real_;
    std::atomic<bool> is_real_ = true;
    mutable guarded<anchor> anchor_;
};

}  // namespace crmlocal::store
