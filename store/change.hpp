// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace crmlocal::store {

/// What a frame of a journal or snapshot says. Never given another meaning; new ones go to the end.
enum class change_type : std::uint8_t {
    segment_end = 1,   ///< of a journal's segment: another one follows
    snapshot_cut = 2,  ///< of a snapshot, first: where the journal goes on
    reference = 3,     ///< of a snapshot: reference data begins, its number and seed
    entities = 4,      ///< of a snapshot: some entities of one kind, in their order
    organisation = 5,  ///< an organisation as it began
    events = 6,        ///< events of one type, call by call
    answer = 7,        ///< the answer to a call that had an Idempotency-Key
    snapshot_end = 8,  ///< of a snapshot, last: how much there was
    cancellation = 9,  ///< events of one type were cancelled
    entity = 10,       ///< an entity was created
};

}  // namespace crmlocal::store
