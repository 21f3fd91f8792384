// SPDX-License-Identifier: BSL-1.0
#include "http/answer_head.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

namespace crmlocal::http {
namespace {

std::string head_of(const reply& answer, answer_options options) {
    std::array<char, reply::head_bytes_max> room;
    options.date = "D";
    return std::string{write_answer_head(answer, options, room)};
}

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(a_head_says_what_the_answer_needs_and_no_more) {
    reply answer;
    BOOST_TEST(head_of(answer, {.body_bytes = 7}) ==
               "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: application/json; charset=utf-8\r\n"
               "Content-Length: 7\r\n\r\n");

    answer.status = 405;
    answer.content_type = "text/plain";
    answer.allow = "POST, OPTIONS";
    BOOST_TEST(head_of(answer, {.close = true}) ==
               "HTTP/1.1 405 Method Not Allowed\r\nDate: D\r\nContent-Type: text/plain\r\n"
               "Content-Length: 0\r\nAllow: POST, OPTIONS\r\nConnection: close\r\n\r\n");

    answer.begin();
    answer.status = 503;
    answer.retry_after_seconds = 12;
    BOOST_TEST(head_of(answer, {.version = 10, .gzip = true, .varies = true}) ==
               "HTTP/1.1 503 Service Unavailable\r\nDate: D\r\n"
               "Content-Type: application/json; charset=utf-8\r\nContent-Length: 0\r\n"
               "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\nRetry-After: 12\r\n"
               "Connection: keep-alive\r\n\r\n");

    answer.begin();
    answer.status = 204;
    BOOST_TEST(head_of(answer, {}) == "HTTP/1.1 204 No Content\r\nDate: D\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(an_unknown_status_has_an_empty_reason) {
    reply answer;
    answer.status = 299;
    BOOST_TEST(head_of(answer, {}).starts_with("HTTP/1.1 299 \r\n"));
}

BOOST_AUTO_TEST_CASE(a_date_has_the_form_of_the_rfc) {
    http_date date;
    BOOST_TEST(date.at(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");  // its own example
    BOOST_TEST(date.at(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
    BOOST_TEST(date.at(1709251199) == "Thu, 29 Feb 2024 23:59:59 GMT");
    BOOST_TEST(date.at(1709251200) == "Fri, 01 Mar 2024 00:00:00 GMT");
    BOOST_TEST(date.at(1709251200) == "Fri, 01 Mar 2024 00:00:00 GMT");
    BOOST_TEST(date.at(4102444799) == "Thu, 31 Dec 2099 23:59:59 GMT");
}

BOOST_AUTO_TEST_CASE(head_and_body_are_contiguous) {
    reply answer;
    answer.append("body");
    const auto both = answer.with_head("head ", true);
    BOOST_TEST((std::string_view{both.data(), both.size()} == "head body"));
    const auto head = answer.with_head("head ", false);
    BOOST_TEST((std::string_view{head.data(), head.size()} == "head "));
}

BOOST_AUTO_TEST_CASE(an_answer_grows_beyond_any_memory_it_had) {
    reply answer;
    std::string expected;
    for (int i = 0; i < 3000; ++i) {
        answer.append("piece ");
        answer.append('.');
        expected += "piece .";
    }
    BOOST_TEST((std::string{answer.body().data(), answer.body().size()} == expected));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::http
