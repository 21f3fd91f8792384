// SPDX-License-Identifier: BSL-1.0
#include "domain/decimal.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using crmlocal::domain::millionths;
using crmlocal::domain::parse_decimal;

struct row {
    std::string_view number;
    millionths value;
};

constexpr row sound[] = {
    {"0", 0},
    {"-0", 0},
    {"0.0", 0},
    {"-0.000000000000000000000000000000", 0},
    {"0e99999999999999999999", 0},
    {"0.000E-99999999999999999999", 0},
    {"1", 1'000'000},
    {"-1", -1'000'000},
    {"60", 60'000'000},
    {"12.5", 12'500'000},
    {"50.00", 50'000'000},
    {"50.0000000000000000000000", 50'000'000},
    {"0.000001", 1},
    {"-0.000001", -1},
    {"0.0000010000", 1},
    {"0.1", 100'000},
    {"999999999999", 999'999'999'999'000'000},
    {"999999999999.999999", 999'999'999'999'999'999},
    {"-999999999999.999999", -999'999'999'999'999'999},
    {"100000000000.000001", 100'000'000'000'000'001},
    {"999999999999999999e-6", 999'999'999'999'999'999},
    {"1e0", 1'000'000},
    {"1e00000000000000000000000002", 100'000'000},
    {"1E+2", 100'000'000},
    {"1e11", 100'000'000'000'000'000},
    {"10e10", 100'000'000'000'000'000},
    {"1e-6", 1},
    {"10e-7", 1},
    {"123.456e3", 123'456'000'000},
    {"123.456e-3", 123'456},
    {"0.000000000001e12", 1'000'000},
    {"1000000000000000000000000000000e-30", 1'000'000},
};

constexpr std::string_view beyond[] = {
    "1000000000000",
    "-1000000000000",
    "9999999999990",
    "1e12",
    "0.1e13",
    "1e1000000",
    "1e99999999999",
    "1e9999999999999999999999999999999999999",
    "-1e99999999999",
    "0.0000001",
    "1e-7",
    "1.0000001",
    "0.9999999",
    "999999999999.9999999",
    "1e-99999999999",
    "1e-9999999999999999999999999999999999999",
    "1234567890123456789",
    "0.1234567890123456789",
    "1000000000000000000.000000000001",
};

// With exactly six digits after the point.
std::string plain(millionths value) {
    const bool negative = value < 0;
    std::string digits = std::to_string(negative ? -value : value);
    if (digits.size() < 7) digits.insert(0, 7 - digits.size(), '0');
    digits.insert(digits.size() - 6, ".");
    return (negative ? "-" : "") + digits;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decimal)

BOOST_AUTO_TEST_CASE(an_amount_is_read_exactly) {
    for (const row& r : sound) {
        BOOST_TEST_CONTEXT(r.number) {
            const auto read = parse_decimal(r.number);
            BOOST_TEST_REQUIRE(read.has_value());
            BOOST_TEST(*read == r.value);
        }
    }
}

BOOST_AUTO_TEST_CASE(more_than_12_digits_before_or_6_after_the_point_are_refused) {
    for (std::string_view number : beyond) {
        BOOST_TEST_CONTEXT(number) { BOOST_TEST(!parse_decimal(number).has_value()); }
    }
}

BOOST_AUTO_TEST_CASE(every_form_of_a_number_has_the_same_value) {
    std::mt19937_64 random(20160622);
    for (int i = 0; i < 20'000; ++i) {
        const int digits = static_cast<int>(random() % 18);
        millionths bound = 10;
        for (int k = 0; k < digits; ++k) bound *= 10;
        const millionths value = static_cast<millionths>(random()) % bound;
        BOOST_TEST_CONTEXT(value) {
            BOOST_TEST((parse_decimal(plain(value)) == value));
            BOOST_TEST((parse_decimal(plain(value) + "000") == value));
            BOOST_TEST((parse_decimal(plain(value) + "e0") == value));
            BOOST_TEST((parse_decimal(std::to_string(value) + "e-6") == value));
        }
    }
}

BOOST_AUTO_TEST_CASE(digits_beyond_any_exponent_are_weighed_against_it) {
    // A body may hold 16 MiB: so long a number is judged by its value like any other.
    const std::string zeros(2'000'000, '0');
    BOOST_TEST((parse_decimal("1" + zeros + "e-2000000") == 1'000'000));
    BOOST_TEST((parse_decimal("0." + zeros + "1e2000001") == 1'000'000));
    BOOST_TEST(!parse_decimal("1" + zeros + "e-1999987").has_value());
}

BOOST_AUTO_TEST_CASE(the_order_of_a_number_counts_its_digits_before_the_point) {
    struct order_row {
        std::string_view number;
        std::int64_t order;
    };
    constexpr order_row orders[] = {
        {"0", 0},
        {"-0", 0},
        {"0.000", 0},
        {"0e99999999999999999999", 0},
        {"1", 1},
        {"-9", 1},
        {"100", 3},
        {"100.001", 3},
        {"0.1", 0},
        {"0.01", -1},
        {"-0.0012", -2},
        {"1e-3", -2},
        {"1e3", 4},
        {"1E+3", 4},
        {"0.001e3", 1},
        {"1000e-3", 1},
        {"1e400", 401},
        {"1e-400", -399},
        {"1e2147483648", 2'147'483'649},
    };
    using crmlocal::domain::order_of;
    for (const order_row& r : orders) BOOST_TEST(order_of(r.number) == r.order, r.number);
    BOOST_TEST(order_of("1e99999999999999999999999") > 1'000'000'000);
    BOOST_TEST(order_of("1e-99999999999999999999999") < -1'000'000'000);
    BOOST_TEST(order_of("1" + std::string(400, '0') + "e-400") == 1);
}

BOOST_AUTO_TEST_CASE(a_short_float_is_the_nearest_double) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 20'000; ++i) {
        std::string number = std::to_string(random() % 1'000'000'000'000'000);
        number.resize(1 + random() % number.size());
        if (random() % 4 != 0 && number.size() > 1)
            number.insert(number.size() - random() % std::min<std::size_t>(number.size(), 7), ".");
        if (number.ends_with('.')) number += '0';
        if (random() % 2 == 0) number.insert(0, "-");
        double read = 0;
        if (crmlocal::domain::parse_short_float(number, read))
            BOOST_TEST(std::bit_cast<std::uint64_t>(read) ==
                           std::bit_cast<std::uint64_t>(std::strtod(number.c_str(), nullptr)),
                       number);
    }
    double read = 1;
    BOOST_TEST(crmlocal::domain::parse_short_float("-0", read));
    BOOST_TEST(std::signbit(read));
    for (std::string_view long_one : {"1e2", "0.0000001", "1234567890123456", "1E-2"})
        BOOST_TEST(!crmlocal::domain::parse_short_float(long_one, read), long_one);
}

BOOST_AUTO_TEST_SUITE_END()
