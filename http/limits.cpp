// SPDX-License-Identifier: BSL-1.0
#include "http/limits.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace crmlocal::http {
namespace {

constexpr std::size_t descriptors_reserved = 64;

}  // namespace

milliseconds limits::sweep_time() const noexcept {
    const milliseconds shortest =
        std::min({idle_time, header_time, body_time, write_time, linger_time, drain_linger_time});
    return std::clamp(shortest / 4, milliseconds{5}, milliseconds{250});
}

std::size_t connections_of_process() noexcept {
    rlimit descriptors{};
    if (getrlimit(RLIMIT_NOFILE, &descriptors) != 0) return 1024 - descriptors_reserved;
    const auto allowed = static_cast<std::size_t>(std::min<rlim_t>(descriptors.rlim_cur, 1U << 20));
    return allowed > 2 * descriptors_reserved ? allowed - descriptors_reserved
                                              : std::max<std::size_t>(allowed / 2, 1);
}

}  // namespace crmlocal::http
