// SPDX-License-Identifier: BSL-1.0
#include "domain/date_time.hpp"

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

void put(std::string& out, std::int64_t number, std::size_t last, std::size_t digits) {
    for (; digits > 0; --digits, --last, number /= 10)
        out[last] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::optional<date_time> parse_date_time(std::string_view text) noexcept {
    if (text.size() != form.size()) return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool fits = form[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
        if (!fits) return std::nullopt;
    }
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    const int year = two(0) * 100 + two(2), month = two(5), day = two(8);
    const int hour = two(11), minute = two(14), second = two(17);
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
