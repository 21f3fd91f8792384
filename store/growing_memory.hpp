// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>

namespace crmlocal::store {

/// Memory that begins zeroed, aligned to a cache line, and can grow: what was in it stays, what is
/// added is zeroed. Large memory comes straight from the system: it grows without being copied, is
/// there before it is touched, and goes back when it ends.
class growing_memory {
public:
    growing_memory() noexcept = default;
    growing_memory(growing_memory&& other) noexcept { swap(other); }
    growing_memory& operator=(growing_memory&& other) noexcept {
        growing_memory(std::move(other)).swap(*this);
        return *this;
    }
    ~growing_memory() { give_back(); }

    /// Makes it larger; it may move. Throws `std::bad_alloc` before anything changes.
    void grow(std::size_t bytes);

    void* data() const noexcept { return data_; }
    std::size_t bytes() const noexcept { return bytes_; }

private:
    void swap(growing_memory& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(bytes_, other.bytes_);
    }
    void give_back() noexcept;

    void* data_ = nullptr;
    std::size_t bytes_ = 0;
};

}  // namespace crmlocal::store
