// SPDX-License-Identifier: BSL-1.0
#include "http/complaint.hpp"

#include <spdlog/spdlog.h>

namespace crmlocal::http {

void complaint::log(std::string_view cause) noexcept {
    const auto now = clock::now().time_since_epoch();
    auto next = next_.load();
    const auto after = (now + std::chrono::seconds{1}).count();
    if (now.count() < next || !next_.compare_exchange_strong(next, after)) {
        ++unsaid_;
        return;
    }
    if (const auto unsaid = unsaid_.exchange(0); unsaid != 0)
        spdlog::warn("{}: {} ({} times since the last such line)", text_, cause, unsaid + 1);
    else spdlog::warn("{}: {}", text_, cause);
}

}  // namespace crmlocal::http
