// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "app/serve_options.hpp"
#include "store/memory_ledger.hpp"

namespace crmlocal::app {

/// Adds the organisations that the fixtures describe, or `demo` if there is no fixture and nothing
/// in the ledger. What the ledger already has is left as it is. False if a fixture cannot be used,
/// or the template is not among them, which has been said on standard error.
bool load_organisations(const serve_options& options, store::memory_ledger& ledger);

}  // namespace crmlocal::app
