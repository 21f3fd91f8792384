// SPDX-License-Identifier: BSL-1.0
//
// Short numbers, read all digits at once, against the reader that goes digit by digit.
#include "http/short_number.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "domain/decimal.hpp"

namespace crmlocal::test {
namespace {

constexpr std::string_view enough = ",\"abcdef";  // what comes behind a number

// How many bytes are read; what they mean must be what `parse_decimal` says.
std::size_t bytes_read(const std::string& number, std::string_view behind = enough) {
    const std::string whole = std::string(number).append(behind);
    const std::vector<char> exact(whole.begin(), whole.end());
    domain::plain_number read = {};
    const std::size_t size = http::read_short_number(exact.data(), read);
    if (size != 0)
        BOOST_TEST((domain::decimal_of(read) == domain::parse_decimal(whole.substr(0, size))),
                   whole);
    return size;
}

BOOST_AUTO_TEST_SUITE(short_number)

BOOST_AUTO_TEST_CASE(numbers_of_up_to_seven_bytes_are_read) {
    for (const std::string number : {"0", "7", "10", "1234567", "0.5", "0.05", "11.07", "558.13",
                                     "0.00000", "9999.99", "12345.6", "1.00000"})
        BOOST_TEST(bytes_read(number) == number.size(), number);
    for (int whole = 0; whole < 1100; ++whole)
        for (int cents = 0; cents < 100; ++cents) {
            const std::string number = std::to_string(whole) + "." + std::to_string(cents / 10) +
                                       std::to_string(cents % 10);
            BOOST_REQUIRE_EQUAL(bytes_read(number), number.size());
        }
}

BOOST_AUTO_TEST_CASE(whatever_stands_behind_them) {
    for (std::string_view behind :
         {"}]}     ", "        ", "\n\t\r    ", "\xff\xff\xff\xff\xff\xff\xff"})
        BOOST_TEST(bytes_read("12.5", behind) == 4U);
}

BOOST_AUTO_TEST_CASE(everything_else_is_left) {
    for (const char* other : {"-1", "12345678", "1234567.8", "01", "00.5", "1.", ".5", "1.,5",
                              "1e5", "1E5", "1.5e1", "", "x1", "+1", "1.e5"})
        BOOST_TEST(bytes_read(other) == 0U, other);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::test
