// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "domain/scratch.hpp"
#include "lab/logged_call.hpp"
#include "store/guarded.hpp"

namespace crmlocal::lab {

/// How much of what happens a call log keeps.
struct call_log_settings {
    bool recording = true;
    std::size_t entries_max = 10'000;
    std::uint64_t bytes_max = 8 << 20;  ///< of memory, that of large buffers by their capacity
};

/// The memory that all call logs of a server have together. Safe for use by several threads at
/// once.
class call_log_budget {
public:
    explicit call_log_budget(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    void add(std::size_t bytes) noexcept { used_.fetch_add(bytes, std::memory_order_relaxed); }
    void take(std::size_t bytes) noexcept { used_.fetch_sub(bytes, std::memory_order_relaxed); }
    bool exceeded() const noexcept { return used_.load(std::memory_order_relaxed) > bytes_max_; }

private:
    std::atomic<std::size_t> used_ = 0;
    std::size_t bytes_max_;
};

/// The calls of one organisation, the latest ones: what does not fit any more is dropped, oldest
/// first, and counted. Safe for use by several threads at once.
class call_log {
public:
    /// Without a budget it has only its own bounds. The budget must outlive it.
    explicit call_log(const call_log_settings& settings, call_log_budget* budget = nullptr);
    ~call_log();

    call_log(const call_log&) = delete;
    call_log& operator=(const call_log&) = delete;

    bool recording() const noexcept { return recording_.load(std::memory_order_relaxed); }

    /// Keeps a call that is over, if it records. A large body is taken over; the caller gets other
    /// memory for it, or none. `body` must be what the call came with.
    void record(const finished_call& what, domain::scratch<char>& body);

    call_log_settings settings() const;
    /// Drops what goes beyond the new bounds.
    void change(const call_log_settings& settings);

    /// Forgets all calls and what was dropped; numbers go on. How many were forgotten.
    std::size_t reset();

    /// What the log holds at one moment. While it lives, calls that are dropped are not destroyed.
    class reading {
    public:
        reading(reading&& other) noexcept;
        reading& operator=(reading&&) = delete;
        ~reading();

        std::vector<std::shared_ptr<const logged_call>> calls;  ///< oldest first
        std::uint64_t dropped = 0;                              ///< since the last reset
        std::int64_t newest_dropped_time_ms = 0;  ///< the largest time of a dropped call

    private:
        friend class call_log;
        reading() = default;
        const call_log* of_ = nullptr;
    };

    /// All calls with a number above `after`.
    reading read(std::uint64_t after = 0) const;

    /// The number of the last call; it changes with each.
    std::uint64_t last_number() const noexcept {
        return last_number_.load(std::memory_order_acquire);
    }

private:
    using entry = std::shared_ptr<logged_call>;

    struct spare_memory {
        domain::scratch<char> body, answer;
    };

    struct contents {
        call_log_settings settings;
        std::deque<entry> calls;
        std::size_t bytes = 0;
        std::uint64_t dropped = 0;
        std::int64_t newest_dropped_time_ms = 0;
        std::size_t readers = 0;  // calls may be in use by them
    };

    // Takes out what is too much when so much is added: mostly one.
    using dropped_calls = boost::container::small_vector<entry, 2>;
    dropped_calls drop_excess(contents& of, std::size_t more_calls, std::size_t more_bytes) const;
    spare_memory make_room(std::size_t bytes);
    void keep(entry call);

    mutable store::guarded<contents> contents_;
    call_log_budget* const budget_;
    std::atomic<bool> recording_;
    std::atomic<std::uint64_t> last_number_ = 0;
};

/// The call logs of a server: what is common to those of its organisations, and one for calls that
/// reached none. Must outlive the organisations.
struct call_logs {
    explicit call_logs(const call_log_settings& of_new_organisations,
                       std::size_t all_bytes_max = std::size_t{256} << 20)
        : settings(of_new_organisations), budget(all_bytes_max), unmatched(settings, &budget) {}

    const call_log_settings settings;
    call_log_budget budget;
    call_log unmatched;
};

}  // namespace crmlocal::lab
