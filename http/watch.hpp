// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "lab/laboratory.hpp"
#include "store/asio.hpp"

namespace crmlocal::http {

struct api_context;
struct request;
struct workspace;

/// A call that the laboratory of its organisation looks at, while it is in progress.
struct watched_call {
    std::shared_ptr<store::tenant> of;  ///< whose laboratory it is
    std::int64_t time = 0;              ///< by its clock, milliseconds since 1970
    std::chrono::steady_clock::time_point began;
    lab::call_faults faults = lab::call_faults();  ///< that fire on it
    bool must_wait = false;                        ///< before it is carried out

    lab::laboratory& by() const noexcept { return *lab::laboratory::of(*of); }
};

/// The type of event that a method of the Web API is about: "web" of
/// "customer_events/bulk/web/create"; empty if it is about none.
std::string_view type_of_method(std::string_view method) noexcept;

/// To be called as soon as it is known whose call it is. False if it is not to be carried out: then
/// it has been answered, or has to wait first.
bool begin_watching(const api_context& context, const request& asked, workspace& memory,
                    const std::shared_ptr<store::tenant>& of);

/// True if the call has to wait before it is carried out: then it waits, and is to begin again.
task<bool> wait_first(const api_context& context, workspace& memory);

/// To be called when the events of a call are judged and before they are recorded.
void watch_events(workspace& memory);

/// To be called when a call is answered.
void end_watching(const api_context& context, const request& asked, workspace& memory);

}  // namespace crmlocal::http
