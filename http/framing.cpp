// SPDX-License-Identifier: BSL-1.0
#include "http/framing.hpp"

#include <charconv>

#include "http/gzip.hpp"
#include "http/target.hpp"
#include "http/token.hpp"

namespace crmlocal::http {
namespace {

/// The fields of a head that frame it, each as often as it was given.
struct framing_fields {
    unsigned hosts = 0;
    unsigned lengths = 0;
    unsigned codings = 0;
    unsigned content_codings = 0;
    std::string_view host;
    std::string_view length;
    std::string_view coding;
    std::string_view content_coding;
    bool close = false;
    bool keep_alive = false;
};

void read_connection(std::string_view value, framing_fields& found) noexcept {
    for_each_element(value, [&](std::string_view option) {
        found.close |= equal_without_case(option, "close");
        found.keep_alive |= equal_without_case(option, "keep-alive");
    });
}

wire_fault read_expect(const request& head, std::string_view value, framing& out) noexcept {
    if (head.version < 11) return {};  // RFC 9110, 10.1.1: an HTTP/1.0 client cannot mean it
    if (!equal_without_case(value, "100-continue"))
        return {417, "Only the expectation 100-continue can be met."};
    out.expects_continue = true;
    return {};
}

/// Returns what is wrong with Expect, the only field that is judged here.
wire_fault read_fields(const request& head, framing_fields& found, framing& out) noexcept {
    wire_fault expectation;
    bool takes_gzip = false;
    bool refuses_gzip = false;
    for (const auto& [name, value] : head.fields) {
        const auto is = [&, name = name](std::string_view known) {
            return equal_without_case(name, known);
        };
        if (is("host")) {
            ++found.hosts;
            found.host = value;
        } else if (is("content-length")) {
            ++found.lengths;
            found.length = value;
        } else if (is("transfer-encoding")) {
            ++found.codings;
            found.coding = value;
        } else if (is("connection")) {
            read_connection(value, found);
        } else if (is("content-encoding")) {
            ++found.content_codings;
            found.content_coding = value;
        } else if (is("accept-encoding")) {
            const gzip_wish wish = find_gzip_wish(value);
            takes_gzip |= wish == gzip_wish::wanted;
            refuses_gzip |= wish == gzip_wish::refused;
        } else if (is("expect")) {
            if (!expectation) expectation = read_expect(head, value, out);
        }
    }
    out.accepts_gzip = takes_gzip && !refuses_gzip;
    return expectation;
}

wire_fault judge_host(const request& head, const framing_fields& found) noexcept {
    if (found.hosts > 1) return {400, "The request has more than one Host."};
    if (found.hosts == 0 && head.version >= 11) return {400, "The request has no Host."};
    if (found.hosts == 1 && !is_host(found.host)) return {400, "Host is malformed."};
    return {};
}

/// RFC 9112, 6.1 and 6.3: chunked must come last and once; nothing else is understood.
wire_fault judge_coding(const request& head, const framing_fields& found) noexcept {
    if (head.version < 11) return {400, "HTTP/1.0 has no Transfer-Encoding."};
    if (found.lengths != 0)
        return {400, "Content-Length and Transfer-Encoding exclude one another."};
    if (found.codings == 1 && equal_without_case(found.coding, "chunked")) return {};

    unsigned chunked = 0;
    bool well_formed = true;
    bool chunked_last = false;
    for (const auto& [name, value] : head.fields) {
        if (!equal_without_case(name, "transfer-encoding")) continue;
        for_each_element(value, [&](std::string_view coding) {
            well_formed &= is_token(coding);
            chunked_last = equal_without_case(coding, "chunked");
            chunked += chunked_last;
        });
    }
    if (!well_formed || chunked != 1 || !chunked_last)
        return {400, "Transfer-Encoding does not end with chunked, once."};
    return {501, "No other Transfer-Encoding than chunked is understood."};
}

wire_fault judge_length(const framing_fields& found, framing& out) noexcept {
    if (found.lengths > 1) return {400, "The request has more than one Content-Length."};
    const char* const end = found.length.data() + found.length.size();
    const auto [stopped, code] = std::from_chars(found.length.data(), end, out.content_length);
    if (code != std::errc{} || stopped != end) return {400, "Content-Length is malformed."};
    return {};
}

wire_fault judge_body(const request& head, const framing_fields& found, framing& out) noexcept {
    if (found.codings != 0) {
        out.body = body_kind::chunked;
        return judge_coding(head, found);
    }
    if (found.lengths == 0) return {};
    const wire_fault fault = judge_length(found, out);
    out.body = out.content_length == 0 ? body_kind::none : body_kind::length;
    return fault;
}

wire_fault judge_content_coding(const framing_fields& found, framing& out) noexcept {
    if (found.content_codings == 0 || equal_without_case(found.content_coding, "identity"))
        return {};
    out.gzip = equal_without_case(found.content_coding, "gzip") ||
               equal_without_case(found.content_coding, "x-gzip");
    if (found.content_codings > 1 || !out.gzip)
        return {415, "No other Content-Encoding than gzip is understood."};
    return {};
}

}  // namespace

wire_fault judge_framing(const request& head, framing& out) noexcept {
    out = {};
    framing_fields found;
    const wire_fault expectation = read_fields(head, found, out);

    // What makes the frame ambiguous is said first, then what is merely not supported.
    if (const wire_fault fault = judge_host(head, found)) return fault;
    if (const wire_fault fault = judge_body(head, found, out)) return fault;
    if (const wire_fault fault = judge_target(head, out.target)) return fault;
    if (expectation) return expectation;
    if (const wire_fault fault = judge_content_coding(found, out)) return fault;

    out.keep_alive = !found.close && (head.version >= 11 || found.keep_alive);
    out.expects_continue = out.expects_continue && out.body != body_kind::none;
    return {};
}

}  // namespace crmlocal::http
