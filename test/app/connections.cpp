// SPDX-License-Identifier: BSL-1.0
//
// Requests that are unusual and right.
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"

namespace crmlocal::test {

BOOST_AUTO_TEST_SUITE(connections)

BOOST_AUTO_TEST_CASE(a_connection_serves_many_calls) {
    world_server server;
    caller anna(server.port());
    for (unsigned i = 1; i <= 200; ++i)
        BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.at(0).number ==
                   std::to_string(i));
}

BOOST_AUTO_TEST_CASE(requests_sent_ahead_are_answered_in_order) {
    world_server server;
    caller anna(server.port());
    std::string requests;
    for (unsigned i = 1; i <= 20; ++i)
        requests += request_text("POST", bulk_path("web"),
                                 bulk_body(anna.token, "web", valid_events("web", 1, i)));
    anna.client.send(requests);
    for (unsigned i = 1; i <= 20; ++i) {
        const bulk_answer answer = read_bulk_answer(anna.client.receive());
        BOOST_TEST(answer.processed.at(0).request_unique_identifier == std::to_string(i));
        BOOST_TEST(answer.processed.at(0).number == std::to_string(i));
    }
}

BOOST_AUTO_TEST_CASE(a_request_may_come_byte_by_byte) {
    world_server server;
    caller anna(server.port());
    const std::string request = request_text("POST", bulk_path("web"),
                                             bulk_body(anna.token, "web", valid_events("web", 1)));
    for (const char& byte : request) anna.client.send({&byte, 1});
    BOOST_TEST(read_bulk_answer(anna.client.receive()).processed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_body_may_come_in_chunks) {
    world_server server;
    caller anna(server.port());
    const std::string body = bulk_body(anna.token, "web", valid_events("web", 2));
    std::string chunks;
    for (const char byte : body) chunks += std::string("1\r\n") + byte + "\r\n";
    anna.client.send("POST " + bulk_path("web") +
                     " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks +
                     "0\r\n\r\n");
    BOOST_TEST(read_bulk_answer(anna.client.receive()).processed.size() == 2U);
    BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_connection_is_closed_after_the_answer_if_the_client_says_so) {
    world_server server;
    caller anna(server.port());
    const response answer =
        anna.client.post(bulk_path("web"), bulk_body(anna.token, "web", valid_events("web", 1)),
                         {{"Connection", "close"}});
    BOOST_TEST(read_bulk_answer(answer).processed.size() == 1U);
    BOOST_TEST(anna.client.is_closed_by_peer());
}

BOOST_AUTO_TEST_CASE(a_client_that_has_finished_sending_still_gets_its_answer) {
    world_server server;
    caller anna(server.port());
    anna.client.send(request_text("POST", bulk_path("web"),
                                  bulk_body(anna.token, "web", valid_events("web", 1))));
    anna.client.finish_sending();
    BOOST_TEST(read_bulk_answer(anna.client.receive()).processed.size() == 1U);
    BOOST_TEST(anna.client.is_closed_by_peer());
}

BOOST_AUTO_TEST_CASE(an_idle_connection_is_closed) {
    world_server server(world(), {"--idle-timeout=0.2"});
    caller anna(server.port());
    BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.size() == 1U);
    BOOST_TEST(anna.client.is_closed_by_peer());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
