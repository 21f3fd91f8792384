// SPDX-License-Identifier: BSL-1.0
#include "domain/text.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using crmlocal::domain::cut;
using crmlocal::domain::fits;

// One code point of 1, 2, 3 and 4 bytes: e, é, €, 😀
constexpr std::string_view code_points[] = {"e", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};

std::string times(std::string_view text, std::size_t count) {
    std::string out;
    while (count-- > 0) out.append(text);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(texts)

BOOST_AUTO_TEST_CASE(length_is_counted_in_code_points) {
    for (std::string_view one : code_points) {
        BOOST_TEST_CONTEXT(one) {
            BOOST_TEST(fits("", 0));
            BOOST_TEST(!fits(one, 0));
            BOOST_TEST(fits(one, 1));
            BOOST_TEST(fits(times(one, 254), 255));
            BOOST_TEST(fits(times(one, 255), 255));
            BOOST_TEST(!fits(times(one, 256), 255));
            BOOST_TEST(!fits(times(one, 10'000), 255));
        }
    }
}

BOOST_AUTO_TEST_CASE(utf_8_ends_with_whole_code_points_in_their_shortest_form) {
    using crmlocal::domain::is_utf8;
    for (std::string_view one : code_points) {
        BOOST_TEST(is_utf8(times(one, 3)));
        for (std::size_t cut = 1; cut < one.size(); ++cut) {
            BOOST_TEST(!is_utf8(one.substr(0, cut)));
            BOOST_TEST(!is_utf8(one.substr(cut)));
            BOOST_TEST(!is_utf8(times(one.substr(0, cut), 1) + "x" + times(one, 1)));
        }
    }
    for (std::string_view bad : {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF",
                                 "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                                 "\xF5\x80\x80\x80", "\xFF", "\xE2\x82\x28", "\xC3\xC3"})
        BOOST_TEST(!is_utf8(bad));
    for (std::string_view edge :
         {"", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
          "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        BOOST_TEST(is_utf8(edge));
}

// Two bytes of any kind among letters of two bytes, wherever eight bytes begin.
BOOST_AUTO_TEST_CASE(two_bytes_among_greek_letters) {
    using crmlocal::domain::is_utf8;
    for (const std::string before : {"", "ό", "x", "xό"})
        for (unsigned first = 0; first < 256; ++first)
            for (unsigned second = 0; second < 256; ++second) {
                const std::string text = before + "κό" + static_cast<char>(first) +
                                         static_cast<char>(second) + "σμεκόσμε";
                const bool is_letter =
                    first >= 0xC2 && first <= 0xDF && second >= 0x80 && second <= 0xBF;
                BOOST_REQUIRE_EQUAL(is_utf8(text), is_letter || (first < 0x80 && second < 0x80));
            }
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_between_code_points) {
    for (std::string_view one : code_points) {
        BOOST_TEST_CONTEXT(one) {
            BOOST_TEST(cut(times(one, 99), 100) == times(one, 99));
            BOOST_TEST(cut(times(one, 100), 100) == times(one, 100));
            BOOST_TEST(cut(times(one, 101), 100) == times(one, 100) + "...");
            BOOST_TEST(cut("a" + times(one, 500), 100) == "a" + times(one, 99) + "...");
        }
    }
    BOOST_TEST(cut("", 100) == "");
    BOOST_TEST(cut("abc", 0) == "...");
}

BOOST_AUTO_TEST_CASE(a_zero_byte_is_a_code_point_like_any_other) {
    const std::string_view zeros("\0\0\0", 3);
    BOOST_TEST(fits(zeros, 3));
    BOOST_TEST(!fits(zeros, 2));
    BOOST_TEST(cut(zeros, 2) == std::string("\0\0...", 5));
}

BOOST_AUTO_TEST_SUITE_END()
