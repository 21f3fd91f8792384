// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/api.hpp"
#include "http/service.hpp"

namespace crmlocal::http {

/// What the faults of a watched call do before it is carried out. False if it is not to be carried
/// out now: it has been refused, or has to wait first.
bool begin_injection(const api_context& context, workspace& memory);

/// What they do to the answer of a watched call.
void end_injection(const api_context& context, workspace& memory);

}  // namespace crmlocal::http
