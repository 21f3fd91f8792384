// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/http/echo_server.hpp"
#include "test/http/raw_client.hpp"

namespace crmlocal::test {
namespace {

using std::string_literals::operator""s;

struct one_server {
    echo_server running;
    raw_client client{running.port()};
};

BOOST_FIXTURE_TEST_SUITE(session, one_server)

BOOST_AUTO_TEST_CASE(a_request_is_answered_and_the_connection_goes_on) {
    for (int i = 0; i < 3; ++i) {
        client.send("POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
        const auto answer = client.receive();
        BOOST_TEST_REQUIRE(answer.has_value());
        BOOST_TEST(answer->status == 200U);
        BOOST_TEST(answer->body == "POST /a?b=c [hello]");
        BOOST_TEST(answer->field("Content-Type") == "application/json; charset=utf-8");
        BOOST_TEST(answer->field("Date").size() == 29U);
        BOOST_TEST(answer->field("Connection") == "");
        BOOST_TEST(answer->field("Server") == "");
    }
}

BOOST_AUTO_TEST_CASE(fifty_requests_in_one_write_are_answered_in_order) {
    std::string all;
    for (int i = 0; i < 50; ++i) {
        const std::string body = "body " + std::to_string(i);
        if (i % 2 == 0)
            all += "POST /" + std::to_string(i) +
                   " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
                   "\r\n\r\n" + body;
        else
            all += "GET /" + std::to_string(i) +
                   " HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(700, 'l') + "\r\n\r\n";
    }
    client.send(all);
    for (int i = 0; i < 50; ++i) {
        const auto answer = client.receive();
        BOOST_TEST_REQUIRE(answer.has_value());
        const std::string number = std::to_string(i);
        BOOST_TEST(answer->body == (i % 2 == 0 ? "POST /" + number + " [body " + number + "]"
                                               : "GET /" + number + " []"));
    }
}

BOOST_AUTO_TEST_CASE(head_is_the_head_of_get) {
    client.send("GET /x HTTP/1.1\r\nHost: x\r\n\r\nHEAD /x HTTP/1.1\r\nHost: x\r\n\r\n");
    client.send("GET /after HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto get = client.receive();
    const auto head = client.receive(true);
    const auto after = client.receive();
    BOOST_TEST_REQUIRE((get && head && after));
    BOOST_TEST(head->field("Content-Length") == get->field("Content-Length"));
    BOOST_TEST(after->body == "GET /after []");
}

BOOST_AUTO_TEST_CASE(a_refused_head_has_no_body_either) {
    client.send("HEAD /x HTTP/1.1\r\n\r\n");
    const auto answer = client.receive(true);
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 400U);
    BOOST_TEST(client.at_end());
}

BOOST_AUTO_TEST_CASE(http_1_0_ends_after_an_answer_unless_asked_otherwise) {
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
    const auto first = client.receive();
    const auto second = client.receive();
    BOOST_TEST_REQUIRE((first && second));
    BOOST_TEST(first->field("Connection") == "keep-alive");
    BOOST_TEST(second->field("Connection") == "close");
    BOOST_TEST(client.at_end());
}

BOOST_AUTO_TEST_CASE(a_client_or_a_service_may_end_the_connection) {
    client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n");
    const auto answer = client.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->field("Connection") == "close");
    BOOST_TEST(client.at_end());

    raw_client another{running.port()};
    another.send("GET /close HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(another.receive_all().size() == 1U);
    BOOST_TEST(another.at_end());
}

BOOST_AUTO_TEST_CASE(a_connection_ends_after_as_many_calls_as_allowed) {
    http::limits bounds = test_limits();
    bounds.calls_per_connection_max = 2;
    echo_server strict{bounds};
    raw_client another{strict.port()};
    for (int i = 0; i < 3; ++i) another.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answers = another.receive_all();
    BOOST_TEST_REQUIRE(answers.size() == 2U);
    BOOST_TEST(answers[1].field("Connection") == "close");
}

BOOST_AUTO_TEST_CASE(an_answer_204_has_neither_body_nor_length) {
    client.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto nothing = client.receive();
    const auto after = client.receive();
    BOOST_TEST_REQUIRE((nothing && after));
    BOOST_TEST(nothing->status == 204U);
    BOOST_TEST(nothing->field("Content-Length") == "");
    BOOST_TEST(after->body == "GET /b []");
}

BOOST_AUTO_TEST_CASE(a_body_may_arrive_in_any_pieces_and_has_zeros_behind_it) {
    for (const std::size_t size : {1U, 63U, 4096U, 16384U, 70000U, 700000U, 1U << 20}) {
        const std::string body(size, 'b');
        client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) +
                    "\r\n\r");
        client.send("\n" + body.substr(0, size / 3));
        client.send(body.substr(size / 3));
        const auto answer = client.receive();
        BOOST_TEST_REQUIRE(answer.has_value());
        BOOST_TEST((answer->body == "POST /p [" + body + "]"));
    }
    BOOST_TEST(running.echo.padded);
}

BOOST_AUTO_TEST_CASE(a_chunked_body_is_put_together_whatever_its_chunks) {
    for (const std::size_t chunk : {1U, 100U, 4096U, 20000U, 300000U}) {
        const std::string data(chunk, 'c');
        std::string size(8, '0');
        std::snprintf(size.data(), size.size() + 1, "%08zx", chunk);
        const std::string one = size + "\r\n" + data + "\r\n";
        client.send("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + one +
                    one);
        client.send(one + "0\r\nTrailer: dropped\r\n\r\nGET /after HTTP/1.1\r\nHost: x\r\n\r\n");
        const auto answer = client.receive();
        const auto after = client.receive();
        BOOST_TEST_REQUIRE((answer && after));
        BOOST_TEST((answer->body == "POST /c [" + data + data + data + "]"));
        BOOST_TEST(after->body == "GET /after []");
    }
    BOOST_TEST(running.echo.padded);
}

BOOST_AUTO_TEST_CASE(continue_is_sent_before_the_body_and_only_if_it_is_welcome) {
    client.send("POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n");
    const auto go_on = client.receive();
    BOOST_TEST_REQUIRE(go_on.has_value());
    BOOST_TEST(go_on->status == 100U);
    client.send("abc");
    const auto answer = client.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->body == "POST /e [abc]");

    client.send(
        "POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 17\r\nExpect: 100-continue\r\n\r\n");
    const auto refused = client.receive();
    BOOST_TEST_REQUIRE(refused.has_value());
    BOOST_TEST(refused->status == 413U);
    BOOST_TEST(refused->field("Connection") == "close");
    BOOST_TEST(client.at_end());
}

BOOST_AUTO_TEST_CASE(continue_is_not_sent_for_a_body_that_is_here) {
    client.send(
        "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc");
    const auto answer = client.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 200U);
}

BOOST_AUTO_TEST_CASE(a_refusal_is_read_even_by_a_client_that_sends_everything_first) {
    const std::size_t size = 20U << 20;
    BOOST_TEST(client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                           std::to_string(size) + "\r\n\r\n" + std::string(size, 'b')));
    const auto answer = client.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 413U);
    BOOST_TEST(client.at_end());
}

BOOST_AUTO_TEST_CASE(a_long_chunk_extension_or_trailer_is_refused) {
    const std::string begin = "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    client.send(begin + "1;a=" + std::string(4U << 20, 'e') + "\r\nx\r\n0\r\n\r\n");
    const auto extension = client.receive();
    BOOST_TEST_REQUIRE(extension.has_value());
    BOOST_TEST(extension->status == 413U);
    BOOST_TEST(client.at_end());

    raw_client another{running.port()};
    another.send(begin + "0\r\nA: " + std::string(70000, 't') + "\r\n\r\n");
    const auto trailer = another.receive();
    BOOST_TEST_REQUIRE(trailer.has_value());
    BOOST_TEST(trailer->status == 431U);
    BOOST_TEST(another.at_end());
}

BOOST_AUTO_TEST_CASE(a_head_too_large_is_refused_without_its_end) {
    client.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(9000, 'x'));
    const auto fields = client.receive();
    BOOST_TEST_REQUIRE(fields.has_value());
    BOOST_TEST(fields->status == 431U);

    raw_client another{running.port()};
    another.send("GET /" + std::string(9000, 'x'));
    const auto target = another.receive();
    BOOST_TEST_REQUIRE(target.has_value());
    BOOST_TEST(target->status == 414U);
}

BOOST_AUTO_TEST_CASE(a_request_that_ends_early_is_refused) {
    client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc");
    client.finish_sending();
    const auto answer = client.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 400U);
    BOOST_TEST(client.at_end());
}

BOOST_AUTO_TEST_CASE(a_client_that_half_closes_is_answered) {
    client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    client.finish_sending();
    const auto answers = client.receive_all();
    BOOST_TEST_REQUIRE(answers.size() == 1U);
    BOOST_TEST(answers[0].body == "POST /p [abc]");
    BOOST_TEST(client.at_end());
}

BOOST_AUTO_TEST_CASE(an_exception_closes_its_connection_only) {
    raw_client bystander{running.port()};
    client.send("GET /throw HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(!client.receive().has_value());
    bystander.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answer = bystander.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 200U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::test
