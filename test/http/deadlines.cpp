// SPDX-License-Identifier: BSL-1.0
#include <chrono>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "test/http/echo_server.hpp"
#include "test/http/raw_client.hpp"

namespace crmlocal::test {
namespace {

using std::chrono::milliseconds;

/// Limits with one time shortened.
http::limits with(milliseconds http::limits::*time, milliseconds value) {
    http::limits bounds = test_limits();
    bounds.*time = value;
    return bounds;
}

BOOST_AUTO_TEST_SUITE(deadlines)

BOOST_AUTO_TEST_CASE(a_connection_without_a_request_is_closed_silently) {
    echo_server running{with(&http::limits::idle_time, milliseconds{50})};
    raw_client fresh{running.port()};
    raw_client used{running.port()};
    used.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(used.receive().has_value());
    BOOST_TEST(fresh.receive_rest() == 0U);
    BOOST_TEST(fresh.at_end());
    BOOST_TEST(used.receive_rest() == 0U);
    BOOST_TEST(used.at_end());
}

BOOST_AUTO_TEST_CASE(a_head_that_drips_is_refused_in_time) {
    echo_server running{with(&http::limits::header_time, milliseconds{100})};
    raw_client client{running.port()};
    client.patience = milliseconds{1};
    client.send("GET / HTTP/1.1\r\nHost: x\r\nA: ");
    bool answered = false;
    for (int i = 0; i < 500 && !answered; ++i) {
        client.send("b");
        const auto answer = client.receive();
        answered = answer && answer->status == 408;
        std::this_thread::sleep_for(milliseconds{5});
    }
    BOOST_TEST(answered);
}

BOOST_AUTO_TEST_CASE(a_pipelined_head_has_its_own_time) {
    echo_server running{with(&http::limits::header_time, milliseconds{100})};
    raw_client client{running.port()};
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /b HT");
    const auto answers = client.receive_all();
    BOOST_TEST_REQUIRE(answers.size() == 2U);
    BOOST_TEST(answers[0].status == 200U);
    BOOST_TEST(answers[1].status == 408U);
    BOOST_TEST(client.at_end());
}

BOOST_AUTO_TEST_CASE(a_body_that_stops_is_refused_in_time) {
    echo_server running{with(&http::limits::body_time, milliseconds{50})};
    for (const std::string_view framed :
         {"Content-Length: 100\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
          "Transfer-Encoding: chunked\r\n\r\nfffff\r\nab", "Content-Length: 9\r\n\r\n"}) {
        raw_client client{running.port()};
        client.send("POST / HTTP/1.1\r\nHost: x\r\n" + std::string{framed});
        const auto answers = client.receive_all();
        BOOST_TEST_REQUIRE(answers.size() == 1U);
        BOOST_TEST(answers[0].status == 408U);
        BOOST_TEST(client.at_end());
    }
}

BOOST_AUTO_TEST_CASE(a_client_that_waits_for_continue_in_vain_is_refused_too) {
    echo_server running{with(&http::limits::body_time, milliseconds{50})};
    raw_client client{running.port()};
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
    const auto answers = client.receive_all();
    BOOST_TEST_REQUIRE(answers.size() == 2U);
    BOOST_TEST(answers[0].status == 100U);
    BOOST_TEST(answers[1].status == 408U);
}

BOOST_AUTO_TEST_CASE(a_client_that_does_not_read_is_cut_off) {
    echo_server running{with(&http::limits::write_time, milliseconds{50})};
    raw_client client{running.port(), 4096};
    client.send("GET /bytes?30000000 HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(eventually([&] { return running.server().connections() == 1; }));
    BOOST_TEST(eventually([&] { return running.server().connections() == 0; }));
    BOOST_TEST(client.receive_rest() < 30000000U);
    BOOST_TEST(!client.at_end());
}

BOOST_AUTO_TEST_CASE(a_client_that_reads_slowly_but_steadily_gets_everything) {
    echo_server running{with(&http::limits::write_time, milliseconds{500})};
    raw_client client{running.port(), 1 << 20};
    client.send("GET /bytes?16000000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    for (int i = 0; i < 16; ++i) {  // longer than the time for a write, but not for a MiB
        BOOST_TEST_REQUIRE(client.skip(1000000));
        std::this_thread::sleep_for(milliseconds{80});
    }
    BOOST_TEST(client.receive_rest() < 1000U);  // as much as the head
    BOOST_TEST(client.at_end());
}

BOOST_AUTO_TEST_CASE(a_call_in_progress_has_no_deadline) {
    http::limits bounds = test_limits();
    bounds.idle_time = bounds.header_time = bounds.body_time = milliseconds{20};
    echo_server running{bounds};
    raw_client client{running.port()};
    client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    std::this_thread::sleep_for(milliseconds{100});
    running.echo.let_go = true;
    const auto answer = client.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 200U);
}

BOOST_AUTO_TEST_CASE(a_peer_that_never_closes_is_not_waited_for_long) {
    echo_server running{with(&http::limits::linger_time, milliseconds{50})};
    raw_client client{running.port()};
    client.send("GET /close HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(client.receive().has_value());
    BOOST_TEST(eventually([&] { return running.server().connections() == 0; }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::test
