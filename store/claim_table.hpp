// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <boost/container/static_vector.hpp>

#include "store/claim_set.hpp"
#include "store/guarded.hpp"
#include "store/hash.hpp"

namespace crmlocal::store {

/// The claims that events of an organisation have taken, as fingerprints; that one is there says
/// all. Cut into stripes, each behind its own lock, so that calls seldom meet and growing never
/// takes long. Together with its stripe 86 bits of a fingerprint are kept: among 10^9 claims one
/// chance in 10^8 that any two ever meet.
class claim_table {
    static constexpr std::size_t stripe_count = 64;  // a bit of a word for each

    // A cache line each: neighbours do not meet.
    struct alignas(64) stripe : guarded<claim_set> {
        stripe() = default;
    };

public:
    claim_table() {
        for (unsigned s = 0; s < stripe_count; ++s) *stripes_[s].lock() = claim_set(s);
    }

    /// Several stripes at once, locked in one order by everybody: a step that others see whole or
    /// not at all.
    class several {
    public:
        /// Locks the stripes whose bits are set; only keys of these may be asked for.
        several(claim_table& table, std::uint64_t stripes) {
            for (; stripes != 0; stripes &= stripes - 1) {
                const auto s = static_cast<std::size_t>(std::countr_zero(stripes));
                sets_[s] = &*held_.emplace_back(table.stripes_[s].lock());
            }
        }
        bool contains(const fingerprint& key) const noexcept { return set_of(key).contains(key); }
        /// True if it was not there. Throws `std::bad_alloc` before anything changes.
        bool insert(const fingerprint& key) { return set_of(key).insert(key); }
        bool erase(const fingerprint& key) noexcept { return set_of(key).erase(key); }
        /// Makes the next question about that key quick, without waiting.
        [[gnu::always_inline]] void prefetch(const fingerprint& key) const noexcept {
            set_of(key).prefetch(key);
        }

    private:
        claim_set& set_of(const fingerprint& key) const noexcept { return *sets_[stripe_of(key)]; }

        // Neither is filled in advance: most calls hold few stripes.
        boost::container::static_vector<guarded<claim_set>::access, stripe_count> held_;
        std::array<claim_set*, stripe_count> sets_;  // of the stripes that are held
    };

    /// True for the one caller that put the key there.
    bool insert(const fingerprint& key) { return stripes_[stripe_of(key)].lock()->insert(key); }

    /// The bit of the key's stripe, for `several`.
    static std::uint64_t stripe_bit(const fingerprint& key) noexcept {
        return std::uint64_t{1} << stripe_of(key);
    }

    /// How many there are, one stripe after the other: not a point in time.
    std::size_t size() {
        std::size_t all = 0;
        for (stripe& s : stripes_) all += s.lock()->size();
        return all;
    }

    /// The memory they take, in bytes, in the same manner.
    std::size_t memory() {
        std::size_t all = sizeof *this;
        for (stripe& s : stripes_) all += s.lock()->memory();
        return all;
    }

private:
    // The bits that a set does not keep.
    static std::size_t stripe_of(const fingerprint& key) noexcept { return key.low >> 58; }

    std::array<stripe, stripe_count> stripes_;
};

}  // namespace crmlocal::store
