// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "store/data_directory.hpp"
#include "store/file.hpp"
#include "store/frame.hpp"
#include "store/guarded.hpp"

namespace crmlocal::store {

/// Prepares the next segment of a journal before it is needed, in a thread of its own: written from
/// end to end once, so that the journal writes over it, durable, and named by the manifest. Files
/// that have been replaced become such segments again, without being written once more. Whatever
/// goes wrong here costs speed only: the journal can always begin a segment itself. Safe for use by
/// several threads at once.
class segment_supply {
public:
    /// Prepares segments of so many bytes.
    segment_supply(guarded<data_directory>& directory, std::uint64_t segment_bytes);
    ~segment_supply() { stop(); }

    /// Asks for the segment of that number, the one after the last that the manifest names. Returns
    /// at once.
    void prepare(std::uint64_t number);

    /// A segment that is ready to be written.
    struct prepared {
        file of;
        file_head head;
    };

    /// The segment that was asked for, if it is ready. Nothing if it is not, and then nobody but
    /// the caller will make it.
    std::optional<prepared> take();

    /// Takes a segment that nobody needs any more, to use its file again; false if it wants none:
    /// then the file is as it was.
    bool take_back(const std::string& path);

    /// Removes what it keeps: others need the room.
    void give_room();

    /// Ends the thread and removes what it keeps.
    void stop();

private:
    struct state {
        std::uint64_t wanted = 0;  // the number of the segment; 0: none
        bool naming = false;       // a file is becoming that segment
        std::optional<prepared> ready;
        std::vector<std::string> spare;  // paths of files that were written from end to end
        std::uint64_t spare_count = 0;   // of all that there were, for their names
        bool room_is_needed = false;
        bool stopping = false;

        std::string next_path(const std::string& directory);
    };

    void run();
    std::string spare_file();
    bool write_from_end_to_end(const std::string& path);
    bool is_welcome();
    std::optional<prepared> make_segment(const std::string& path, std::uint64_t number);
    error_code name(const std::string& path, prepared& one);

    guarded<data_directory>& directory_;
    const std::string path_;
    const std::uint64_t segment_bytes_;
    guarded<state> state_;
    condition changed_;
    std::jthread thread_;
};

}  // namespace crmlocal::store
