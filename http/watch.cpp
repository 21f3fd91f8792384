// SPDX-License-Identifier: BSL-1.0
#include "http/watch.hpp"

#include "http/service.hpp"

namespace crmlocal::http {

bool begin_watching(const request& asked, workspace& memory,
                    const std::shared_ptr<store::tenant>& of) {
    memory.caller_known = true;
    lab::laboratory* const by = lab::laboratory::of(*of);
    if (!by || !by->in_use()) return true;
    const auto since_1970 = of->clock().now().time_since_epoch();
    memory.watched = std::make_unique<watched_call>(
        of, std::chrono::floor<std::chrono::milliseconds>(since_1970).count(),
        std::chrono::steady_clock::now());
    static_cast<void>(asked);
    return true;
}

void watch_events(workspace& memory) { static_cast<void>(memory); }

void end_watching(const request& asked, workspace& memory) {
    static_cast<void>(asked);
    memory.watched.reset();
}

}  // namespace crmlocal::http
