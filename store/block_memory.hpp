// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace crmlocal::store {

/// What a disk reads and writes as a whole, or a multiple of it. Files are written past the
/// system's cache in whole blocks only, from memory that begins at a multiple of it.
constexpr std::size_t block_bytes = 4096;

/// How many bytes are missing to the end of the block.
constexpr std::size_t missing_to_block(std::size_t bytes) noexcept {
    return (block_bytes - bytes % block_bytes) % block_bytes;
}

/// A growing array of bytes that begins at a multiple of a block. It keeps its memory when it is
/// cleared, and does not initialise what it hands out. Pointers do not stay valid when it grows.
class block_memory {
public:
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    char* data() noexcept { return bytes_.get(); }
    const char* data() const noexcept { return bytes_.get(); }

    /// Appends `count` bytes with undetermined contents and returns the index of the first. Throws
    /// `std::bad_alloc`.
    std::size_t extend(std::size_t count) {
        const std::size_t first = size_;
        if (count > capacity_ - size_) grow(size_ + count);
        size_ += count;
        return first;
    }

    /// Drops what lies behind the first `count` bytes.
    void shrink_to(std::size_t count) noexcept { size_ = std::min(size_, count); }

    /// Clears, and gives the memory back if it is more than `bytes_max`.
    void clear_and_keep(std::size_t bytes_max) noexcept {
        size_ = 0;
        if (capacity_ <= bytes_max) return;
        bytes_.reset();
        capacity_ = 0;
    }

private:
    struct give_back {
        void operator()(char* bytes) const noexcept { std::free(bytes); }
    };

    void grow(std::size_t least) {
        std::size_t capacity = std::max({least, capacity_ * 2, block_bytes});
        capacity += missing_to_block(capacity);
        std::unique_ptr<char[], give_back> bytes(
            static_cast<char*>(std::aligned_alloc(block_bytes, capacity)));
        if (!bytes) throw std::bad_alloc();
        if (size_ != 0) std::memcpy(bytes.get(), bytes_.get(), size_);
        bytes_ = std::move(bytes);
        capacity_ = capacity;
    }

    std::unique_ptr<char[], give_back> bytes_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace crmlocal::store
