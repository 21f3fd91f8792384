// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

#include "store/memory_ledger.hpp"
#include "store/snapshot.hpp"

namespace crmlocal::store {

/// True if there is no directory of that name, or an empty one. Throws `damage` if it cannot be
/// read.
bool is_free_directory(const std::string& path);

/// Makes a data directory that holds what a ledger holds, durable when it returns; the first frame
/// of its journal will have that number. The directory must be free. Throws `damage` or
/// `boost::system::system_error`.
snapshot_summary make_directory(const std::string& path, memory_ledger& from,
                                std::uint64_t first_sequence);

}  // namespace crmlocal::store
