// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "store/guarded.hpp"

namespace crmlocal::store {

/// Lets go of what is large and no longer needed on a thread of its own, so that who has dropped it
/// need not wait until its memory is given back. Safe for use by several threads at once.
class reclaimer {
public:
    reclaimer() = default;
    /// Lets go of everything first.
    ~reclaimer();

    /// Drops this reference, soon.
    void drop(std::shared_ptr<const void> what);

private:
    struct state {
        std::vector<std::shared_ptr<const void>> dropped;
        bool stopping = false;
        std::thread thread;
    };

    void run();

    guarded<state> state_;
    condition work_;
};

}  // namespace crmlocal::store
