// SPDX-License-Identifier: BSL-1.0
#include "store/memory_limit.hpp"

#include <charconv>
#include <chrono>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace crmlocal::store {
namespace {

constexpr std::int64_t look_pause_nanoseconds = 5'000'000;

}  // namespace

std::uint64_t resident_bytes() noexcept {
    static const int from = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    char text[128];
    const ssize_t got = from == -1 ? -1 : ::pread(from, text, sizeof text, 0);
    if (got <= 0) return 0;
    const std::string_view all(text, static_cast<std::size_t>(got));
    const std::size_t second = all.find(' ') + 1;
    std::uint64_t pages = 0;
    std::from_chars(text + second, text + all.size(), pages);
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

bool memory_limit::reached() noexcept {
    if (bytes_max_ == 0) return false;
    const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
    std::int64_t last = looked_at_.load(std::memory_order_relaxed);
    if (now - last >= look_pause_nanoseconds && looked_at_.compare_exchange_strong(last, now))
        reached_ = resident_bytes() >= bytes_max_;
    return reached_;
}

}  // namespace crmlocal::store
