// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <string_view>

namespace crmlocal::http {

/// A warning that may come very often and is logged at most once each second, with how often it was
/// left out. For use by all threads.
class complaint {
public:
    explicit complaint(std::string_view text) noexcept : text_(text) {}

    /// Logs the text with its cause, or counts.
    void log(std::string_view cause) noexcept;

private:
    using clock = std::chrono::steady_clock;

    std::string_view text_;
    std::atomic<clock::rep> next_{0};
    std::atomic<unsigned long> unsaid_{0};
};

}  // namespace crmlocal::http
