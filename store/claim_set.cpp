// SPDX-License-Identifier: BSL-1.0
#include "store/claim_set.hpp"

#include <algorithm>
#include <utility>

namespace crmlocal::store {
namespace {

constexpr std::uint64_t first_buckets = 2;

// Up to here a set grows to its double: there is little to save, and growing costs time.
constexpr std::uint64_t small_buckets = 512;

// Where a set is full: with so many of 8 places taken.
constexpr std::size_t full_eighths = 7;

std::uint16_t rest_of(const fingerprint& f) noexcept { return static_cast<std::uint16_t>(f.low); }

}  // namespace

// Where it is. If it is nowhere, `at` is `bucket_size` or more and `in` the bucket that has room
// for it, or null.
claim_set::place claim_set::find(const fingerprint& f) const noexcept {
    for (bucket* b = buckets() + home_of(f.high);; --b) {
        std::uint32_t equal = 0;  // a bit for each place; no branch for each
        for (std::uint32_t i = 0; i < bucket_size; ++i)
            equal |= static_cast<std::uint32_t>(b->keys[i] == f.high) << i;
        for (std::uint32_t i = 0; equal != 0; equal >>= 1, ++i)
            if ((equal & 1) != 0 && i < b->used && b->rests[i] == rest_of(f)) return {b, i};
        if (b->used < bucket_size) return {b, bucket_size};
        if (b == buckets()) return {nullptr, bucket_size};
    }
}

bool claim_set::contains(const fingerprint& f) const noexcept {
    return size_ != 0 && find(f).at < bucket_size;
}

bool claim_set::insert(const fingerprint& f) {
    if (bucket_count_ == 0) grow();
    place found = find(f);
    if (found.at < bucket_size) return false;
    while (!found.in || size_ * 8 >= bucket_count_ * bucket_size * full_eighths) {
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
    for (;;) {
        bucket& b = *hole.in;
        const bool was_full = b.used == bucket_size;
        --b.used;
        b.keys[hole.at] = b.keys[b.used];
        b.rests[hole.at] = b.rests[b.used];
        if (!was_full) return;
        hole = find_one_past(b);
        if (!hole.in) return;
        b.keys[b.used] = hole.in->keys[hole.at];
        b.rests[b.used++] = hole.in->rests[hole.at];
    }
}

// One that would be in that bucket or a later one, if there had been room.
claim_set::place claim_set::find_one_past(const bucket& full) const noexcept {
    const auto at = static_cast<std::size_t>(&full - buckets());
    for (std::size_t other = at; other-- != 0;) {
        bucket& b = buckets()[other];
        for (std::uint32_t i = 0; i < b.used; ++i)
            if (home_of(b.keys[i]) >= at) return {&b, i};
        if (b.used < bucket_size) break;
    }
    return {nullptr, bucket_size};
}

// Puts what is not there yet, where there is room for it.
void claim_set::put(std::uint64_t key, std::uint16_t rest) noexcept {
    bucket* b = buckets() + home_of(key);
    while (b->used == bucket_size) --b;
    b->keys[b->used] = key;
    b->rests[b->used++] = rest;
}

// In its own memory: with more buckets every home moves up or stays, so that from the last bucket
// down everything finds its new place in the buckets that are done or in its own.
void claim_set::grow() {
    std::uint64_t count = bucket_count_ + bucket_count_ / 3;
    if (bucket_count_ < small_buckets) {
        count = std::max(2 * bucket_count_, first_buckets);
        // The last doubling is by up to a third more, as the stagger says.
        if (count >= small_buckets) count += count * stagger_ / (3 * (stagger_max + 1));
    }
    memory_.grow(count * sizeof(bucket));
    const std::uint64_t count_before = std::exchange(bucket_count_, count);
    for (std::uint64_t i = count_before; i-- != 0;) {
        const bucket lifted = buckets()[i];
        buckets()[i].used = 0;
        for (std::uint32_t k = 0; k < lifted.used; ++k) put(lifted.keys[k], lifted.rests[k]);
    }
}

}  // namespace crmlocal::store
