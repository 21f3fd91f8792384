// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "lab/laboratory.hpp"

namespace crmlocal::http {

struct request;
struct workspace;

/// A call that the laboratory of its organisation looks at, while it is in progress.
struct watched_call {
    std::shared_ptr<store::tenant> of;  ///< whose laboratory it is
    std::int64_t time = 0;              ///< by its clock, milliseconds since 1970
    std::chrono::steady_clock::time_point began;

    lab::laboratory& by() const noexcept { return *lab::laboratory::of(*of); }
};

/// To be called as soon as it is known whose call it is. False if it needs no more work: then it has
/// been answered.
bool begin_watching(const request& asked, workspace& memory,
                    const std::shared_ptr<store::tenant>& of);

/// To be called when the events of a call are judged and before they are recorded.
void watch_events(workspace& memory);

/// To be called when a call is answered.
void end_watching(const request& asked, workspace& memory);

}  // namespace crmlocal::http
