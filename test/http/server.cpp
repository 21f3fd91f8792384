// SPDX-License-Identifier: BSL-1.0
#include "http/server.hpp"

#include <ctime>
#include <map>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/test/unit_test.hpp>

#include "http/session.hpp"
#include "test/http/echo_server.hpp"
#include "test/http/raw_client.hpp"

namespace crmlocal::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

bool is_answered(raw_client& client) {
    client.send(get);
    const auto answer = client.receive();
    return answer && answer->status == 200;
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// What a server that drains, and has closed its door, does to newcomers.
bool cannot_connect(std::uint16_t port) {
    try {
        raw_client newcomer{port};
        return false;
    } catch (const std::exception&) {
        return true;
    }
}

BOOST_AUTO_TEST_SUITE(servers)

BOOST_AUTO_TEST_CASE(a_server_listens_where_it_is_told) {
    echo_service echo;
    http::server it{echo, {}, 1};
    const auto first = it.listen("127.0.0.1", 0);
    BOOST_TEST_REQUIRE(first.has_value());
    BOOST_TEST(*first != 0);
    const auto taken = it.listen("127.0.0.1", *first);
    BOOST_TEST((taken.error() == boost::system::errc::address_in_use));
    BOOST_TEST(it.listen("localhost", 0).has_value());
    BOOST_TEST(it.listen("0.0.0.0", 0).has_value());
    BOOST_TEST(it.listen("192.0.2.1", 0).has_error());  // of nobody
    BOOST_TEST(it.listen("no such host", 0).has_error());
    BOOST_TEST(it.listen("", 0).has_error());
}

BOOST_AUTO_TEST_CASE(connections_are_dealt_to_all_loops) {
    echo_server running{test_limits(), 2};
    std::vector<raw_client> clients;
    for (int i = 0; i < 10; ++i) clients.emplace_back(running.port());
    std::map<std::string, int> served;
    for (int round = 0; round < 2; ++round) {
        for (raw_client& client : clients) {
            client.send("GET /thread HTTP/1.1\r\nHost: x\r\n\r\n");
            ++served[client.receive().value().body];
        }
    }
    BOOST_TEST(served.size() == 2U);
    for (const auto& [thread, calls] : served) BOOST_TEST(calls == 10);
    BOOST_TEST(running.server().connections() == 10U);
    clients.clear();
    BOOST_TEST(eventually([&] { return running.server().connections() == 0; }));
}

BOOST_AUTO_TEST_CASE(an_idle_server_stops_at_once_when_drained) {
    echo_server running;
    running.server().drain(seconds{60});
    BOOST_TEST(running.has_stopped());
}

BOOST_AUTO_TEST_CASE(draining_ends_idle_connections_and_finishes_calls_in_progress) {
    echo_server running{test_limits(), 2};
    raw_client idle{running.port()};
    raw_client used{running.port()};
    raw_client waiting{running.port()};
    raw_client sending{running.port()};
    BOOST_TEST(is_answered(used));
    waiting.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    sending.send("POST /s HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
    BOOST_TEST(eventually([&] { return running.echo.answering == 1; }));
    // The half request is certainly read before a later call on the same loop is answered.
    for (int i = 0; i < 2; ++i) {
        raw_client probe{running.port()};
        BOOST_TEST(is_answered(probe));
    }
    running.server().drain(seconds{60});
    BOOST_TEST(idle.at_end());
    BOOST_TEST(used.at_end());
    BOOST_CHECK_THROW((raw_client{running.port()}), std::exception);

    sending.send("llo");
    const auto sent = sending.receive();
    running.echo.let_go = true;
    const auto waited = waiting.receive();
    BOOST_TEST_REQUIRE((sent && waited));
    BOOST_TEST(sent->body == "POST /s [hello]");
    BOOST_TEST(sent->field("Connection") == "close");
    BOOST_TEST(waited->status == 200U);
    BOOST_TEST(waited->field("Connection") == "close");
    BOOST_TEST(running.has_stopped());
}

BOOST_AUTO_TEST_CASE(a_connection_dealt_to_a_loop_that_drains_already_is_answered_and_ends) {
    echo_service echo;
    const http::limits bounds = test_limits();
    http::event_loop loop{echo, bounds};
    http::tcp_acceptor door{loop.io().get_executor(), {asio::ip::make_address("127.0.0.1"), 0}};
    raw_client idle{door.local_endpoint().port()};
    http::tcp_socket first = door.accept();
    raw_client asking{door.local_endpoint().port()};
    http::tcp_socket second = door.accept();
    asking.send(get);

    loop.drain();
    int left = 2;
    const auto on_end = [&](std::exception_ptr) {
        if (--left == 0) loop.stop();
    };
    asio::co_spawn(loop.io(), http::run_session(std::move(first), http::entrance::all, loop),
                   on_end);
    asio::co_spawn(loop.io(), http::run_session(std::move(second), http::entrance::all, loop),
                   on_end);
    std::thread running{[&] { loop.run(); }};
    BOOST_TEST(idle.at_end());
    BOOST_TEST(asking.receive().has_value());
    BOOST_TEST(asking.at_end());
    running.join();
}

BOOST_AUTO_TEST_CASE(draining_answers_pipelined_requests_that_have_arrived) {
    echo_server running;
    raw_client client{running.port()};
    client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n" + std::string{get} + std::string{get});
    BOOST_TEST(eventually([&] { return running.echo.answering == 1; }));
    std::vector<raw_client> idle;  // on every loop: they end when it drains
    for (int i = 0; i < 4; ++i) BOOST_TEST(is_answered(idle.emplace_back(running.port())));
    running.server().drain(seconds{60});
    for (raw_client& each : idle) BOOST_TEST(each.at_end());
    running.echo.let_go = true;
    const auto answers = client.receive_all();
    BOOST_TEST_REQUIRE(answers.size() == 3U);
    BOOST_TEST(answers[0].field("Connection") == "");
    BOOST_TEST(answers[2].field("Connection") == "close");
    BOOST_TEST(running.has_stopped());
}

// Its head has said that the connection goes on; but nothing more is to come over it.
BOOST_AUTO_TEST_CASE(a_connection_that_was_sending_when_draining_began_ends_when_it_has_sent) {
    echo_server running;
    raw_client reading{running.port()};
    reading.send("GET /bytes?30000000 HTTP/1.1\r\nHost: x\r\n\r\n");
    // It is certainly being sent before a later call on the same loop is answered.
    for (int i = 0; i < 2; ++i) {
        raw_client probe{running.port()};
        BOOST_TEST(is_answered(probe));
    }
    running.server().drain(seconds{60});
    BOOST_TEST(eventually([&] { return cannot_connect(running.port()); }));
    const auto answer = reading.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->body.size() == 30'000'000U);
    BOOST_TEST(running.has_stopped());
}

BOOST_AUTO_TEST_CASE(draining_does_not_wait_long_for_clients_that_do_not_close) {
    http::limits bounds = test_limits();
    bounds.drain_linger_time = milliseconds{20};
    echo_server running{bounds};
    raw_client client{running.port()};
    client.send("GET /close HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(client.receive().has_value());
    BOOST_TEST(client.at_end());
    running.server().drain(seconds{60});
    BOOST_TEST(running.has_stopped());
}

BOOST_AUTO_TEST_CASE(after_the_grace_everything_is_cut) {
    echo_server running;
    raw_client waiting{running.port()};
    waiting.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(eventually([&] { return running.echo.answering == 1; }));
    running.server().drain(milliseconds{30});
    BOOST_TEST(running.has_stopped());
    BOOST_TEST(!waiting.receive().has_value());
}

BOOST_AUTO_TEST_CASE(more_connections_than_allowed_wait_without_burning_a_core) {
    http::limits bounds = test_limits();
    bounds.connections_max = 10;
    bounds.full_pause = milliseconds{20};
    echo_server running{bounds};
    std::vector<raw_client> clients;
    for (int i = 0; i < 200; ++i) clients.emplace_back(running.port());
    BOOST_TEST(eventually([&] { return running.server().connections() == 10; }));
    const double before = cpu_seconds();
    std::this_thread::sleep_for(milliseconds{300});
    BOOST_TEST(cpu_seconds() - before < 0.15);
    BOOST_TEST(running.server().connections() == 10U);

    // Those that were served make room for those that wait.
    for (raw_client& client : clients)
        client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    for (raw_client& client : clients) {
        BOOST_TEST(client.receive_all().size() == 1U);
        client = raw_client{running.port()};
    }
}

BOOST_AUTO_TEST_CASE(idle_connections_make_room_for_new_ones) {
    http::limits bounds = test_limits();
    bounds.connections_max = 5;
    bounds.full_pause = milliseconds{10};
    bounds.idle_min = milliseconds{20};
    echo_server running{bounds};
    std::vector<raw_client> idle;
    for (int i = 0; i < 5; ++i) {
        idle.emplace_back(running.port());
        BOOST_TEST(is_answered(idle.back()));
    }
    raw_client late{running.port()};
    BOOST_TEST(is_answered(late));
}

/// In a process of its own with few descriptors: 200 connections, then room again. Exit code 0 if
/// it was served as it should be.
int serve_with_few_descriptors() {
    http::limits bounds = test_limits();
    bounds.connections_max = 1000;  // more than there are descriptors for
    bounds.full_pause = milliseconds{20};
    echo_service echo;
    http::server it{echo, bounds, 1};
    const auto port = it.listen("127.0.0.1", 0);
    if (!port) return 1;
    int to_parent[2];
    if (::pipe(to_parent) != 0) return 2;
    const pid_t client = ::fork();
    if (client == 0) {
        std::vector<raw_client> clients;
        for (int i = 0; i < 200; ++i) clients.emplace_back(*port);
        std::this_thread::sleep_for(milliseconds{500});
        clients.erase(clients.begin(), clients.begin() + 190);
        for (raw_client& one : clients)
            if (!is_answered(one)) ::_exit(3);
        ::_exit(0);
    }
    const rlimit few{40, 40};
    if (::setrlimit(RLIMIT_NOFILE, &few) != 0) return 4;
    std::thread serving{[&] { it.run(); }};
    int status = 0;
    ::waitpid(client, &status, 0);
    const bool burnt = cpu_seconds() > 0.4;
    it.stop_now();
    serving.join();
    if (burnt) return 5;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 6;
}

BOOST_AUTO_TEST_CASE(without_descriptors_the_server_waits_and_serves_again) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(serve_with_few_descriptors());
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::test
