// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "store/hash.hpp"

namespace crmlocal::store {

/// A set of fingerprints that is filled to seven eighths of its memory and grows by a quarter, in
/// place: about 15 bytes for each. Keeps 96 bits of a fingerprint: `high` and half of `low`. Not
/// safe for use by several threads at once.
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

    /// Brings the memory near where it is looked for, soon, without waiting.
    void prefetch(const fingerprint& f) const noexcept {
        if (slots_) __builtin_prefetch(slots_.get() + home_of(key_of(f)));
    }

    std::size_t size() const noexcept { return size_; }
    /// The memory it takes, in bytes.
    std::size_t memory() const noexcept { return all_slots() * sizeof(slot); }

private:
    // A fingerprint, or free with a key of 0. Slots lie in the order of their keys, each at its
    // home or, without a gap, behind it: what is not there is missed after few steps, however full
    // it is.
    struct slot {
        std::uint32_t parts[3];  // of the key the low and the high half, then the rest: 12 bytes

        std::uint64_t key() const noexcept {
            return parts[0] | static_cast<std::uint64_t>(parts[1]) << 32;
        }
    };

    struct free_memory {
        void operator()(slot* memory) const noexcept { std::free(memory); }
    };

    static std::uint64_t key_of(const fingerprint& f) noexcept { return f.high == 0 ? 1 : f.high; }
    static slot slot_of(const fingerprint& f) noexcept;
    std::size_t home_of(std::uint64_t key) const noexcept { return (key >> 32) * homes_ >> 32; }
    std::size_t all_slots() const noexcept { return homes_ + std::min(homes_, spare_max); }
    std::size_t find(std::uint64_t key) const noexcept;
    bool is_at(std::size_t& at, const slot& s) const noexcept;
    void grow();
    void spread(std::size_t from);

    static constexpr std::uint64_t spare_max = 64;  // behind the last home; one stays free

    std::unique_ptr<slot[], free_memory> slots_;
    std::uint64_t homes_ = 0;
    std::size_t size_ = 0;
    unsigned stagger_ = 0;
};

}  // namespace crmlocal::store
