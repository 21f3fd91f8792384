// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "store/growing_memory.hpp"
#include "store/hash.hpp"

namespace crmlocal::store {

/// A set of fingerprints in about 14 bytes for each: filled to seven eighths, growing by a third.
/// Keeps 80 bits of a fingerprint: `high` and the lowest 16 of `low`. Not safe for use by several
/// threads at once.
class claim_set {
public:
    claim_set() = default;
    claim_set(claim_set&&) noexcept = default;
    claim_set& operator=(claim_set&&) noexcept = default;

    /// Makes it grow at other sizes than a set with another stagger, from 0 to `stagger_max`: not
    /// all sets of a table on the same day.
    explicit claim_set(unsigned stagger) noexcept : stagger_(stagger) {}
    static constexpr unsigned stagger_max = 63;

    bool contains(const fingerprint& f) const noexcept;

    /// Adds it; false if it was there. Throws `std::bad_alloc` before anything changes.
    bool insert(const fingerprint& f);

    /// Takes it away; false if it was not there.
    bool erase(const fingerprint& f) noexcept;

    /// Brings the memory where it is looked for, soon, without waiting. Inlined always: GCC takes a
    /// function that does nothing else for one without effect, and drops calls of it.
    [[gnu::always_inline]] void prefetch(const fingerprint& f) const noexcept {
        if (bucket_count_ != 0) __builtin_prefetch(buckets() + home_of(f.high));
    }

    std::size_t size() const noexcept { return size_; }
    /// The memory it takes, in bytes.
    std::size_t memory() const noexcept { return bucket_count_ * sizeof(bucket); }

private:
    static constexpr std::uint32_t bucket_size = 6;

    // A cache line. Whoever finds his bucket full goes to the one before.
    struct alignas(64) bucket {
        std::array<std::uint64_t, bucket_size> keys;
        std::array<std::uint16_t, bucket_size> rests;
        std::uint32_t used;
    };

    // A place in a bucket, or none.
    struct place {
        bucket* in;
        std::uint32_t at;
    };

    // The first buckets are nobody's home: who finds all buckets from his own down to these full
    // goes there.
    std::size_t spare_buckets() const noexcept { return 1 + bucket_count_ / 64; }

    // The keys spread evenly, in their order, over the other buckets, however many there are.
    std::size_t home_of(std::uint64_t key) const noexcept {
        const std::size_t spare = spare_buckets();
        return spare + ((key >> 32) * (bucket_count_ - spare) >> 32);
    }
    bucket* buckets() const noexcept { return static_cast<bucket*>(memory_.data()); }
    place find(const fingerprint& f) const noexcept;
    place find_one_past(const bucket& full) const noexcept;
    void fill(place hole) noexcept;
    void put(std::uint64_t key, std::uint16_t rest) noexcept;
    void grow();

    growing_memory memory_;
    std::uint64_t bucket_count_ = 0;
    std::size_t size_ = 0;
    unsigned stagger_ = 0;
};

}  // namespace crmlocal::store
