// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "domain/batch.hpp"
#include "store/references.hpp"

namespace crmlocal::store {

/// Looks up all identifiers of a batch in the reference data. Pure: what is found
/// lives as long as the data.
void resolve_batch(const references& data, domain::batch& call);

}  // namespace crmlocal::store
