// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "store/ledger.hpp"
#include "store/memory_organisation.hpp"

namespace crmlocal::store {

/// Copies what was recorded in an organisation, as it is at one moment, into one where nothing was
/// and of which nobody knows yet.
void copy_recorded(memory_organisation& from, memory_organisation& into,
                   const domain::event_catalogue& catalogue);

/// What of `after` is not in `before`, is no longer there, or is different; of what readers may
/// see.
organisation_difference compare_worlds(memory_organisation& before, memory_organisation& after,
                                       const domain::event_catalogue& catalogue,
                                       std::uint64_t visible);

}  // namespace crmlocal::store
