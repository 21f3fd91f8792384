// SPDX-License-Identifier: BSL-1.0
#include "domain/date_time.hpp"

#include <cstdio>
#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using crmlocal::domain::format_date_time;
using crmlocal::domain::parse_date_time;

std::string text_of(int year, int month, int day, std::string_view time = "00:00:00") {
    char date[16];
    std::snprintf(date, sizeof date, "%04d-%02d-%02dT", year, month, day);
    return date + std::string(time);
}

// Counted on fingers, not computed: independent of the code under test.
int days_of(int year, int month) {
    switch (month) {
        case 4:
        case 6:
        case 9:
        case 11: return 30;
        case 2: break;
        default: return 31;
    }
    if (year % 400 == 0) return 29;
    if (year % 100 == 0) return 28;
    return year % 4 == 0 ? 29 : 28;
}

constexpr std::string_view not_dates[] = {
    "",
    "2016-06-22",
    "2016-06-22 15:00:00",
    "2016-06-22t15:00:00",
    "2016-06-22T15:00",
    "2016-06-22T15:00:00Z",
    "2016-06-22T15:00:00.000",
    "2016-06-22T15:00:00+02:00",
    " 2016-06-22T15:00:00",
    "2016-06-22T15:00:00 ",
    "2016-6-22T15:00:00",
    "22/06/2016",
    "02016-06-22T15:00:00",
    "+201-06-22T15:00:00",
    "-001-06-22T15:00:00",
    "2016-06-22T15:00:0o",
    "2016-06-22T15:00: 0",
    "2016-06-22T15.00.00",
    "2016/06/22T15:00:00",
    "0000-01-01T00:00:00",
    "2016-00-22T15:00:00",
    "2016-13-22T15:00:00",
    "2016-06-00T15:00:00",
    "2016-06-31T15:00:00",
    "2015-02-29T00:00:00",
    "1900-02-29T00:00:00",
    "2100-02-29T00:00:00",
    "2016-02-30T00:00:00",
    "2016-06-22T24:00:00",
    "2016-06-22T15:60:00",
    "2016-06-22T23:59:60",
    "2016-06-22T99:99:99",
    "2016-06-22T15:00:0\xD9",
    "\xD9\xA2\xD9\xA0\xD9\xA1\xD9\xA6-06-22T15:0",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(date_time)

BOOST_AUTO_TEST_CASE(seconds_are_counted_from_1970) {
    BOOST_TEST((parse_date_time("1970-01-01T00:00:00") == 0));
    BOOST_TEST((parse_date_time("1969-12-31T23:59:59") == -1));
    BOOST_TEST((parse_date_time("2016-06-22T15:00:00") == 1'466'607'600));
    BOOST_TEST((parse_date_time("0001-01-01T00:00:00") == -62'135'596'800));
    BOOST_TEST((parse_date_time("9999-12-31T23:59:59") == 253'402'300'799));
}

BOOST_AUTO_TEST_CASE(what_is_no_date_of_the_calendar_is_refused) {
    for (std::string_view text : not_dates) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!parse_date_time(text).has_value()); }
    }
    BOOST_TEST(!parse_date_time(std::string_view("2016-06-22T15:00:0\0", 19)).has_value());
}

// All 3,652,059 days. Writing is checked for every fifth: five and the days of the calendar's
// period of 400 years have no common divisor, so that each of its days is written at least once.
BOOST_AUTO_TEST_CASE(every_day_of_every_year_follows_the_one_before) {
    std::int64_t expected = -62'135'596'800;
    int wrong = 0, days = 0;
    std::string text = "0000-00-00T00:00:00";
    const auto put = [&](std::size_t at, int number) {
        text[at] = static_cast<char>('0' + number / 10);
        text[at + 1] = static_cast<char>('0' + number % 10);
    };
    for (int year = 1; year <= 9999; ++year) {
        put(0, year / 100), put(2, year % 100);
        for (int month = 1; month <= 12; ++month) {
            put(5, month);
            const int last = days_of(year, month);
            for (int day = 1; day <= last; ++day, ++days, expected += 86'400) {
                put(8, day);
                if (parse_date_time(text) != expected) ++wrong;
                if (days % 5 == 0 && format_date_time(expected) != text) ++wrong;
            }
            put(8, last + 1);
            if (parse_date_time(text)) ++wrong;
        }
    }
    BOOST_TEST(wrong == 0);
    BOOST_TEST(days == 3'652'059);
    BOOST_TEST(expected == 253'402'300'800);
}

BOOST_AUTO_TEST_CASE(every_second_of_a_day_is_written_as_it_was_read) {
    for (const auto& [year, month, day] : {std::array{1, 1, 1}, {1969, 12, 31}, {2000, 2, 29}}) {
        int wrong = 0;
        for (int second = 0; second < 86'400; ++second) {
            char time[16];
            std::snprintf(time, sizeof time, "%02d:%02d:%02d", second / 3600, second / 60 % 60,
                          second % 60);
            const std::string text = text_of(year, month, day, time);
            const auto read = parse_date_time(text);
            if (!read || format_date_time(*read) != text) ++wrong;
        }
        BOOST_TEST(wrong == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
