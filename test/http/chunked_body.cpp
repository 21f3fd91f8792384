// SPDX-License-Identifier: BSL-1.0
#include "http/chunked_body.hpp"

#include <cstdio>
#include <string>

#include <boost/test/unit_test.hpp>

namespace crmlocal::http {
namespace {

struct outcome {
    unsigned status = 0;
    bool done = false;
    std::size_t used = 0;
    std::string body;

    bool operator==(const outcome&) const = default;
};

/// Decodes pieces that end at the given places and at the end.
outcome decode(std::string_view wire, std::initializer_list<std::size_t> cuts = {},
               const limits& bounds = {}, std::size_t body_bytes_max = 100) {
    chunked_body chunks{bounds, body_bytes_max};
    domain::scratch<char> body;
    wire_fault fault;
    outcome result;
    const auto feed = [&](std::size_t end) {
        if (!fault && !chunks.done())
            result.used += chunks.consume(wire.substr(result.used, end - result.used), body, fault);
    };
    for (const std::size_t cut : cuts) feed(cut);
    feed(wire.size());
    result.status = fault.status;
    result.done = chunks.done();
    result.body.assign(body.data(), body.size());
    return result;
}

std::string sized(std::size_t bytes) {
    char digits[20];
    std::snprintf(digits, sizeof digits, "%zx", bytes);
    return digits;
}

BOOST_AUTO_TEST_SUITE(chunks)

BOOST_AUTO_TEST_CASE(a_body_is_the_same_wherever_it_is_cut) {
    const std::string body =
        "5;a=\"b\"\r\nhello\r\n00a\r\n, chunked \r\n5\r\nworld\r\n0;last\r\nA: b\r\n\r\n";
    const std::string wire = body + "GET";
    const outcome whole = decode(wire);
    BOOST_TEST(whole.done);
    BOOST_TEST(whole.used == body.size());
    BOOST_TEST(whole.body == "hello, chunked world");
    for (std::size_t a = 0; a <= body.size(); ++a)
        for (std::size_t b = a; b <= body.size(); ++b)
            BOOST_TEST_REQUIRE((decode(wire, {a, b}) == whole), "cut at " << a << " and " << b);
}

BOOST_AUTO_TEST_CASE(a_broken_body_is_refused_wherever_it_is_cut) {
    constexpr std::string_view broken[] = {
        "5\r\nhelloX\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n",   "g\r\n", "5;\r\nhello",
        "0\r\nA b\r\n\r\n",         "5\r\nhello\r\n0\r\n\r\r",
    };
    for (const std::string_view wire : broken)
        for (std::size_t a = 0; a <= wire.size(); ++a)
            BOOST_TEST(decode(wire, {a}).status == 400U, wire << " cut at " << a);
}

BOOST_AUTO_TEST_CASE(a_beginning_is_neither_done_nor_broken) {
    const std::string wire = "5;a=\"b\"\r\nhello\r\n0;last\r\nA: b\r\n\r\n";
    for (std::size_t end = 0; end < wire.size(); ++end) {
        const outcome part = decode(std::string_view{wire}.substr(0, end));
        BOOST_TEST((part.status == 0 && !part.done && part.used == end), "ended at " << end);
    }
}

BOOST_AUTO_TEST_CASE(a_body_may_be_just_as_long_as_allowed) {
    const std::string full(100, 'x');
    BOOST_TEST(decode("64\r\n" + full + "\r\n0\r\n\r\n").done);
    BOOST_TEST(decode("65\r\n").status == 413U);
    BOOST_TEST(decode("63\r\n" + full.substr(1) + "\r\n2\r\n").status == 413U);
}

BOOST_AUTO_TEST_CASE(the_bytes_around_the_data_are_bounded) {
    limits bounds;
    const std::string longest(bounds.chunk_line_bytes_max - 4, 'e');  // beside "1;a" and CR
    BOOST_TEST(decode("1;a" + longest + "\r\nx\r\n0\r\n\r\n").done);
    BOOST_TEST(decode("1;ab" + longest + "\r").status == 413U);

    std::string many;
    for (int i = 0; i < 9; ++i) many += "1;" + longest + "\r\nx\r\n";
    BOOST_TEST(decode(many).status == 413U);

    BOOST_TEST(decode("0\r\nA: " + std::string(bounds.trailers_bytes_max, 't')).status == 431U);
    std::string trailers = "0\r\n";
    for (int i = 0; i < 2000; ++i) trailers += "A: b\r\n";
    BOOST_TEST(decode(trailers).status == 431U);

    bounds.chunk_overhead_bytes_max = 100;
    std::string tiny;
    for (int i = 0; i < 30; ++i) tiny += "1\r\nx\r\n";
    BOOST_TEST(decode(tiny, {}, bounds).status == 413U);
}

BOOST_AUTO_TEST_CASE(data_may_be_read_past_the_decoder) {
    limits bounds;
    chunked_body chunks{bounds, 1U << 20};
    domain::scratch<char> body;
    wire_fault fault;
    const std::string begin = sized(1000) + "\r\nabc";
    BOOST_TEST(chunks.consume(begin, body, fault) == begin.size());
    BOOST_TEST(chunks.data_left() == 997U);
    chunks.skip_data(990);
    BOOST_TEST(chunks.data_left() == 7U);
    chunks.skip_data(7);
    BOOST_TEST(chunks.data_left() == 0U);
    chunks.consume("\r\n0\r\n\r\n", body, fault);
    BOOST_TEST(chunks.done());
    BOOST_TEST(fault.status == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::http
