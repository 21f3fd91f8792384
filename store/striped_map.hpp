// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <boost/unordered/unordered_flat_map.hpp>

#include "store/guarded.hpp"

namespace crmlocal::store {

/// A hash map cut into stripes, each behind its own lock, so that threads seldom meet. No reference
/// outlives a lock: callers hand in a function instead of asking for a value. The hash must be good
/// in all of its bits.
template <class Key, class Value, class Hash, std::size_t Stripes = 64>
class striped_map {
    static_assert(std::has_single_bit(Stripes) && Stripes <= 64, "a bit of a word for each stripe");

    using entries = boost::unordered_flat_map<Key, Value, Hash, std::equal_to<>>;
    struct alignas(64) stripe : guarded<entries> {};  // a cache line each: neighbours do not meet

public:
    /// Calls f(Value*), null if the key is absent, with the lock held, and returns what it returns.
    template <class K, class F>
    decltype(auto) with(const K& key, F&& f) {
        auto held = stripes_[stripe_of(key)].lock();
        const auto at = held->find(key);
        return f(at == held->end() ? nullptr : &at->second);
    }

    /// Calls f(Value&), of a new value if the key is absent, with the lock held.
    template <class K, class F>
    void with_new(const K& key, F&& f) {
        f((*stripes_[stripe_of(key)].lock())[Key(key)]);
    }

    /// True for the one caller that put the key there.
    bool insert(Key key, Value value) {
        auto held = stripes_[stripe_of(key)].lock();
        return held->emplace(std::move(key), std::move(value)).second;
    }

    /// True if it was there.
    template <class K>
    bool erase(const K& key) {
        auto held = stripes_[stripe_of(key)].lock();
        const auto at = held->find(key);
        if (at == held->end()) return false;
        held->erase(at);
        return true;
    }

    /// Drops the entries of which f(const Key&, Value&) is true from the stripe of that key.
    template <class K, class F>
    void erase_beside(const K& key, F f) {
        auto held = stripes_[stripe_of(key)].lock();
        boost::unordered::erase_if(*held,
                                   [&](auto& entry) { return f(entry.first, entry.second); });
    }

    /// Drops the entries of which f(const Key&, Value&) is true, one stripe after the other.
    template <class F>
    void erase_all(F f) {
        for (stripe& s : stripes_)
            boost::unordered::erase_if(*s.lock(),
                                       [&](auto& entry) { return f(entry.first, entry.second); });
    }

    /// How many there are, one stripe after the other: not a point in time.
    std::size_t size() {
        std::size_t all = 0;
        for (stripe& s : stripes_) all += s.lock()->size();
        return all;
    }

    /// A bit that says in which stripe the key is.
    static std::uint64_t stripe_bit(const Key& key) { return std::uint64_t{1} << stripe_of(key); }

private:
    // Neither the low byte nor the top bits: by those the map itself chooses, and keys of one
    // stripe that shared them would crowd into a part of its table.
    template <class K>
    static std::size_t stripe_of(const K& key) {
        return static_cast<std::uint64_t>(Hash()(key)) >> 8 & (Stripes - 1);
    }

    std::array<stripe, Stripes> stripes_;
};

}  // namespace crmlocal::store
