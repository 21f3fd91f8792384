// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/data_directory.hpp"

namespace crmlocal::store {

/// What a file in a data directory is there for.
enum class file_role : std::uint8_t {
    in_use,      ///< the lock, the manifest and what it names
    missing,     ///< named by the manifest, but not there
    replaced,    ///< a snapshot or segment that is no longer needed; goes at the next start
    unfinished,  ///< of a snapshot or manifest that was being written; goes at the next start
    kept,        ///< what was cut off or put aside, `.broken`; nobody reads it
    foreign      ///< not ours
};

std::string_view name_of(file_role role) noexcept;

/// A file in a data directory.
struct listed_file {
    std::string name;
    std::uint64_t bytes = 0;
    file_role role = file_role::foreign;
};

/// All files in a directory and those that are missing, by name. Throws `damage` if it cannot be
/// read.
std::vector<listed_file> list_files(const data_directory& in);

}  // namespace crmlocal::store
