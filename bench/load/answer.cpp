// SPDX-License-Identifier: BSL-1.0
#include "bench/load/answer.hpp"

#include <charconv>
#include <cstring>

namespace crmlocal::bench {
namespace {

constexpr std::string_view envelope_begin = R"({"data":{"unprocessed_customer_events_set":[)";
constexpr std::string_view envelope_middle = R"(],"processed_customer_events_set":[)";
constexpr std::string_view envelope_end =
    R"(]},"status":{"code":"OK","description":"","message":""}})";
constexpr std::string_view processed_row = R"({"number":")";
constexpr std::string_view unprocessed_row = R"({"error_description":")";
constexpr std::string_view not_found = R"("error_code":"NotFoundAPIValueException")";

// The number of objects that begin with `row` in a set without nested objects; -1 if there are
// others.
std::ptrdiff_t objects(std::string_view set, std::string_view row) {
    std::ptrdiff_t count = 0;
    const char* at = set.data();
    const char* const end = at + set.size();
    const auto left = [&] { return static_cast<std::size_t>(end - at); };
    while (left() > 0 && (at = static_cast<const char*>(std::memchr(at, '{', left())))) {
        if (left() < row.size() || std::memcmp(at, row.data(), row.size()) != 0) return -1;
        at += row.size();
        ++count;
        if (at >= end) break;
    }
    return count;
}

std::ptrdiff_t occurrences(std::string_view text, std::string_view what) {
    std::ptrdiff_t count = 0;
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + what.size()))
        ++count;
    return count;
}

}  // namespace

answer_head read_answer_head(std::string_view received) {
    constexpr std::string_view length_field = "\r\nContent-Length: ";
    const std::size_t end = received.find("\r\n\r\n");
    if (end == received.npos) return {};
    answer_head out;
    out.bytes = end + 4;
    const std::string_view head = received.substr(0, out.bytes);
    if (head.starts_with("HTTP/1.1 "))
        std::from_chars(head.data() + 9, head.data() + 12, out.status);
    if (const std::size_t at = head.find(length_field); at != head.npos)
        std::from_chars(head.data() + at + length_field.size(), head.data() + end, out.body_bytes);
    return out;
}

answered_rows count_rows(std::string_view body) {
    if (!body.starts_with(envelope_begin) || !body.ends_with(envelope_end)) return {};
    body.remove_prefix(envelope_begin.size());
    body.remove_suffix(envelope_end.size());
    const std::size_t middle = body.find(envelope_middle);
    if (middle == body.npos) return {};
    const std::string_view refused = body.substr(0, middle);
    const std::ptrdiff_t processed =
        objects(body.substr(middle + envelope_middle.size()), processed_row);
    const std::ptrdiff_t unprocessed = objects(refused, unprocessed_row);
    if (processed < 0 || unprocessed < 0 || unprocessed != occurrences(refused, not_found))
        return {};
    return {static_cast<std::size_t>(processed), static_cast<std::size_t>(unprocessed), true};
}

}  // namespace crmlocal::bench
