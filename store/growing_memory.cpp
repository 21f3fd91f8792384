// SPDX-License-Identifier: BSL-1.0
#include "store/growing_memory.hpp"

#include <cassert>
#include <cstdlib>
#include <cstring>
#include <new>
#include <sys/mman.h>

namespace crmlocal::store {
namespace {

constexpr std::size_t cache_line_bytes = 64;
constexpr std::size_t page_bytes = 4 << 10;

// Small memory does not come from the system: there may be thousands of organisations, but not of
// mappings.
constexpr std::size_t mapped_bytes_min = 64 << 10;

constexpr std::size_t up_to(std::size_t step, std::size_t bytes) noexcept {
    return (bytes + step - 1) / step * step;
}

// Who reads a page before he writes it would meet two faults, the second of which stops all
// processors. An older system does not know this advice; then pages come when they are touched.
void make_resident([[maybe_unused]] char* from, [[maybe_unused]] const char* to) noexcept {
#if defined(MADV_POPULATE_WRITE)
    if (from < to) ::madvise(from, static_cast<std::size_t>(to - from), MADV_POPULATE_WRITE);
#endif
}

void* allocate(std::size_t bytes) {
    if (bytes < mapped_bytes_min) {
        void* const at = std::aligned_alloc(cache_line_bytes, up_to(cache_line_bytes, bytes));
        if (!at) throw std::bad_alloc();
        std::memset(at, 0, bytes);
        return at;
    }
    void* const at =
        ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) throw std::bad_alloc();
    auto* const begin = static_cast<char*>(at);
    make_resident(begin, begin + bytes);
    return at;
}

}  // namespace

void growing_memory::grow(std::size_t bytes) {
    assert(bytes >= bytes_);
    if (bytes_ < mapped_bytes_min) {
        void* const at = allocate(bytes);
        if (bytes_ != 0) std::memcpy(at, data_, bytes_);
        give_back();
        data_ = at;
    } else {
        void* const at = ::mremap(data_, bytes_, bytes, MREMAP_MAYMOVE);
        if (at == MAP_FAILED) throw std::bad_alloc();
        data_ = at;
        auto* const begin = static_cast<char*>(at);
        make_resident(begin + up_to(page_bytes, bytes_), begin + bytes);
    }
    bytes_ = bytes;
}

void growing_memory::give_back() noexcept {
    if (bytes_ < mapped_bytes_min) std::free(data_);
    else ::munmap(data_, bytes_);
}

}  // namespace crmlocal::store
