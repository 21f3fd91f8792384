// SPDX-License-Identifier: BSL-1.0
#include "store/claim_table.hpp"

#include <random>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using crmlocal::store::claim_set;
using crmlocal::store::claim_table;
using crmlocal::store::fingerprint;

// Compares a set with the standard library's through random insertions and removals. Keys of which
// only `key_bits` are random meet and crowd.
void compare_with_reference(unsigned stagger, int key_bits, int low_values, int steps) {
    claim_set ours(stagger);
    std::set<std::pair<std::uint64_t, std::uint64_t>> reference;
    std::mt19937_64 random(stagger);
    for (int i = 0; i < steps; ++i) {
        const fingerprint f = {random() >> (64 - key_bits) << (64 - key_bits) / 2,
                               random() % static_cast<unsigned>(low_values)};
        const auto key = std::pair(f.high, f.low);
        BOOST_REQUIRE(ours.contains(f) == reference.contains(key));
        // First mostly added, then mostly taken away.
        if (random() % 4 < (i < steps / 2 ? 3U : 1U)) {
            BOOST_REQUIRE(ours.insert(f) == reference.insert(key).second);
        } else {
            BOOST_REQUIRE(ours.erase(f) == (reference.erase(key) == 1));
        }
        BOOST_REQUIRE(ours.size() == reference.size());
    }
    for (const auto& [high, low] : reference) BOOST_REQUIRE(ours.contains({high, low}));
}

fingerprint nth(std::uint64_t n) {
    std::mt19937_64 random(n);
    const std::uint64_t high = random();
    return {high, random()};
}

std::uint64_t bits_of(std::uint64_t first, std::uint64_t last) {
    std::uint64_t bits = 0;
    for (; first != last; ++first) bits |= claim_table::stripe_bit(nth(first));
    return bits;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(claims_taken)

BOOST_AUTO_TEST_CASE(a_set_of_claims_holds_what_was_added_and_not_taken_away) {
    compare_with_reference(0, 64, 1000, 30'000);
    compare_with_reference(63, 64, 1000, 30'000);
}

BOOST_AUTO_TEST_CASE(claims_that_share_their_home_or_their_key_are_told_apart) {
    for (int key_bits : {1, 3, 6, 10}) compare_with_reference(17, key_bits, 3, 3000);
    compare_with_reference(5, 1, 40, 3000);  // more of one key than there is room for behind it
}

BOOST_AUTO_TEST_CASE(keys_at_both_ends_have_room) {
    claim_set ours;
    for (std::uint64_t i = 0; i < 50; ++i) {
        BOOST_TEST(ours.insert({UINT64_MAX - i, i}));
        BOOST_TEST(ours.insert({i + 1, i}));
    }
    BOOST_TEST(ours.insert({0, 0}));
    BOOST_TEST(!ours.insert({0, 0}));
    BOOST_TEST(ours.erase({0, 0}));
    for (std::uint64_t i = 0; i < 50; ++i) {
        BOOST_TEST(ours.contains({UINT64_MAX - i, i}));
        BOOST_TEST(ours.contains({i + 1, i}));
    }
    BOOST_TEST(ours.size() == 100U);
}

BOOST_AUTO_TEST_CASE(a_claim_takes_at_most_seventeen_bytes) {
    claim_set ours(31);
    std::mt19937_64 random(1);
    for (std::size_t count = 1; count <= 200'000; ++count) {
        const std::uint64_t high = random();
        BOOST_REQUIRE(ours.insert({high, random()}));
        if (count > 20'000) BOOST_REQUIRE(ours.memory() <= 17 * count);
    }
}

BOOST_AUTO_TEST_CASE(a_set_that_has_grown_in_its_place_holds_everything) {
    claim_set ours(7);
    constexpr std::uint64_t count = 60'000;  // a dozen times in large memory
    for (std::uint64_t n = 0; n < count; ++n) {
        BOOST_REQUIRE(ours.insert(nth(n)));
        if (n % 9973 == 0)
            for (std::uint64_t earlier = 0; earlier <= n; ++earlier)
                BOOST_REQUIRE(ours.contains(nth(earlier)));
    }
    claim_set moved = std::move(ours);
    for (std::uint64_t n = 0; n < count; ++n) {
        BOOST_REQUIRE(!moved.insert(nth(n)));
        BOOST_REQUIRE(moved.erase(nth(n)));
    }
    BOOST_TEST(moved.size() == 0U);
}

// More of one home than there are spare buckets make it grow, and no claim is lost.
BOOST_AUTO_TEST_CASE(claims_that_crowd_at_the_low_end_make_room) {
    claim_set ours;
    for (std::uint64_t i = 0; i < 500; ++i) BOOST_REQUIRE(ours.insert({i + 1, i}));
    for (std::uint64_t i = 0; i < 500; ++i) BOOST_REQUIRE(ours.contains({i + 1, i}));
    BOOST_TEST(ours.memory() < 1'000'000U);
}

BOOST_AUTO_TEST_CASE(of_calls_at_the_same_time_one_takes_a_claim) {
    constexpr std::uint64_t keys = 4000, batch = 100;
    claim_table claims;
    std::vector<std::uint64_t> taken(4);
    std::vector<std::thread> threads;
    for (std::uint64_t& mine : taken)
        threads.emplace_back([&mine, &claims] {
            for (std::uint64_t first = 0; first < keys; first += batch) {
                claim_table::several held(claims, bits_of(first, first + batch));
                for (std::uint64_t n = first; n < first + batch; ++n) {
                    held.prefetch(nth(n));
                    mine += held.insert(nth(n));
                }
            }
        });
    for (std::thread& t : threads) t.join();
    BOOST_TEST(taken[0] + taken[1] + taken[2] + taken[3] == keys);
    BOOST_TEST(claims.size() == keys);
    BOOST_TEST(claims.memory() < 64 * 1024 + keys * 30);
    claim_table::several held(claims, claim_table::stripe_bit(nth(7)));
    BOOST_TEST(held.erase(nth(7)));
    BOOST_TEST(!held.contains(nth(7)));
    BOOST_TEST(!held.erase(nth(7)));
}

// Pairs of claims are taken and given back: both are there or none, and nobody waits for ever.
BOOST_AUTO_TEST_CASE(several_stripes_change_in_one_step) {
    claim_table claims;
    std::vector<int> broken(4);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < broken.size(); ++t)
        threads.emplace_back([t, &broken, &claims] {
            std::mt19937_64 random(t);
            for (int i = 0; i < 3000; ++i) {
                const fingerprint low = nth(random() % 50), high = nth(random() % 50 + 1000);
                claim_table::several both(
                    claims, claim_table::stripe_bit(low) | claim_table::stripe_bit(high));
                if (both.contains(low) && both.contains(high)) {
                    if (!both.erase(low) || !both.erase(high)) ++broken[t];
                } else {
                    const bool added_low = both.insert(low), added_high = both.insert(high);
                    if (!both.contains(low) || !both.contains(high)) ++broken[t];
                    if (added_low != added_high) both.erase(added_low ? low : high);
                }
            }
        });
    for (std::thread& t : threads) t.join();
    for (int b : broken) BOOST_TEST(b == 0);
}

BOOST_AUTO_TEST_CASE(several_may_be_none_or_one_or_all) {
    claim_table claims;
    { claim_table::several none(claims, 0); }
    {
        claim_table::several all(claims, ~std::uint64_t{0});
        BOOST_TEST(all.insert(nth(5)));
        BOOST_TEST(!all.insert(nth(5)));
        BOOST_TEST(all.contains(nth(5)));
        BOOST_TEST(!all.contains(nth(6)));
    }
    BOOST_TEST(!claims.insert(nth(5)));
    BOOST_TEST(claims.insert(nth(6)));
    BOOST_TEST(claims.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
