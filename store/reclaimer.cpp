// SPDX-License-Identifier: BSL-1.0
#include "store/reclaimer.hpp"

#include <utility>

namespace crmlocal::store {

reclaimer::~reclaimer() {
    std::thread running;
    {
        auto held = state_.lock();
        held->stopping = true;
        running = std::move(held->thread);
    }
    work_.notify();
    if (running.joinable()) running.join();
}

void reclaimer::drop(std::shared_ptr<const void> what) {
    {
        auto held = state_.lock();
        held->dropped.push_back(std::move(what));
        if (!held->thread.joinable() && !held->stopping)
            held->thread = std::thread([this] { run(); });
    }
    work_.notify();
}

void reclaimer::run() {
    std::vector<std::shared_ptr<const void>> mine;
    for (;;) {
        {
            auto held = state_.lock();
            work_.wait(held, [](const state& s) { return s.stopping || !s.dropped.empty(); });
            if (held->dropped.empty()) return;
            mine.swap(held->dropped);
        }
        mine.clear();
    }
}

}  // namespace crmlocal::store
