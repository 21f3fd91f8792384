// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace crmlocal::store {

/// What a frame of a journal or snapshot says. Never given another meaning; new ones go to the end.
enum class change_type : std::uint8_t {
    segment_end = 1,   ///< of a journal's segment: another one follows
    snapshot_cut = 2,  ///< of a snapshot, first: where the journal goes on
    reference = 3,     ///< reference data begins, its number and seed
    entities = 4,      ///< some entities of one kind, in their order
    organisation =
        5,       ///< an organisation as it began; of a journal: one that is new, or described anew
    events = 6,  ///< events of one type, call by call
    answer = 7,  ///< the answer to a call that had an Idempotency-Key
    snapshot_end = 8,  ///< of a snapshot, last: how much there was
    cancellation = 9,  ///< events of one type were cancelled
    entity = 10,       ///< an entity was created
    current = 11,      ///< a new organisation is the one of its name from now on
    removal = 12,      ///< an organisation is gone
    padding = 13,      ///< of a journal: nothing, up to the end of a block
};

}  // namespace crmlocal::store
