// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "domain/scratch.hpp"
#include "store/file.hpp"
#include "store/frame.hpp"

namespace crmlocal::store {

/// Reads a file of frames from its head to its end, a window at a time: never more memory than the
/// file has bytes. Throws `damage` for a head that does not fit and when the disk cannot be read.
class frame_stream {
public:
    /// What the head must say. Read `gently`, the system reads no byte ahead: for who shares the
    /// disk with others that wait for it.
    frame_stream(const std::string& path, file_kind kind, const domain::uuid& instance,
                 std::uint64_t number, bool gently = false);

    /// Reads a file whose head may be damaged, from any place on, as if its head were that one.
    frame_stream(const std::string& path, const file_head& head, std::uint64_t offset);

    const file_head& head() const noexcept { return head_; }
    const std::string& path() const noexcept { return file_.path(); }

    /// The next frame; nothing at the end and where there is no sound one. The payload is a view
    /// that lives until the next call.
    std::optional<frame> next();

    /// Where the next frame begins, in bytes.
    std::uint64_t offset() const noexcept { return offset_; }
    std::uint64_t size() const noexcept { return size_; }
    bool at_end() const noexcept { return offset_ == size_; }

    /// True if nothing more was begun here: this is the end, or of a prepared segment zeros follow
    /// up to the end of the block, and no header; nor a damaged one that bears one of the numbers
    /// that the next frame would have.
    bool is_blank(std::uint64_t sequence, std::uint64_t group);

    /// True if the file ends within the block that begins here, and that holds something: what was
    /// prepared has whole blocks.
    bool is_cut_block();

    /// How many bytes at least are no sound frame here, and no mere rest of a prepared segment.
    std::uint64_t unsound_bytes();

    /// Looks for sound frames behind the place where `next` found none, until `is_wanted` is true
    /// for one: its place. Nothing is wanted if it is only to see them.
    std::optional<std::uint64_t> search(const std::function<bool(const frame&)>& is_wanted);

private:
    void open(const std::string& path);
    std::string_view window(std::uint64_t at, std::uint64_t bytes);

    file file_;
    file_head head_;
    std::uint64_t seed_ = 0;
    std::uint64_t size_ = 0;
    std::uint64_t offset_ = 0;

    domain::scratch<char> buffer_;
    std::uint64_t buffer_at_ = 0;
    std::uint64_t window_bytes_ = 1 << 20;
};

/// Writes a file of frames: head, frames in their order, all of it durable at the end. Dirty memory
/// is bounded, so that others who sync meanwhile do not wait for it. Throws
/// `boost::system::system_error`.
class frame_sink {
public:
    /// It pauses for so long in each MiB, in small parts, so that others get their turn at the
    /// processor and at the disk.
    frame_sink(std::string path, const file_head& head, std::chrono::microseconds pause = {});

    /// Appends a frame with the next sequence number.
    void add(std::uint8_t type, std::string_view payload);

    /// Writes and syncs what is left. How many bytes the file has.
    std::uint64_t finish();

    std::uint64_t frame_count() const noexcept { return next_sequence_ - first_sequence_; }

private:
    void flush();
    void sync();
    void give_way(std::size_t bytes);

    file file_;
    std::chrono::microseconds pause_;
    std::size_t bytes_since_pause_ = 0;
    std::uint64_t seed_;
    std::uint64_t first_sequence_;
    std::uint64_t next_sequence_;
    std::uint64_t bytes_ = 0;
    std::uint64_t synced_bytes_ = 0;
    domain::scratch<char> buffer_;
};

}  // namespace crmlocal::store
