// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>

namespace crmlocal::domain {

/// A growing array that is cleared and filled again for every call: it keeps its memory and does
/// not initialise what it hands out. Indices stay valid when it grows, pointers do not.
template <class T>
class scratch {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    std::size_t capacity() const noexcept { return capacity_; }
    T* data() noexcept { return items_.get(); }
    const T* data() const noexcept { return items_.get(); }

    T& operator[](std::size_t i) noexcept {
        assert(i < size_);
        return items_[i];
    }
    const T& operator[](std::size_t i) const noexcept {
        assert(i < size_);
        return items_[i];
    }

    std::span<const T> all() const noexcept { return {items_.get(), size_}; }
    std::span<T> all() noexcept { return {items_.get(), size_}; }

    /// Appends `count` items with undetermined contents and returns the index of the first.
    std::size_t extend(std::size_t count) {
        const std::size_t first = size_;
        if (count > capacity_ - size_) grow(size_ + count);
        size_ += count;
        return first;
    }

    void push(const T& item) {
        const T copy = item;  // the item may live in the memory that growing gives up
        items_[extend(1)] = copy;
    }

    void clear() noexcept { size_ = 0; }

    /// Drops everything after the first `size` items.
    void shrink_to(std::size_t size) noexcept {
        assert(size <= size_);
        size_ = size;
    }

    /// Clears, and gives the memory back if it is more than `bytes_max`.
    void clear_and_keep(std::size_t bytes_max) noexcept {
        size_ = 0;
        if (capacity_ * sizeof(T) <= bytes_max) return;
        items_.reset();
        capacity_ = 0;
    }

private:
    // Not inlined: it is seldom needed, and what appends stays small without it.
    [[gnu::noinline]] void grow(std::size_t least) {
        const std::size_t capacity = std::max({least, capacity_ * 2, std::size_t{64}});
        auto items = std::make_unique_for_overwrite<T[]>(capacity);
        if (size_ != 0)
            std::memcpy(static_cast<void*>(items.get()), items_.get(), size_ * sizeof(T));
        items_ = std::move(items);
        capacity_ = capacity;
    }

    std::unique_ptr<T[]> items_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace crmlocal::domain
