// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/admin_router.hpp"

namespace crmlocal::http {

/// Adds the methods of the call log, below /__admin/organisations/{name}/requests for one
/// organisation, below /__admin/requests for all of them together, and below
/// /__admin/requests/unmatched for calls that reached none.
void add_request_methods(admin_router& to);

}  // namespace crmlocal::http
