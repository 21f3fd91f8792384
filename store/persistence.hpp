// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "store/data_directory.hpp"
#include "store/journal.hpp"
#include "store/memory_ledger.hpp"
#include "store/recovery.hpp"
#include "store/snapshot.hpp"
#include "store/wait_list.hpp"

namespace crmlocal::store {

/// How a ledger is kept on the disk, and whom it tells. The functions are called by threads of its
/// own.
struct persistence_settings {
    std::string directory;
    journal_settings journal;                        ///< `undo` is set by the persistence itself
    std::chrono::milliseconds snapshot_interval{0};  ///< 0: not by time
    std::uint64_t snapshot_journal_bytes =
        256 << 20;  ///< or its own size if that is more; 0: not by size
    std::function<void(const std::string&)> inform;
};

/// Keeps a ledger in a directory: reads it when starting, records every change while serving, takes
/// snapshots without a pause, and leaves a snapshot when it stops. Safe for use by several threads
/// at once between `begin` and `stop`.
class persistence {
public:
    /// Opens and locks the directory. Throws `damage`.
    persistence(memory_ledger& keeps, persistence_settings settings);
    ~persistence();

    /// Reads what the directory holds into the ledger. Throws `damage`.
    recovery_summary recover(const recovery_progress& progress = {});

    /// From now on what changes is recorded. Organisations that were added since `recover` are on
    /// the disk when it returns. Throws `damage`.
    void begin();

    /// A snapshot that begins after this call, or nothing if it cannot be taken; completes on the
    /// caller's loop.
    task<std::optional<snapshot_summary>> take_snapshot();

    /// Asks for a snapshot and does not wait for it.
    void request_snapshot();

    /// The last snapshot that was taken or read.
    snapshot_summary last_snapshot() { return *last_.lock(); }

    /// False while the disk takes nothing.
    bool writable() const noexcept { return !journal_ || journal_->writable(); }

    /// Ends all of it, with a last snapshot if anything changed; false if something acknowledged
    /// could not be made durable. Call it when no more calls come, while their event loops still
    /// live.
    bool stop();

private:
    struct requests {
        std::uint64_t wanted = 0;  ///< counts them
        bool stopping = false;
    };

    void run_snapshots();
    bool is_due(const requests& r);
    std::optional<snapshot_summary> snapshot();
    using worlds_list = std::vector<std::shared_ptr<memory_organisation>>;
    void add_those_made_since(worlds_list& all, std::uint64_t cut_ticket);
    snapshot_summary write_and_check(const worlds_list& organisations, std::uint64_t number,
                                     const snapshot_begin& begin);
    std::vector<std::string> name_in_manifest(std::uint64_t number, std::uint64_t first_segment);
    void remove_replaced(const std::vector<std::string>& paths);
    bool changed() const { return ledger_.change_count() != changes_kept_; }

    memory_ledger& ledger_;
    persistence_settings settings_;
    guarded<data_directory> directory_;
    recovery_summary found_;
    std::unique_ptr<journal> journal_;

    guarded<requests> requests_;
    condition wanted_;
    wait_list served_;
    guarded<snapshot_summary> last_;

    // Of the thread that takes snapshots alone.
    bool serving_ = false;                  // somebody waits for the same disk
    std::uint64_t handled_ = 0;             // of the requests
    std::uint64_t changes_kept_ = 0;        // by the last snapshot
    std::uint64_t journal_bytes_kept_ = 0;  // written when the last snapshot was taken
    std::chrono::steady_clock::time_point taken_;
    std::jthread thread_;
};

}  // namespace crmlocal::store
