// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>

namespace crmlocal::test {

/// How long anything may take before a test gives up: an emergency brake, never an expectation.
inline constexpr std::chrono::seconds patience{30};

/// A point in time after which waiting is given up.
class deadline {
public:
    explicit deadline(std::chrono::milliseconds from_now = patience)
        : at_(std::chrono::steady_clock::now() + from_now) {}

    /// What is left, as `poll` wants it: milliseconds, rounded up, never negative.
    int left() const {
        using namespace std::chrono;
        const auto rest = ceil<milliseconds>(at_ - steady_clock::now()).count();
        return static_cast<int>(std::max<decltype(rest)>(rest, 0));
    }

private:
    std::chrono::steady_clock::time_point at_;
};

}  // namespace crmlocal::test
