// SPDX-License-Identifier: BSL-1.0
#include "store/claim_set.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <sys/mman.h>
#include <utility>

namespace crmlocal::store {
namespace {

constexpr std::uint64_t first_buckets = 2;

// Up to here a set grows to its double: there is little to save, and growing costs time.
constexpr std::uint64_t small_buckets = 512;

// Large memory comes straight from the system: an allocator would keep what a growing table leaves
// behind. Small memory does not: there may be thousands of organisations, but not of mappings.
constexpr std::size_t mapped_bytes_min = 64 << 10;

// Where a set is full: with so many of 8 places taken.
constexpr std::size_t full_eighths = 7;

std::uint16_t rest_of(const fingerprint& f) noexcept { return static_cast<std::uint16_t>(f.low); }

}  // namespace

// Where it is; `at` is `bucket_size` or more if it is nowhere, and `in` the bucket that has room.
claim_set::place claim_set::find(const fingerprint& f) const noexcept {
    for (bucket* b = buckets_.get() + home_of(f.high);; b = after(b)) {
        std::uint32_t equal = 0;  // a bit for each place; no branch for each
        for (std::uint32_t i = 0; i < bucket_size; ++i)
            equal |= static_cast<std::uint32_t>(b->keys[i] == f.high) << i;
        for (std::uint32_t i = 0; equal != 0; equal >>= 1, ++i)
            if ((equal & 1) != 0 && i < b->used && b->rests[i] == rest_of(f)) return {b, i};
        if (b->used < bucket_size) return {b, bucket_size};
    }
}

bool claim_set::contains(const fingerprint& f) const noexcept {
    return size_ != 0 && find(f).at < bucket_size;
}

bool claim_set::insert(const fingerprint& f) {
    if (!buckets_) grow();
    place found = find(f);
    if (found.at < bucket_size) return false;
    if (size_ * 8 >= bucket_count_ * bucket_size * full_eighths) {
        grow();
        found = find(f);
    }
    bucket& b = *found.in;
    b.keys[b.used] = f.high;
    b.rests[b.used++] = rest_of(f);
    ++size_;
    return true;
}

bool claim_set::erase(const fingerprint& f) noexcept {
    if (size_ == 0) return false;
    const place found = find(f);
    if (found.at >= bucket_size) return false;
    --size_;
    fill(found);
    return true;
}

// Closes a hole. If its bucket was full, one that went past it may have to come back, which leaves
// a hole further on.
void claim_set::fill(place hole) noexcept {
    for (bool moved = true; moved;) {
        moved = false;
        bucket& b = *hole.in;
        const bool was_full = b.used == bucket_size;
        --b.used;
        b.keys[hole.at] = b.keys[b.used];
        b.rests[hole.at] = b.rests[b.used];
        if (!was_full) return;
        const auto steps = [this](const bucket* from, const bucket* to) {
            return (static_cast<std::uint64_t>(to - from) + bucket_count_) % bucket_count_;
        };
        for (bucket* next = after(&b); next != &b && !moved; next = after(next)) {
            for (std::uint32_t i = 0; i < next->used && !moved; ++i) {
                const bucket* home = buckets_.get() + home_of(next->keys[i]);
                if (steps(home, next) < steps(&b, next)) continue;  // its home is behind the hole
                b.keys[b.used] = next->keys[i];
                b.rests[b.used++] = next->rests[i];
                hole = {next, i};
                moved = true;
            }
            if (!moved && next->used < bucket_size) break;
        }
    }
}

// Puts what is not there yet.
void claim_set::put(std::uint64_t key, std::uint16_t rest) noexcept {
    bucket* b = buckets_.get() + home_of(key);
    while (b->used == bucket_size) b = after(b);
    b->keys[b->used] = key;
    b->rests[b->used++] = rest;
}

claim_set::buckets claim_set::take_memory(std::size_t count) {
    const std::size_t bytes = count * sizeof(bucket);
    void* memory = nullptr;
    if (bytes < mapped_bytes_min) {
        memory = std::aligned_alloc(alignof(bucket), bytes);
        if (memory) std::memset(memory, 0, bytes);
    } else {
        memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) memory = nullptr;
    }
    if (!memory) throw std::bad_alloc();
    return buckets(static_cast<bucket*>(memory), give_back(bytes));
}

void claim_set::give_back::operator()(bucket* memory) const noexcept {
    if (bytes < mapped_bytes_min) {
        std::free(memory);
    } else {
        ::munmap(memory, bytes);
    }
}

void claim_set::grow() {
    std::uint64_t count = bucket_count_ + bucket_count_ / 3;
    if (bucket_count_ < small_buckets) {
        count = std::max(2 * bucket_count_, first_buckets);
        // The last doubling is by up to a third more, as the stagger says.
        if (count >= small_buckets) count += count * stagger_ / (3 * (stagger_max + 1));
    }
    const buckets before = std::exchange(buckets_, take_memory(count));
    const std::uint64_t count_before = std::exchange(bucket_count_, count);
    for (std::uint64_t i = 0; i < count_before; ++i)
        for (std::uint32_t k = 0; k < before[i].used; ++k)
            put(before[i].keys[k], before[i].rests[k]);
}

}  // namespace crmlocal::store
