// SPDX-License-Identifier: BSL-1.0
#include "http/answer_head.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <chrono>

namespace crmlocal::http {
namespace {

constexpr std::string_view reason_of(unsigned status) noexcept {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        default: return "";
    }
}

/// Appends texts to an array that is large enough for every head this program writes.
class head_writer {
public:
    explicit head_writer(std::array<char, reply::head_bytes_max>& room) noexcept : room_(room) {}

    head_writer& operator<<(std::string_view text) noexcept {
        assert(text.size() <= room_.size() - size_);
        const std::size_t copied = std::min(text.size(), room_.size() - size_);
        std::copy_n(text.data(), copied, room_.data() + size_);
        size_ += copied;
        return *this;
    }

    head_writer& operator<<(std::size_t number) noexcept {
        char digits[20];
        const char* const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        return *this << std::string_view{digits, static_cast<std::size_t>(end - digits)};
    }

    std::string_view text() const noexcept { return {room_.data(), size_}; }

private:
    std::array<char, reply::head_bytes_max>& room_;
    std::size_t size_ = 0;
};

}  // namespace

std::string_view write_answer_head(const reply& answer, const answer_options& options,
                                   std::array<char, reply::head_bytes_max>& room) noexcept {
    head_writer head{room};
    head << "HTTP/1.1 " << std::size_t{answer.status} << " " << reason_of(answer.status);
    head << "\r\nDate: " << options.date;
    if (answer.status != 204 && answer.status != 304) {
        head << "\r\nContent-Type: " << answer.content_type;
        if (options.endless) head << "\r\nCache-Control: no-cache";
        if (options.endless && options.version >= 11) head << "\r\nTransfer-Encoding: chunked";
        if (!options.endless) head << "\r\nContent-Length: " << options.body_bytes;
    }
    if (options.gzip) head << "\r\nContent-Encoding: gzip";
    if (options.varies || answer.varies_by_origin) {
        head << "\r\nVary: " << (options.varies ? "Accept-Encoding" : "Origin");
        if (options.varies && answer.varies_by_origin) head << ", Origin";
    }
    if (options.offers_gzip) head << "\r\nAccept-Encoding: gzip";
    if (!answer.allow.empty()) head << "\r\nAllow: " << answer.allow;
    if (answer.retry_after_seconds != 0)
        head << "\r\nRetry-After: " << std::size_t{answer.retry_after_seconds};
    head << answer.more_fields;
    if (options.close) head << "\r\nConnection: close";
    else if (options.version < 11) head << "\r\nConnection: keep-alive";
    head << "\r\n\r\n";
    return head.text();
}

std::string_view http_date::at(std::time_t seconds) noexcept {
    if (seconds == seconds_) return {text_.data(), size};
    seconds_ = seconds;

    namespace chrono = std::chrono;
    const chrono::sys_seconds time{chrono::seconds{seconds}};
    const auto midnight = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{midnight};
    const chrono::hh_mm_ss clock{time - midnight};
    const unsigned day_of_week = chrono::weekday{midnight}.c_encoding();

    const auto put = [&](std::size_t at, std::string_view text) {
        std::ranges::copy(text, text_.data() + at);
    };
    const auto put_two_digits = [&](std::size_t at, unsigned number) {
        text_[at] = static_cast<char>('0' + number / 10 % 10);
        text_[at + 1] = static_cast<char>('0' + number % 10);
    };
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));

    put(0, "Day, 00 Mon 0000 00:00:00 GMT");
    put(0, std::string_view{"SunMonTueWedThuFriSat"}.substr(3 * day_of_week, 3));
    put_two_digits(5, static_cast<unsigned>(date.day()));
    put(8, std::string_view{"JanFebMarAprMayJunJulAugSepOctNovDec"}.substr(
               3 * (static_cast<unsigned>(date.month()) - 1), 3));
    put_two_digits(12, year / 100);
    put_two_digits(14, year % 100);
    put_two_digits(17, static_cast<unsigned>(clock.hours().count()));
    put_two_digits(20, static_cast<unsigned>(clock.minutes().count()));
    put_two_digits(23, static_cast<unsigned>(clock.seconds().count()));
    return {text_.data(), size};
}

}  // namespace crmlocal::http
