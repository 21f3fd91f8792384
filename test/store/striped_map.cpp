// SPDX-License-Identifier: BSL-1.0
#include "store/striped_map.hpp"

#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "store/hash.hpp"

namespace crmlocal::store {
namespace {

struct number_hash {
    using is_avalanching = void;

    std::size_t operator()(std::uint64_t n) const noexcept {
        return hash_text({reinterpret_cast<const char*>(&n), sizeof n});
    }
};
using number_map = striped_map<std::uint64_t, int, number_hash, 16>;

// All keys in one stripe: nothing is won by chance.
struct same_hash {
    std::size_t operator()(std::uint64_t) const noexcept { return 0; }
};

constexpr std::size_t threads = 4;

// Runs f(thread) in some threads at once; checks belong after it, for Boost.Test is not made for
// several threads.
template <class F>
void in_threads(F f) {
    std::vector<std::jthread> running;
    for (std::size_t t = 0; t < threads; ++t) running.emplace_back([&f, t] { f(t); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(striped_maps)

BOOST_AUTO_TEST_CASE(a_key_is_there_from_insert_to_erase) {
    constexpr std::uint64_t key = 7;
    number_map map;
    BOOST_TEST(map.with(key, [](int* v) { return v == nullptr; }));
    BOOST_TEST(map.insert(key, 1));
    BOOST_TEST(!map.insert(key, 2));
    BOOST_TEST(map.with(key, [](int* v) { return v ? *v : 0; }) == 1);
    map.with(key, [](int* v) { *v = 3; });
    BOOST_TEST(map.with(key, [](int* v) { return *v; }) == 3);
    BOOST_TEST(map.size() == 1U);
    BOOST_TEST(map.erase(key));
    BOOST_TEST(!map.erase(key));
    BOOST_TEST(map.size() == 0U);
}

BOOST_AUTO_TEST_CASE(texts_are_looked_up_without_a_copy) {
    striped_map<std::string, int, text_hash> map;
    BOOST_TEST(map.insert("demo", 5));
    BOOST_TEST(map.with(std::string_view("demo"), [](int* v) { return v ? *v : 0; }) == 5);
    BOOST_TEST(map.with(std::string_view("Demo"), [](int* v) { return v ? *v : 0; }) == 0);
    BOOST_TEST(map.erase(std::string_view("demo")));
}

BOOST_AUTO_TEST_CASE(keys_are_spread_over_all_stripes) {
    std::uint64_t used = 0;
    for (std::uint64_t n = 0; n < 1000; ++n) {
        const std::uint64_t bit = number_map::stripe_bit(n);
        BOOST_TEST(std::has_single_bit(bit));
        used |= bit;
    }
    BOOST_TEST(used == 0xFFFFU);
    using one_stripe = striped_map<std::uint64_t, int, number_hash, 1>;
    BOOST_TEST(one_stripe::stripe_bit(5) == 1U);
    one_stripe one;
    BOOST_TEST(one.insert(1, 1));
    BOOST_TEST(one.insert(2, 2));
    BOOST_TEST(one.size() == 2U);
}

BOOST_AUTO_TEST_CASE(only_the_stripe_of_a_key_is_swept) {
    number_map map;
    for (std::uint64_t n = 0; n < 1000; ++n) map.insert(n, static_cast<int>(n));
    map.erase_beside(std::uint64_t{5}, [](std::uint64_t key, int& v) {
        BOOST_TEST(key == static_cast<std::uint64_t>(v));
        return key % 2 == 0;
    });
    for (std::uint64_t n = 0; n < 1000; ++n) {
        const bool beside = number_map::stripe_bit(n) == number_map::stripe_bit(5);
        const bool is_there = map.with(n, [](int* v) { return v != nullptr; });
        BOOST_TEST(is_there == !(beside && n % 2 == 0));
    }
}

BOOST_AUTO_TEST_CASE(one_thread_wins_each_key) {
    number_map map;
    std::vector<std::set<std::uint64_t>> won(threads);
    in_threads([&](std::size_t t) {
        std::mt19937_64 random(t);
        for (int i = 0; i < 5000; ++i) {
            const std::uint64_t key = random() % 2000;
            if (map.insert(key, static_cast<int>(t))) won[t].insert(key);
        }
    });
    std::set<std::uint64_t> all;
    std::size_t wins = 0;
    for (std::size_t t = 0; t < threads; ++t) {
        wins += won[t].size();
        all.insert(won[t].begin(), won[t].end());
        for (std::uint64_t key : won[t])
            BOOST_TEST(map.with(key, [](int* v) { return *v; }) == static_cast<int>(t));
    }
    BOOST_TEST(wins == all.size());
    BOOST_TEST(map.size() == all.size());
}

BOOST_AUTO_TEST_CASE(a_value_changes_under_its_lock) {
    number_map map;
    for (std::uint64_t n = 0; n < 8; ++n) map.insert(n, 0);
    in_threads([&](std::size_t t) {
        std::mt19937_64 random(t);
        for (int i = 0; i < 5000; ++i) map.with(random() % 8, [](int* v) { ++*v; });
    });
    int all = 0;
    for (std::uint64_t n = 0; n < 8; ++n) all += map.with(n, [](int* v) { return *v; });
    BOOST_TEST(all == 5000 * static_cast<int>(threads));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
