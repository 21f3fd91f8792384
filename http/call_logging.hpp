// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/request.hpp"
#include "http/service.hpp"
#include "lab/call_log.hpp"

namespace crmlocal::http {

/// Puts a watched call, which has been answered, into the log of its organisation, if that records.
/// A large body goes with it: the request's views of it are not to be used after that.
void log_call(const request& asked, workspace& memory);

/// Puts a call that reached no organisation, and has been answered, into a log of its own.
void log_unmatched_call(const request& asked, workspace& memory, lab::call_log& into);

}  // namespace crmlocal::http
