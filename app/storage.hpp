// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>

#include "app/serve_options.hpp"
#include "store/persistence.hpp"

namespace crmlocal::app {

/// Opens the data directory that the options name; null if they name none. What happens to it is
/// logged; where the disk fails so that nothing may be acknowledged any more, the process ends.
/// Throws `store::damage`.
std::unique_ptr<store::persistence> open_storage(const serve_options& options,
                                                 store::memory_ledger& ledger);

/// Reads what the directory holds into the ledger, telling of the progress: a bar on a terminal,
/// lines otherwise. False if `is_over` became true before it was done. Throws `store::damage`.
bool recover(store::persistence& from, const std::function<bool()>& is_over);

}  // namespace crmlocal::app
