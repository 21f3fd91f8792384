// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "store/data_directory.hpp"
#include "store/journal.hpp"
#include "store/memory_ledger.hpp"
#include "store/snapshot.hpp"

namespace crmlocal::store {

/// The end of a journal that never became durable: a group that was being written when the power
/// went.
struct torn_tail {
    std::string file;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

/// What was found in a data directory.
struct recovery_summary {
    snapshot_summary snapshot;   ///< number 0: there is none
    std::uint64_t segments = 0;  ///< of the journal, that were read
    std::uint64_t frames = 0;    ///< of the journal
    std::uint64_t events = 0;    ///< in the journal's frames
    std::uint64_t journal_bytes = 0;
    std::optional<torn_tail> torn;
    bool ended = true;       ///< the last segment says that another one follows
    bool untouched = false;  ///< behind it there is one that was prepared and never written to
    journal::position next;  ///< where the journal goes on
    std::uint64_t first_sequence = 1;  ///< of the first frame behind the snapshot
    std::uint64_t segment = 0;         ///< of the journal: the last that was looked into
    std::uint64_t offset = 0;          ///< up to where it was sound
};

/// Who is told how far it has come: bytes read, of how many.
using recovery_progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// How a directory is read.
struct reading {
    memory_ledger* into = nullptr;  ///< must be empty; null: only to check frames and payloads
    recovery_progress progress = {};
    std::uint64_t last_sequence = ~std::uint64_t{0};  ///< frames after it are checked, not applied
    /// Is told of bytes behind the end of a segment, and where they begin; without it they are
    /// damage.
    std::function<void(const std::string& path, std::uint64_t offset)> behind_end = {};
};

/// Reads the newest snapshot and the journal behind it. Changes nothing on the disk; a torn tail is
/// told of. Throws `damage` for everything that cannot come from a power cut: then something that
/// was acknowledged may be lost, and `found` says how far it came.
void read_directory(const data_directory& directory, const reading& how, recovery_summary& found);

/// Makes sure that what was read is what is on the disk, before anything new is acknowledged: cuts
/// a torn tail, which is kept beside as `.broken`, and writes the journal's last segment anew, with
/// an end. Throws `damage`.
void settle_directory(data_directory& directory, recovery_summary& found);

}  // namespace crmlocal::store
