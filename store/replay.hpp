// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include "store/change.hpp"
#include "store/memory_ledger.hpp"

namespace crmlocal::store {

/// Makes a change again that a journal's frame tells of, unless the ledger has it already; a null
/// ledger only checks it. How many events it is about. Throws `std::runtime_error` if it cannot be.
std::uint64_t replay(change_type type, std::string_view payload, memory_ledger* into);

/// Takes a change back that never became durable.
void undo(change_type type, std::string_view payload, memory_ledger& in);

}  // namespace crmlocal::store
