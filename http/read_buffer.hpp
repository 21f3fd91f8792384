// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cassert>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace crmlocal::http {

/// The bytes that came in on a connection and are not used up yet. A head that is being answered
/// can be held: it stays where it is while what follows it is read and used.
class read_buffer {
public:
    static constexpr std::size_t capacity = 16 * 1024;
    static constexpr std::size_t held_bytes_max = capacity / 2;

    /// What came in and is neither used nor held.
    std::string_view unread() const noexcept { return {bytes_.get() + begin_, end_ - begin_}; }

    /// Where the next bytes are to be put, never empty unless `capacity - held` bytes are unread.
    std::span<char> room() noexcept {
        if (begin_ == end_ || end_ == capacity) close_gap();
        return {bytes_.get() + end_, capacity - end_};
    }

    /// Notes that that many bytes were put where `room()` said.
    void put(std::size_t bytes) noexcept {
        assert(bytes <= capacity - end_);
        end_ += bytes;
    }

    /// Uses up that many of the unread bytes.
    void use(std::size_t bytes) noexcept {
        assert(bytes <= end_ - begin_);
        begin_ += bytes;
    }

    /// Holds the first `bytes` of what is unread, at most `held_bytes_max`, and returns them.
    std::string_view hold(std::size_t bytes) noexcept {
        assert(held_ == 0 && bytes <= held_bytes_max && bytes <= end_ - begin_);
        // Moved to the front only if it would leave too little room behind it.
        if (begin_ + bytes > held_bytes_max) close_gap();
        const std::string_view head{bytes_.get() + begin_, bytes};
        begin_ += bytes;
        held_ = begin_;
        return head;
    }

    /// Lets go of what is held.
    void release() noexcept { held_ = 0; }

private:
    /// Moves what is unread down to what is held, or to the front.
    void close_gap() noexcept {
        std::memmove(bytes_.get() + held_, bytes_.get() + begin_, end_ - begin_);
        end_ = held_ + (end_ - begin_);
        begin_ = held_;
    }

    std::unique_ptr<char[]> bytes_ = std::make_unique_for_overwrite<char[]>(capacity);
    std::size_t held_ = 0;   // the end of what is held; 0 if nothing is
    std::size_t begin_ = 0;  // of what is unread
    std::size_t end_ = 0;
};

}  // namespace crmlocal::http
