// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "domain/batch.hpp"
#include "http/reply.hpp"

namespace crmlocal::http {

/// Writes the answer to a bulk call that was judged and committed: the envelope with a row for each
/// event, in request order. `members` selects the members of the rows, a bit for each of
/// `domain::row_member`.
void write_bulk_rows(const domain::batch& call, std::uint8_t members, reply& out);

}  // namespace crmlocal::http
