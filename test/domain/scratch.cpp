// SPDX-License-Identifier: BSL-1.0
#include "domain/scratch.hpp"

#include <numeric>

#include <boost/test/unit_test.hpp>

namespace {

using crmlocal::domain::scratch;

}  // namespace

BOOST_AUTO_TEST_SUITE(scratch_arrays)

BOOST_AUTO_TEST_CASE(items_keep_their_indices_when_it_grows) {
    scratch<int> items;
    for (int i = 0; i < 10'000; ++i) items.push(i);
    BOOST_TEST(items.size() == 10'000U);
    for (int i = 0; i < 10'000; ++i) BOOST_TEST_REQUIRE(items[static_cast<std::size_t>(i)] == i);
}

BOOST_AUTO_TEST_CASE(an_item_of_its_own_can_be_pushed) {
    scratch<int> items;
    items.push(42);
    for (int i = 0; i < 5'000; ++i) items.push(items[items.size() - 1]);
    BOOST_TEST(std::ranges::all_of(items.all(), [](int i) { return i == 42; }));
}

BOOST_AUTO_TEST_CASE(extending_returns_the_index_of_the_first_new_item) {
    scratch<char> bytes;
    BOOST_TEST(bytes.extend(0) == 0U);
    BOOST_TEST(bytes.empty());
    BOOST_TEST(bytes.extend(3) == 0U);
    BOOST_TEST(bytes.extend(1'000'000) == 3U);
    BOOST_TEST(bytes.size() == 1'000'003U);
    BOOST_TEST(bytes.extend(0) == 1'000'003U);
}

BOOST_AUTO_TEST_CASE(clearing_keeps_the_memory) {
    scratch<int> items;
    items.extend(1000);
    const int* const before = items.data();
    const std::size_t capacity = items.capacity();
    items.clear();
    BOOST_TEST(items.empty());
    BOOST_TEST(items.all().empty());
    items.extend(1000);
    BOOST_TEST(items.data() == before);
    BOOST_TEST(items.capacity() == capacity);
}

BOOST_AUTO_TEST_CASE(memory_beyond_the_bound_is_given_back) {
    scratch<int> items;
    items.extend(1000);
    items.clear_and_keep(items.capacity() * sizeof(int));
    BOOST_TEST(items.capacity() >= 1000U);
    items.clear_and_keep(items.capacity() * sizeof(int) - 1);
    BOOST_TEST(items.capacity() == 0U);
    items.push(7);
    BOOST_TEST(items[0] == 7);
}

BOOST_AUTO_TEST_CASE(shrinking_drops_the_last_items) {
    scratch<int> items;
    items.extend(100);
    std::iota(items.all().begin(), items.all().end(), 0);
    items.shrink_to(10);
    BOOST_TEST(items.size() == 10U);
    BOOST_TEST(items[9] == 9);
    items.shrink_to(0);
    BOOST_TEST(items.empty());
}

BOOST_AUTO_TEST_SUITE_END()
