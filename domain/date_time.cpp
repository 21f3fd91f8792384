// SPDX-License-Identifier: BSL-1.0
#include "domain/date_time.hpp"

#include <bit>
#include <cstring>

namespace crmlocal::domain {
namespace {

constexpr std::string_view form = "0000-00-00T00:00:00";  // 0 stands for any digit
constexpr int days_of_month[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr std::int64_t seconds_per_day = 86'400;

constexpr bool is_leap(int year) noexcept {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

// Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant's days_from_civil).
constexpr std::int64_t days_since_1970(int year, int month, int day) noexcept {
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = y / 400;
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}
static_assert(days_since_1970(1970, 1, 1) == 0 && days_since_1970(2000, 3, 1) == 11'017);

// Eight characters at once, compared with a form in which 0 stands for any digit.
struct eight_characters {
    eight_characters(const char* text, const char* form_of_them) noexcept {
        std::uint64_t bytes = 0, expected = 0;
        std::memcpy(&bytes, text, sizeof bytes);
        std::memcpy(&expected, form_of_them, sizeof expected);
        // Digits become their values, and what else fits becomes 0. Adding makes the top bit of
        // every byte that is more than that.
        const std::uint64_t values = bytes ^ expected;
        std::uint64_t most = 0;
        for (int i = 0; i < 8; ++i)
            most |= std::uint64_t{form_of_them[i] == '0' ? 0x7FU - 9 : 0x7FU} << 8 * i;
        fit = ((values | (values + most)) & 0x8080'8080'8080'8080U) == 0;
        pairs = values * 10 + (values >> 8);
    }

    int two_digits(int at) const noexcept { return static_cast<int>(pairs >> 8 * at & 0xFF); }

    bool fit;
    std::uint64_t pairs;  // in each byte the number that its digit and the next one make
};
static_assert(std::endian::native == std::endian::little);

void put(std::string& out, std::int64_t number, std::size_t last, std::size_t digits) {
    for (; digits > 0; --digits, --last, number /= 10)
        out[last] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::optional<date_time> parse_date_time(std::string_view text) noexcept {
    if (text.size() != form.size()) return std::nullopt;
    const eight_characters date(text.data(), "0000-00-"), middle(text.data() + 8, "00T00:00"),
        time(text.data() + 11, "00:00:00");
    if (!date.fit || !middle.fit || !time.fit) return std::nullopt;
    const int year = date.two_digits(0) * 100 + date.two_digits(2), month = date.two_digits(5);
    const int day = middle.two_digits(0), hour = time.two_digits(0), minute = time.two_digits(3),
              second = time.two_digits(6);
    if (year < 1 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    const int days = days_of_month[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
    if (day < 1 || day > days) return std::nullopt;
    return days_since_1970(year, month, day) * seconds_per_day + hour * 3600 + minute * 60 + second;
}

std::string format_date_time(date_time value) {
    std::int64_t days = value / seconds_per_day, second = value % seconds_per_day;
    if (second < 0) --days, second += seconds_per_day;
    // Hinnant's civil_from_days; all dates of the API are after the era's start.
    const std::int64_t z = days + 719'468;
    const std::int64_t era = z / 146'097, day_of_era = z - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_index = (5 * day_of_year + 2) / 153;
    const std::int64_t day = day_of_year - (153 * month_index + 2) / 5 + 1;
    const std::int64_t month = month_index < 10 ? month_index + 3 : month_index - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);

    std::string out(form);
    put(out, year, 3, 4), put(out, month, 6, 2), put(out, day, 9, 2);
    put(out, second / 3600, 12, 2), put(out, second / 60 % 60, 15, 2), put(out, second % 60, 18, 2);
    return out;
}

}  // namespace crmlocal::domain
