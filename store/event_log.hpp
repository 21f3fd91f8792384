// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace crmlocal::store {

/// Who sent a call, and when.
struct call_origin {
    std::int64_t submitted_on = 0;  ///< milliseconds since 1970 by the organisation's clock
    std::uint32_t user = 0;         ///< position in the organisation's users
};

/// The events of one type of one organisation. They are appended and never change. Records do not
/// move once they are in; not safe for use by several threads at once.
class event_log {
public:
    /// What was stored of an event.
    struct stored_event {
        std::string_view record;
        call_origin origin;
    };

    /// Appends the events of one call, numbered from `first_number` upwards. Numbers must grow from
    /// call to call.
    void append(std::uint64_t first_number, const call_origin& origin,
                std::span<const std::string_view> records);

    /// The event of that number; the views live as long as the log.
    std::optional<stored_event> find(std::uint64_t number) const;

    /// How many events there are.
    std::uint64_t size() const noexcept { return size_; }

    /// What it takes of memory, in bytes.
    std::size_t memory() const noexcept;

private:
    static constexpr std::uint64_t records_per_mark = 16;

    struct call {
        std::uint64_t first_number;
        std::uint64_t first_index;
        call_origin origin;
    };

    void begin_chunk(std::size_t bytes_min);
    void put(std::string_view record);

    std::vector<std::unique_ptr<char[]>> chunks_;
    char* free_ = nullptr;         // in the last chunk, whose end is kept for a jump to the next
    std::size_t free_bytes_ = 0;
    std::size_t chunk_bytes_ = 0;  // of the last one
    std::size_t chunks_bytes_ = 0;
    std::deque<call> calls_;
    std::deque<const char*> marks_;  // where every 16th record starts
    std::uint64_t size_ = 0;
};

}  // namespace crmlocal::store
