// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "domain/reference_methods.hpp"
#include "http/api.hpp"
#include "http/router.hpp"

namespace crmlocal::http {

/// Adds the methods that are about one kind of reference data: `<path>/show`, `<path>/list` and
/// `<path>/create`, as far as there are any [found]. The context must outlive them.
void add_reference_methods(router& to, const api_context& context,
                           const domain::reference_methods& methods);

}  // namespace crmlocal::http
