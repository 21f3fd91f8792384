// SPDX-License-Identifier: BSL-1.0
//
// The program from outside: what it prints, how it ends.
#include <arpa/inet.h>
#include <chrono>
#include <optional>
#include <string>
#include <sys/socket.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

// A port of 127.0.0.1 that somebody listens on.
class taken_port {
public:
    taken_port() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        auto* address = reinterpret_cast<sockaddr*>(&at);
        BOOST_REQUIRE(::bind(socket_.get(), address, size) == 0);
        BOOST_REQUIRE(::listen(socket_.get(), 1) == 0);
        BOOST_REQUIRE(::getsockname(socket_.get(), address, &size) == 0);
        number = ntohs(at.sin_port);
    }

    std::uint16_t number;

private:
    file_descriptor socket_;
};

// Waits until nobody listens on the port any more.
void wait_until_it_does_not_listen(std::uint16_t port) {
    for (const deadline until; until.left() > 0;) {
        try {
            http_client client(port);
        } catch (const std::system_error& error) {
            if (error.code() == std::errc::connection_refused) return;
        }
    }
    BOOST_FAIL("it still listens");
}

constexpr int both_signals[] = {SIGTERM, SIGINT};

}  // namespace

BOOST_AUTO_TEST_SUITE(program)

BOOST_AUTO_TEST_CASE(the_ready_line_is_all_of_standard_output) {
    const auto before = std::chrono::steady_clock::now();
    server_process server(CRMLOCAL_BINARY);
    const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - before);
    BOOST_TEST_MESSAGE("from start to ready line: " << taken.count() << " ms");

    http_client client(server.port());
    token_of(client, "demo", "demo", "demo");
    client.post(bulk_path("web"), "no JSON");
    BOOST_TEST(server.stop() == 0);
    BOOST_TEST(server.process().output() ==
               "Ready. Listening on http://127.0.0.1:" + std::to_string(server.port()) + "\n");
}

BOOST_AUTO_TEST_CASE(logs_go_to_standard_error) {
    server_process server(CRMLOCAL_BINARY, {"--log-level=debug"});
    BOOST_TEST(server.stop() == 0);
    BOOST_TEST(!server.process().errors().empty());
}

BOOST_AUTO_TEST_CASE(two_servers_get_two_ports) {
    server_process one(CRMLOCAL_BINARY), other(CRMLOCAL_BINARY);
    BOOST_TEST(one.port() != other.port());
}

BOOST_AUTO_TEST_CASE(the_port_file_holds_the_true_port) {
    const temporary_directory directory;
    const std::string file = (directory.path() / "port").string();
    server_process server(CRMLOCAL_BINARY, {"--port-file", file});
    BOOST_TEST(std::stoi(read_file(file)) == server.port());
}

BOOST_AUTO_TEST_CASE(the_same_seed_makes_the_same_ids) {
    const auto ids = [](const std::string& seed) {
        world_server server(world(), {"--seed=" + seed});
        caller anna(server.port());
        std::string out;
        for (const auto& row : anna.create("web", valid_events("web", 3)).processed) out += row.id;
        return out;
    };
    BOOST_TEST(ids("1") == ids("1"));
    BOOST_TEST(ids("1") != ids("2"));
}

BOOST_AUTO_TEST_CASE(help_and_version_go_to_standard_output_and_exit_0) {
    const std::vector<std::string> rows[] = {{"--help"}, {"--version"}, {"serve", "--help"}};
    for (const auto& arguments : rows) {
        const outcome ended = run(CRMLOCAL_BINARY, arguments);
        BOOST_TEST_CONTEXT(arguments.back()) {
            BOOST_TEST(ended.exit_code == 0);
            BOOST_TEST(!ended.output.empty());
            BOOST_TEST(ended.errors.empty(), ended.errors);
        }
    }
}

BOOST_AUTO_TEST_CASE(administration_says_that_it_lives_is_ready_and_which_version) {
    server_process server(CRMLOCAL_BINARY);
    http_client client(server.port());
    for (const char* target :
         {"/__admin/health/live", "/__admin/health/ready", "/__admin/version"}) {
        const response answer = client.get(target);
        BOOST_TEST(answer.status == 200, target);
        BOOST_TEST(parse_json(answer.body).is_object(), target);
    }
    const std::string version(
        parse_json(client.get("/__admin/version").body).at("version").as_string());
    BOOST_TEST(run(CRMLOCAL_BINARY, {"--version"}).output.find(version) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_port_that_is_taken_ends_it_with_3) {
    const taken_port taken;
    const outcome ended = run(CRMLOCAL_BINARY, {"serve", "--port", std::to_string(taken.number)});
    BOOST_TEST(ended.exit_code == 3);
    BOOST_TEST(ended.output.empty());
    BOOST_TEST(ended.errors.find(std::to_string(taken.number)) != std::string::npos, ended.errors);
}

BOOST_DATA_TEST_CASE(a_signal_stops_it_cleanly, data::make(both_signals), signal_number) {
    server_process server(CRMLOCAL_BINARY);
    BOOST_TEST(server.stop(signal_number) == 0);
}

BOOST_DATA_TEST_CASE(idle_connections_do_not_delay_the_stop, data::make(both_signals),
                     signal_number) {
    world_server server(world(), {"--shutdown-timeout=3600"});
    caller idle(server.port());
    http_client silent(server.port());
    BOOST_TEST(idle.create("web", valid_events("web", 1)).processed.size() == 1U);
    BOOST_TEST(server.process().stop(signal_number) == 0);
}

BOOST_DATA_TEST_CASE(a_call_in_progress_is_finished_first, data::make(both_signals),
                     signal_number) {
    world_server server;
    caller anna(server.port());
    const std::string call = request_text("POST", bulk_path("web"),
                                          bulk_body(anna.token, "web", valid_events("web", 1000)));
    anna.client.send(std::string_view(call).substr(0, call.size() / 2));
    caller(server.port()).create("web", valid_events("web", 1));  // the first half has arrived

    server.process().process().signal(signal_number);
    wait_until_it_does_not_listen(server.port());
    anna.client.send(std::string_view(call).substr(call.size() / 2));
    BOOST_TEST(read_bulk_answer(anna.client.receive()).processed.size() == 1000U);
    BOOST_TEST(anna.client.is_closed_by_peer());
    BOOST_TEST(server.process().process().wait() == 0);
}

BOOST_DATA_TEST_CASE(a_second_signal_stops_it_at_once, data::make(both_signals), signal_number) {
    world_server server(world(), {"--shutdown-timeout=3600", "--body-timeout=3600"});
    caller anna(server.port());
    const std::string call = request_text("POST", bulk_path("web"),
                                          bulk_body(anna.token, "web", valid_events("web", 1)));
    anna.client.send(std::string_view(call).substr(0, call.size() - 1));
    caller(server.port()).create("web", valid_events("web", 1));

    server.process().process().signal(signal_number);
    wait_until_it_does_not_listen(server.port());
    server.process().process().signal(signal_number);
    server.process().process().wait();  // throws if it waits for the rest of the call
    BOOST_TEST(anna.client.is_closed_by_peer());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
