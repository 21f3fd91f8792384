// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "domain/batch.hpp"
#include "domain/rules.hpp"

namespace crmlocal::domain {

/// Judges every event of the batch by stages one to four: shape, presence, references, relations.
/// The first refusal is the verdict on an event. Needs the batch resolved; what it reads from the
/// texts (dates, amounts) it leaves in the values. Claims are the ledger's business.
void judge_events(batch& call, const rule_settings& settings);

}  // namespace crmlocal::domain
