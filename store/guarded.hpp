// SPDX-License-Identifier: BSL-1.0
#pragma once

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
        access(std::mutex& guard, T& value) : held_(guard), value_(&value) {}

        std::unique_lock<std::mutex> held_;
        T* value_;
    };

    access lock() { return {guard_, value_}; }

private:
    std::mutex guard_;
    T value_;
};

}  // namespace crmlocal::store
