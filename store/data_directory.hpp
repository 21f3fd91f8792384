// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/uuid.hpp"
#include "store/damage.hpp"
#include "store/file.hpp"
#include "store/frame.hpp"

namespace crmlocal::store {

/// What a data directory consists of at the moment: the one snapshot to begin with and the segments
/// of the journal that go on from there.
struct manifest {
    domain::uuid instance = {};
    std::uint64_t snapshot = 0;       ///< its number; 0: none yet
    std::uint64_t first_segment = 1;  ///< the first to read after the snapshot
    std::uint64_t last_segment = 0;   ///< the last that is known to exist
    std::uint64_t revision = 0;       ///< counts up with every change of this file
};

/// A directory with the files of one store: LOCK, MANIFEST, snapshots, segments of the journal.
/// Holds the lock while it lives. Not safe for use by several threads at once, but for the paths.
class data_directory {
public:
    static constexpr char manifest_name[] = "MANIFEST";
    static constexpr char lock_name[] = "LOCK";
    static constexpr char unfinished_suffix[] = ".tmp";
    static constexpr char kept_suffix[] = ".broken";

    enum class access : std::uint8_t {
        shared_reading,  ///< for tools: refused while a server writes, changes nothing
        examining,       ///< the same, whatever its manifest is like
        writing,         ///< makes the directory if need be
        repairing        ///< an existing one, whatever its manifest is like
    };

    /// Opens and locks a directory. Throws `damage` if it is in use, unreadable or has no sound
    /// manifest although it has data.
    data_directory(std::string path, access how);

    /// What is wrong with the manifest, which is then as of a new directory; only after `examining`
    /// and `repairing`.
    const std::optional<damage>& manifest_damage() const noexcept { return manifest_damage_; }

    const std::string& path() const noexcept { return path_; }
    const manifest& contents() const noexcept { return manifest_; }
    /// True if nothing was ever stored here.
    bool is_new() const noexcept { return manifest_.revision == 0; }

    std::string segment_path(std::uint64_t number) const;
    std::string snapshot_path(std::uint64_t number) const;
    std::string path_of(const std::string& name) const { return path_ + "/" + name; }

    /// Replaces the manifest: durable when it returns without an error; with one, it is as before.
    error_code set_contents(manifest next);

    /// Acts from now on as if the manifest were that one; the disk is as before.
    void assume(const manifest& contents) { manifest_ = contents; }

    /// Who is told when a directory cannot be synced, after which nobody knows which manifest is on
    /// the disk. Must end the process, and throws by default.
    void on_doubt(std::function<void(const std::string& path, const error_code&)> tell) {
        in_doubt_ = std::move(tell);
    }

    /// Makes the names of new, renamed and removed files durable.
    error_code sync() const { return sync_directory(path_); }

    /// Removes what is neither named by the manifest nor kept on purpose: unfinished files,
    /// snapshots and segments that others have replaced. Not while a journal is written.
    void remove_leftovers();

    /// The paths of snapshots and segments before those that the manifest names: nobody will need
    /// them, or give another file such a name.
    std::vector<std::string> replaced() const;

    /// The names in the directory, in order.
    std::vector<std::string> names() const;

private:
    void lock(access how);
    void read_manifest();

    std::string path_;
    file lock_;
    manifest manifest_;
    std::optional<damage> manifest_damage_;
    std::function<void(const std::string&, const error_code&)> in_doubt_ =
        [](const std::string& path, const error_code& why) {
            throw damage(path, "cannot be made durable: " + why.message());
        };
};

/// The number in the name of a segment or snapshot; nothing for any other name.
std::optional<std::uint64_t> segment_number(std::string_view name) noexcept;
std::optional<std::uint64_t> snapshot_number(std::string_view name) noexcept;

/// The manifest that these bytes of a file are. Throws `damage`.
manifest read_manifest(std::string_view bytes, const std::string& path);

}  // namespace crmlocal::store
