// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace crmlocal::store {

/// What was lost of a journal behind a damage.
struct journal_loss {
    std::uint64_t first_sequence = 0;  ///< of the first frame that is lost
    std::uint64_t bytes = 0;           ///< put aside
    std::uint64_t frames = 0;          ///< among them that can still be read
    std::uint64_t events = 0;          ///< in those
    std::uint64_t last_sequence = 0;   ///< the largest of those; 0: there are none
};

/// What a repair did, or would do.
struct repair_report {
    std::vector<std::string> steps;  ///< a sentence each, in order; none: nothing is to be repaired
    std::optional<journal_loss> lost;
};

/// Makes a directory readable again, from what is sound in it, without losing a byte: what cannot
/// be used is kept as `.broken`. With `dry_run` nothing is changed. Throws `damage` if there is no
/// snapshot to go back to, and then nothing was changed; a file of a newer version is no damage and
/// is refused.
repair_report repair_directory(const std::string& path, bool dry_run);

}  // namespace crmlocal::store
