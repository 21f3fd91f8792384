// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/block_memory.hpp"
#include "store/file.hpp"
#include "store/frame.hpp"

namespace crmlocal::store {

/// The segment of a journal that is being written. A new one grows; one that was prepared is
/// written over, whole blocks at a time, which leaves the file system nothing to note: a sync of it
/// waits for no one else's files. Not safe for use by several threads at once.
class segment {
public:
    segment() = default;

    /// Makes a new one, durable but for its name. With `directly`, whole blocks are written past
    /// the system's cache where the file system can.
    static segment create(const std::string& path, const file_head& head, bool directly,
                          error_code& error);
    /// One that `segment_supply` has prepared.
    static segment prepared(file of, const file_head& head, bool directly);

    bool is_open() const noexcept { return file_.is_open(); }
    const std::string& path() const noexcept { return file_.path(); }
    std::uint64_t number() const noexcept { return head_.number; }
    /// Where its frames end.
    std::uint64_t bytes() const noexcept { return bytes_; }
    bool has_frames() const noexcept { return bytes_ > head_.frames_begin(); }
    /// Seeds the checks of its frames.
    std::uint64_t seed() const noexcept { return seed_; }

    /// True if a group of so many bytes should begin and end with a block.
    bool wants_blocks(std::size_t group_bytes) const noexcept;

    /// Adds frames: all of them or, with an error, none until `cut_back`.
    error_code write(std::string_view frames);
    /// Drops what lies behind so many bytes.
    error_code cut_back(std::uint64_t bytes);
    /// Returns when what was added is on the disk.
    error_code sync() { return file_.sync(); }
    /// True if the disk has room for so many bytes more.
    bool has_room(std::uint64_t bytes) { return file_.has_room(bytes_, bytes); }
    /// Closes it; of one that was prepared, what it did not need is given back.
    void close();

private:
    error_code write_blocks(std::string_view frames);
    error_code read_last_block();
    error_code write_at(std::uint64_t at, std::string_view blocks);

    file file_;
    file direct_;  // the same, past the system's cache; not open if that cannot be
    file_head head_;
    std::uint64_t seed_ = 0;
    std::uint64_t bytes_ = 0;
    block_memory last_block_;  // of a prepared one: what is in the block that `bytes_` is in
};

}  // namespace crmlocal::store
