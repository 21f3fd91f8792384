// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace crmlocal::store {

/// A value that can only be reached with its lock held. The only file of the store with a mutex.
template <class T>
class guarded {
public:
    guarded() = default;
    explicit guarded(T value) : value_(std::move(value)) {}

    /// Holds the lock while it lives. No reference to the value may outlive it.
    class access {
    public:
        T& operator*() const noexcept { return *value_; }
        T* operator->() const noexcept { return value_; }

    private:
        friend class guarded;
        friend class condition;
        access(std::mutex& guard, T& value) : held_(guard), value_(&value) {}

        std::unique_lock<std::mutex> held_;
        T* value_;
    };

    access lock() { return {guard_, value_}; }

private:
    std::mutex guard_;
    T value_;
};

/// What a thread waits for while it lets go of a lock, until another one changes the guarded value
/// and says so.
class condition {
public:
    /// Waits until `holds(value)` is true.
    template <class Access, class Holds>
    void wait(Access& held, Holds holds) {
        changed_.wait(held.held_, [&] { return holds(*held); });
    }

    /// The same, but not longer than that; false if it is still not true then.
    template <class Access, class Holds>
    bool wait_for(Access& held, std::chrono::steady_clock::duration at_most, Holds holds) {
        return changed_.wait_for(held.held_, at_most, [&] { return holds(*held); });
    }

    void notify() noexcept { changed_.notify_all(); }

private:
    std::condition_variable changed_;
};

}  // namespace crmlocal::store
