// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>

#include "domain/batch.hpp"
#include "store/journal.hpp"
#include "store/ledger.hpp"
#include "store/memory_organisation.hpp"

namespace crmlocal::store {

/// What became of a batch.
struct recorded {
    std::uint64_t ticket = 0;  ///< of the journal, to wait for before anybody is told; 0: at once
    std::uint64_t events = 0;  ///< that were recorded
};

/// Takes the claims of the accepted events of a batch, refusing those that come too late; gives
/// numbers and ids to the rest and puts them into their log and, if it is not null, the journal.
/// Nothing if the journal takes nothing: then nothing was recorded. Does not wait. Safe for use by
/// several threads at once.
std::optional<recorded> record_batch(journal* to, memory_organisation& world, std::size_t type,
                                     const call_origin& origin, domain::batch& call,
                                     const once_record* once);

}  // namespace crmlocal::store
