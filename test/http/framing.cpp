// SPDX-License-Identifier: BSL-1.0
//
// What a head means, beside what framing_vectors.cpp sends over the wire.
#include "http/framing.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "http/head_parser.hpp"

namespace crmlocal::http {
namespace {

/// A head parsed and judged. The text must outlive it.
struct judged {
    explicit judged(std::string_view text) {
        fault = parse_head(text, bounds, fields, head);
        if (!fault) fault = judge_framing(head, how);
    }
    limits bounds;
    std::vector<header_field> fields;
    request head;
    framing how;
    wire_fault fault;
};

std::size_t scan(std::string_view bytes, wire_fault& fault) {
    const limits bounds;
    return head_scanner{bounds}.scan(bytes, fault);
}

BOOST_AUTO_TEST_SUITE(heads)

BOOST_AUTO_TEST_CASE(a_head_is_parsed_into_views) {
    const std::string text =
        "POST /a?b HTTP/1.1\r\nHost: x\r\nA:  b c \t\r\nEmpty:\r\na: second\r\n\r\n";
    const judged it{text};
    BOOST_TEST_REQUIRE(it.fault.status == 0U);
    BOOST_TEST(it.head.method == "POST");
    BOOST_TEST(it.head.target == "/a?b");
    BOOST_TEST(it.head.version == 11U);
    BOOST_TEST(it.head.fields.size() == 4U);
    BOOST_TEST(it.head.find("A") == "b c");
    BOOST_TEST(it.head.find("hOsT") == "x");
    BOOST_TEST(it.head.find("empty") == "");
    BOOST_TEST(it.head.find("absent") == "");
    for (const auto& field : it.head.fields)
        BOOST_TEST(
            (field.name.data() >= text.data() && field.name.data() < text.data() + text.size()));
}

BOOST_AUTO_TEST_CASE(the_number_of_fields_and_the_target_are_bounded) {
    const limits bounds;
    std::string text = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (std::size_t i = 1; i < bounds.fields_max; ++i) text += "a: b\r\n";
    BOOST_TEST(judged{text + "\r\n"}.fault.status == 0U);
    BOOST_TEST(judged{text + "a: b\r\n\r\n"}.fault.status == 431U);

    const std::string target(bounds.target_bytes_max, '/');
    BOOST_TEST(judged{"GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"}.fault.status == 0U);
    BOOST_TEST(judged{"GET /" + target + " HTTP/1.1\r\nHost: x\r\n\r\n"}.fault.status == 414U);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_head_is_found_wherever_it_is_cut) {
    const std::string head = "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n";
    const std::string bytes = head + "body";
    for (std::size_t cut = 0; cut < head.size(); ++cut) {
        const limits bounds;
        head_scanner scanner{bounds};
        wire_fault fault;
        BOOST_TEST(scanner.scan(std::string_view{bytes}.substr(0, cut), fault) == 0U);
        BOOST_TEST(scanner.scan(bytes, fault) == head.size());
        BOOST_TEST(fault.status == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_head_may_be_just_as_large_as_allowed) {
    const limits bounds;
    std::string head = "GET / HTTP/1.1\r\nHost: x\r\nA: ";
    head += std::string(bounds.head_bytes_max - head.size() - 4, 'a') + "\r\n\r\n";
    wire_fault fault;
    BOOST_TEST(scan(head, fault) == bounds.head_bytes_max);
    BOOST_TEST(judged{head}.fault.status == 0U);
    BOOST_TEST(scan("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(bounds.head_bytes_max, 'a'),
                    fault) == 0U);
    BOOST_TEST(fault.status == 431U);
    fault = {};
    BOOST_TEST(scan("GET /" + std::string(bounds.head_bytes_max, 'a'), fault) == 0U);
    BOOST_TEST(fault.status == 414U);
}

BOOST_AUTO_TEST_CASE(what_can_never_become_a_head_is_refused_at_once) {
    for (const std::string_view begin : {"\x16\x03", "\n", " ", "G\n", "GET / HTTP/1.1\n",
                                         "GET / HTTP/1.1\r\n A", "GET / HTTP/1.1\r\n\t"}) {
        wire_fault fault;
        BOOST_TEST(scan(begin, fault) == 0U);
        BOOST_TEST(fault.status == 400U, begin);
    }
}

BOOST_AUTO_TEST_CASE(the_wishes_of_a_client_are_understood) {
    struct row {
        std::string_view fields;
        bool keep_alive, expects_continue, gzip, accepts_gzip;
    };
    constexpr row rows[] = {
        {"", true, false, false, false},
        {"Connection: close\r\n", false, false, false, false},
        {"Connection: a ,close\r\n", false, false, false, false},
        {"Connection: closed\r\n", true, false, false, false},
        {"Expect: 100-continue\r\n", true, false, false, false},
        {"Expect: 100-continue\r\nContent-Length: 0\r\n", true, false, false, false},
        {"Expect: 100-continue\r\nContent-Length: 1\r\n", true, true, false, false},
        {"Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", true, true, false, false},
        {"Content-Encoding: GZIP\r\n", true, false, true, false},
        {"Content-Encoding: x-gzip\r\n", true, false, true, false},
        {"Content-Encoding: identity\r\n", true, false, false, false},
        {"Accept-Encoding: br, gzip\r\n", true, false, false, true},
        {"Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n", true, false, false, true},
        {"Accept-Encoding: gzip;q=0\r\nAccept-Encoding: *\r\n", true, false, false, false},
    };
    for (const row& r : rows) {
        const std::string text = "POST / HTTP/1.1\r\nHost: x\r\n" + std::string{r.fields} + "\r\n";
        const judged it{text};
        BOOST_TEST_CONTEXT(r.fields) {
            BOOST_TEST(it.fault.status == 0U);
            BOOST_TEST(it.how.keep_alive == r.keep_alive);
            BOOST_TEST(it.how.expects_continue == r.expects_continue);
            BOOST_TEST(it.how.gzip == r.gzip);
            BOOST_TEST(it.how.accepts_gzip == r.accepts_gzip);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_ambiguous_frame_is_said_before_what_is_not_supported) {
    const std::string text =
        "POST / HTTP/1.1\r\nHost: x\r\nExpect: a\r\nContent-Encoding: br\r\n"
        "Content-Length: 1\r\nContent-Length: 1\r\n\r\n";
    BOOST_TEST(judged{text}.fault.status == 400U);
}

BOOST_AUTO_TEST_CASE(the_frame_is_judged_whatever_the_parser_let_through) {
    struct row {
        std::vector<header_field> fields;
        unsigned status;
        unsigned version = 11;
    };
    const row rows[] = {
        {{{"Host", "x"}}, 0},
        {{{"Host", "x"}, {"Content-Length", "3"}}, 0},
        {{{"Host", "x"}, {"Transfer-Encoding", "chunked"}}, 0},
        {{}, 400},
        {{}, 0, 10},
        {{{"Host", "x"}, {"Content-Length", "3"}, {"Transfer-Encoding", "chunked"}}, 400},
        {{{"Host", "x"}, {"Transfer-Encoding", "gzip, chunked"}, {"Content-Length", "3"}}, 400},
        {{{"Host", "x"}, {"Content-Length", "3"}, {"Content-Length", "3"}}, 400},
        {{{"Host", "x"}, {"Content-Length", "3 "}}, 400},
        {{{"Host", "x"}, {"Content-Length", "-1"}}, 400},
        {{{"Host", "x"}, {"Content-Length", ""}}, 400},
        {{{"Host", "x"}, {"Transfer-Encoding", "chunked"}}, 400, 10},
        {{{"Host", "x"}, {"Transfer-Encoding", "chunked, chunked"}}, 400},
        {{{"Host", "x"}, {"Transfer-Encoding", "gzip, chunked"}}, 501},
    };
    for (const row& r : rows) {
        framing how;
        const request head{
            .method = "POST", .target = "/", .version = r.version, .fields = r.fields, .body = {}};
        BOOST_TEST(judge_framing(head, how).status == r.status,
                   "row " << &r - rows << " is " << judge_framing(head, how).why);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::http
