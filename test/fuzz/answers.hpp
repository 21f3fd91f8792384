// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/parse.hpp>

#include "http/gzip.hpp"
#include "test/fuzz/demo_world.hpp"

namespace crmlocal::fuzz {

/// One answer to a request.
struct answer {
    std::string head;  ///< without its Date, and without lengths that depend on a packed body
    std::string body;  ///< unpacked; empty if it was asked with HEAD
};

/// The value of that field of a head, or nothing.
inline std::string_view field_of(std::string_view head, std::string_view name) {
    const std::string line = "\r\n" + std::string(name) + ": ";
    const std::size_t at = head.find(line);
    if (at == head.npos) return {};
    head.remove_prefix(at + line.size());
    return head.substr(0, head.find("\r\n"));
}

inline std::string without_field(std::string head, std::string_view name) {
    const std::size_t at = head.find("\r\n" + std::string(name) + ": ");
    if (at != head.npos) head.erase(at, head.find("\r\n", at + 2) - at);
    return head;
}

inline std::string unpacked(std::string_view body) {
    static http::gzip zlib;
    domain::scratch<char> out;
    insist(!zlib.unpack(body, 16 << 20, out).status, "a packed body can be unpacked");
    return {out.data(), out.size()};
}

inline void check_json(std::string_view body) {
    if (body.size() > 64 << 10) return;  // a document that is always the same, and slow to read
    boost::json::error_code error;
    boost::json::parse_options deep;
    deep.max_depth = 64;
    boost::json::parse(body, error, {}, deep);
    insist(!error, "a body is JSON");
}

/// Takes the body that belongs to that head off the text.
inline std::string take_body(std::string_view head, std::string_view& rest) {
    const std::string_view length = field_of(head, "Content-Length");
    if (length.empty() || rest.empty() || rest.starts_with("HTTP/1.1 ")) return {};  // HEAD
    std::size_t bytes = 0;
    std::from_chars(length.data(), length.data() + length.size(), bytes);
    insist(bytes <= rest.size(), "an answer is complete");
    std::string body(rest.substr(0, bytes));
    rest.remove_prefix(bytes);
    return body;
}

/// Reads what a server sent on one connection as answers, interim ones left out.
inline std::vector<answer> read_answers(std::string_view rest) {
    std::vector<answer> out;
    bool closed = false;
    while (!rest.empty()) {
        insist(!closed, "nothing follows an answer that closes");
        insist(rest.starts_with("HTTP/1.1 "), "an answer is HTTP");
        const std::size_t end = rest.find("\r\n\r\n");
        insist(end != rest.npos, "a head is complete");
        std::string head(rest.substr(0, end + 2));
        rest.remove_prefix(end + 4);
        if (head.starts_with("HTTP/1.1 100 ")) continue;

        std::string body = take_body(head, rest);
        closed = field_of(head, "Connection") == "close";
        head = without_field(head, "Date");
        if (!field_of(head, "Content-Encoding").empty()) {
            if (!body.empty()) body = unpacked(body);
            head = without_field(head, "Content-Length");
        }
        if (!body.empty() && field_of(head, "Content-Type").starts_with("application/json"))
            check_json(body);
        out.push_back({std::move(head), std::move(body)});
    }
    return out;
}

}  // namespace crmlocal::fuzz
