// SPDX-License-Identifier: BSL-1.0
#include "load/latency_histogram.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace crmlocal::load {
namespace {

namespace data = boost::unit_test::data;

constexpr double shares[] = {0, 0.01, 0.5, 0.9, 0.99, 0.999, 0.9999, 1};

// The value that so many of the sorted values do not exceed, by its definition.
std::uint64_t exact_quantile(const std::vector<std::uint64_t>& sorted, double share) {
    const auto rank =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(latency_histograms)

BOOST_DATA_TEST_CASE(a_quantile_is_within_the_stated_error, data::make(shares), share) {
    std::mt19937_64 random(7);
    latency_histogram histogram;
    std::vector<std::uint64_t> all;
    for (int i = 0; i < 50'000; ++i) {
        all.push_back(random() >> (random() % 60 + 1));  // every order of magnitude
        histogram.add(all.back());
    }
    std::ranges::sort(all);
    const auto exact = static_cast<double>(exact_quantile(all, share));
    const auto told = static_cast<double>(histogram.quantile(share));
    BOOST_CHECK_GE(told, exact);
    BOOST_CHECK_LE(told, exact * (1 + latency_histogram::relative_error) + 0.5);
}

BOOST_DATA_TEST_CASE(short_durations_are_exact, data::xrange(0, 2048, 89), nanoseconds) {
    const auto value = static_cast<std::uint64_t>(nanoseconds);
    latency_histogram histogram;
    histogram.add(value);
    BOOST_CHECK_EQUAL(histogram.quantile(0.5), value);
}

BOOST_AUTO_TEST_CASE(the_highest_is_exact_and_so_is_the_last_quantile) {
    latency_histogram histogram;
    for (const std::uint64_t value : {1'000'003UL, 7'777'777'777UL, 12UL}) histogram.add(value);
    BOOST_CHECK_EQUAL(histogram.highest(), 7'777'777'777U);
    BOOST_CHECK_EQUAL(histogram.quantile(1), 7'777'777'777U);
    BOOST_CHECK_EQUAL(histogram.quantile(0), 12U);
}

BOOST_AUTO_TEST_CASE(the_longest_duration_has_a_bucket) {
    latency_histogram histogram;
    histogram.add(UINT64_MAX);
    BOOST_CHECK_EQUAL(histogram.quantile(0.5), UINT64_MAX);
}

BOOST_AUTO_TEST_CASE(of_nothing_all_is_zero) {
    const latency_histogram histogram;
    BOOST_CHECK_EQUAL(histogram.quantile(0.99), 0U);
    BOOST_CHECK_EQUAL(histogram.highest(), 0U);
    BOOST_CHECK_EQUAL(histogram.count(), 0U);
}

BOOST_AUTO_TEST_CASE(two_together_are_as_one) {
    latency_histogram both, first, second;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        (i % 3 == 0 ? first : second).add(i * i);
        both.add(i * i);
    }
    first.add(second);
    BOOST_CHECK_EQUAL(first.count(), both.count());
    for (const double share : shares)
        BOOST_CHECK_EQUAL(first.quantile(share), both.quantile(share));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::load
