// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "store/asio.hpp"
#include "store/guarded.hpp"

namespace crmlocal::store {

/// Coroutines that wait until a thread of its own kind has come so far, whatever "so far" counts:
/// each waits for a number, on its own event loop, and is told whether it was reached or never will
/// be. Numbers that were given up are told so even if a larger one is reached later. Safe for use
/// by several threads at once. Waiting coroutines are destroyed with this object: their loops must
/// still live.
class wait_list {
public:
    /// True once everything up to that number is reached, false if it was given up. Resumes on the
    /// caller's own loop.
    task<bool> wait(std::uint64_t number);

    /// Everything up to that number is reached. One wake-up for each loop that has somebody
    /// waiting.
    void reach(std::uint64_t number);

    /// What lies above the number reached, up to that one, never will be.
    void give_up(std::uint64_t last);

    std::uint64_t reached() const noexcept { return reached_.load(std::memory_order_acquire); }

    /// Destroys what still waits, without resuming it.
    void abandon();

private:
    struct waiter {
        explicit waiter(std::uint64_t for_number) noexcept : number(for_number) {}
        virtual ~waiter() = default;
        virtual executor where() const noexcept = 0;
        virtual void complete(bool reached) = 0;

        std::uint64_t number;
    };
    template <class Handler>
    struct waiting;

    struct state {
        std::vector<std::unique_ptr<waiter>> waiters;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> given_up;  // first and last
    };

    void add(std::unique_ptr<waiter> one);
    bool was_given_up(std::uint64_t number);
    static void resume(std::vector<std::unique_ptr<waiter>> all, bool reached);

    guarded<state> state_;
    std::atomic<std::uint64_t> reached_ = 0;
    std::atomic<bool> gave_up_ = false;
};

}  // namespace crmlocal::store
