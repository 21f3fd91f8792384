// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "domain/scratch.hpp"
#include "store/asio.hpp"
#include "store/block_memory.hpp"
#include "store/change.hpp"
#include "store/data_directory.hpp"
#include "store/frame.hpp"
#include "store/guarded.hpp"
#include "store/segment.hpp"
#include "store/segment_supply.hpp"
#include "store/wait_list.hpp"

namespace crmlocal::store {

/// When what was recorded is on the disk.
enum class durability : std::uint8_t {
    none,      ///< with the next snapshot
    interval,  ///< soon: at most so much time of acknowledged changes can be lost
    commit     ///< before it is acknowledged
};

/// How a journal behaves, and whom it tells what happens to it. The functions are called by its own
/// thread.
struct journal_settings {
    durability promised = durability::commit;
    std::chrono::milliseconds interval{1000};
    std::uint64_t segment_bytes_max = 64 << 20;
    std::size_t queue_bytes_max = 64
                                  << 20;  ///< waiting to be written; above it appending is refused

    /// Takes back a change that was appended and will never be durable. Newest first.
    std::function<void(change_type, std::string_view payload)> undo;
    /// Something a person should know; the journal goes on.
    std::function<void(const std::string&)> warn;
    /// The disk failed in a way after which nothing may be acknowledged. Must end the process.
    std::function<void(const std::string&)> fail;
};

/// The one writer of the journal. Changes are appended to memory by any thread, in the order that
/// counts, and written and synced in groups by a thread of its own: while one group is on its way
/// to the disk the next one gathers. With durability `none` it writes nothing and only numbers the
/// changes, so that a snapshot knows where it ends. Safe for use by several threads at once.
class journal {
public:
    /// Where the journal goes on: the number of its next frame, and that of the group it is in.
    struct position {
        std::uint64_t sequence = 1;
        std::uint64_t group = 1;
    };

    /// The bytes of the frame that ends a segment: it takes the next sequence number.
    static std::string end_frame(position& next, std::uint64_t check_seed);

    /// Begins a new segment. Throws `damage` if the disk does not take it.
    journal(guarded<data_directory>& directory, journal_settings settings, position next);
    ~journal() { stop(); }

    /// Appends a change, the payload in parts, and gives the ticket to wait with. Nothing if the
    /// disk is full or too slow at the moment: then nothing was appended. Tickets count up and are
    /// never given twice.
    std::optional<std::uint64_t> append(change_type type, std::span<const std::string_view> parts);

    /// The newest ticket that was not given up: when it is durable, so is all that readers may see
    /// by then.
    std::uint64_t last_ticket() const noexcept {
        return last_counting_ticket_.load(std::memory_order_acquire);
    }

    /// True when the change is as durable as promised, false if it never will be; then it has been
    /// undone.
    task<bool> until_durable(std::uint64_t ticket);

    /// Changes up to this ticket may be seen by readers.
    std::uint64_t visible() const noexcept {
        return settings_.promised == durability::commit ? durable_.reached() : ~std::uint64_t{0};
    }

    /// Where a snapshot begins.
    struct cut {
        std::uint64_t segment;   ///< the first that a snapshot taken from now on does not cover
        std::uint64_t sequence;  ///< of that segment's first frame
        std::uint64_t group;     ///< that this frame is in
        std::uint64_t ticket;    ///< of the last change before it
    };

    /// Ends the segment and begins a new one; what was appended before is written and synced by
    /// then. Nothing if the disk does not take it at the moment. Waits; not for event loops.
    std::optional<cut> rotate();

    /// Takes a segment that a snapshot has replaced, to write over it one day; false if it wants
    /// none.
    bool reuse(const std::string& path) { return supply_ && supply_->take_back(path); }

    /// How many bytes were written since it began.
    std::uint64_t written_bytes() const noexcept { return written_bytes_.load(); }

    /// False while the disk takes nothing.
    bool writable() const noexcept { return writable_.load(); }

    /// Writes and syncs what is pending and ends the thread; false if something could not be
    /// written.
    bool stop();

private:
    struct pending_frame {
        std::size_t at;
        std::uint32_t payload_bytes;
        change_type type;
    };
    /// Frames one after the other, not sealed yet.
    struct group {
        block_memory bytes;
        std::vector<pending_frame> frames;
        std::uint64_t last_ticket = 0;

        void fill_blocks();
        void clear() noexcept;
        bool empty() const noexcept { return frames.empty(); }
    };
    struct state {
        group gathering;
        bool refusing = false;
        bool stopping = false;
        bool rotation_wanted = false;
        std::optional<cut> rotated;
        bool rotation_failed = false;
    };

    bool writes() const noexcept { return settings_.promised != durability::none; }
    bool writes_directly() const noexcept { return settings_.promised == durability::commit; }
    void run();
    bool collect();
    void write_group();
    error_code write_frames();
    void begin_group();
    std::string padding_to_block();
    void seal_frames();
    void cut_back(std::uint64_t bytes);
    void ask_for_next_segment();
    error_code next_segment();
    error_code begin_segment();
    error_code create_segment();
    std::chrono::steady_clock::time_point sync_due() const;
    void sync_now();
    void serve_rotation();
    void take_back(const error_code& why);
    void keep_for_later(const error_code& why);
    void wait_for_room();
    bool pause();
    void say_full(const error_code& why);
    void undo(const group& lost);
    void fail(const std::string& what, const error_code& why);

    guarded<data_directory>& directory_;
    const journal_settings settings_;

    guarded<state> state_;
    condition work_;     // for the journal's thread
    condition rotated_;  // for who wants a new segment
    std::atomic<std::uint64_t> last_ticket_ = 0;
    std::atomic<std::uint64_t> last_counting_ticket_ = 0;
    wait_list durable_;

    // Of the journal's thread alone.
    group writing_;
    segment segment_;
    bool asked_for_next_ = false;
    position next_;
    std::uint64_t written_ticket_ = 0;
    std::optional<std::chrono::steady_clock::time_point> unsynced_since_;
    bool lost_something_ = false;

    std::atomic<std::uint64_t> written_bytes_ = 0;
    std::atomic<bool> writable_ = true;
    std::optional<segment_supply> supply_;
    std::jthread thread_;
};

/// Appends a change whose payload is in one piece, if there is a journal: the ticket to wait with,
/// 0 without one; nothing if the journal takes nothing.
inline std::optional<std::uint64_t> append(journal* to, change_type type,
                                           std::string_view payload) {
    if (!to) return 0;
    return to->append(type, {&payload, 1});
}
inline std::optional<std::uint64_t> append(journal* to, change_type type,
                                           const domain::scratch<char>& payload) {
    return append(to, type, std::string_view(payload.data(), payload.size()));
}

}  // namespace crmlocal::store
