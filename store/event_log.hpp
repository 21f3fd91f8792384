// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/scratch.hpp"

namespace crmlocal::store {

/// Who sent a call, and when.
struct call_origin {
    std::int64_t submitted_on = 0;  ///< milliseconds since 1970 by the organisation's clock
    std::uint32_t user = 0;         ///< position in the organisation's users
};

/// What is known of the events of one call besides their records.
struct call_entry {
    std::uint64_t first_number = 0;
    call_origin origin;
    std::uint8_t claims = 0;  ///< a bit for each claim of the type that was in force
    std::uint64_t ticket =
        0;  ///< of the journal; readers see the call when this is durable. 0: at once
};

/// Records one after the other, each preceded by its size: as events lie in memory and in files.
namespace record_run {

/// Makes room for a size in front of a record that is about to be written.
std::size_t begin_record(domain::scratch<char>& out);
/// Fills in the size of the record that `begin_record` has begun at that place.
void end_record(domain::scratch<char>& out, std::size_t began);
/// The first record of a run and the bytes it takes with its size; zero bytes if there is no sound
/// one.
struct first {
    std::string_view record;
    std::size_t bytes;
};
first read(std::string_view bytes) noexcept;

}  // namespace record_run

/// The events of one type of one organisation. They are appended and never change. Records do not
/// move once they are in; not safe for use by several threads at once.
class event_log {
public:
    /// What was stored of an event.
    struct stored_event {
        std::string_view record;
        call_origin origin;
    };

    /// Appends the events of one call, numbered from `call.first_number` upwards: numbers must grow
    /// from call to call. Their records come in sound runs.
    void append(const call_entry& call, std::span<const std::string_view> runs);

    /// Memory for records to come, all of it resident.
    struct chunk {
        std::unique_ptr<char[]> bytes;
        std::size_t size = 0;
    };
    static chunk make_resident(std::size_t bytes);

    /// How large a chunk should be made for the log to go on in, 0 if none need be yet; asks once
    /// for each. Making it takes longer than appending a call: who holds the log need not.
    std::size_t order_chunk() noexcept;
    /// Takes the chunk that was asked for.
    void take_chunk(chunk next) noexcept { next_chunk_ = std::move(next); }

    /// Drops the newest calls, down to the one that begins with that number.
    void truncate(std::uint64_t first_number);

    /// The event of that number, if its call's ticket is not above `visible`. The views live as
    /// long as the log.
    std::optional<stored_event> find(std::uint64_t number,
                                     std::uint64_t visible = ~std::uint64_t{0}) const;

    /// An event as one in the order in which they came.
    struct numbered_event {
        std::uint64_t number;
        stored_event stored;
    };
    /// Appends up to `count` events to `out`, the oldest at position 0.
    void read(std::uint64_t position, std::uint64_t count, std::vector<numbered_event>& out) const;

    /// How many of the oldest events readers may see: those of calls whose ticket is not above it.
    std::uint64_t visible_size(std::uint64_t visible) const;

    /// How many events there are.
    std::uint64_t size() const noexcept { return size_; }
    /// How many calls there are.
    std::size_t call_count() const noexcept { return calls_.size(); }
    /// The largest number; 0 if there is no event.
    std::uint64_t last_number() const noexcept;

    /// One call, to be read without a lock: its records stay where they are.
    struct stored_call {
        call_entry entry;
        std::uint64_t count;
        const char* first_record;
    };
    /// The call at that position, the oldest at 0.
    stored_call call_at(std::size_t position) const;
    /// Appends so many records from there on to `out`, as a run.
    static void copy_run(const char* first_record, std::uint64_t count, domain::scratch<char>& out);

    /// What it takes of memory, in bytes.
    std::size_t memory() const noexcept;

private:
    static constexpr std::uint64_t records_per_mark = 16;

    struct call {
        call_entry entry;
        std::uint64_t first_index;
    };
    void begin_chunk(std::size_t bytes_min);
    void put(std::string_view bytes);
    const char* place_of(std::uint64_t index) const;

    std::vector<chunk> chunks_;
    chunk next_chunk_;  // if it has come already
    bool chunk_ordered_ = false;
    char* free_ = nullptr;  // in the last chunk, whose end is kept for a jump to the next
    std::size_t free_bytes_ = 0;
    std::size_t chunks_bytes_ = 0;
    std::deque<call> calls_;
    std::deque<const char*> marks_;  // where every 16th record starts
    std::uint64_t size_ = 0;
};

}  // namespace crmlocal::store
