// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/admin_router.hpp"

namespace crmlocal::http {

/// Adds the methods below `/__admin/organisations/{name}/faults`, by which a test asks for
/// failures.
void add_fault_methods(admin_router& to);

}  // namespace crmlocal::http
