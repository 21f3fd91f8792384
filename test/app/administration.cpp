// SPDX-License-Identifier: BSL-1.0
//
// How administration is reached, and by whom; how others learn that the server is there.
#include <filesystem>
#include <fstream>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

std::uint16_t port_in(const std::filesystem::path& file) {
    std::uint16_t port = 0;
    std::ifstream(file) >> port;
    return port;
}

response get(std::uint16_t port, std::string_view target, const header_fields& more = {}) {
    http_client client(port);
    client.send(request_text("GET", target, "", more));
    return client.receive();
}

outcome check_health(const std::vector<std::string>& arguments, environment variables = {}) {
    std::vector<std::string> all = {"healthcheck"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run(CRMLOCAL_BINARY, all, std::move(variables));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(administration)

BOOST_AUTO_TEST_CASE(administration_can_have_a_port_of_its_own) {
    const temporary_directory directory;
    const auto file = directory.path() / "admin-port";
    world_server server(world{}, {"--admin-port=0", "--admin-port-file=" + file.string()});
    const std::uint16_t admin = port_in(file);
    BOOST_TEST(admin != server.port());
    BOOST_TEST(get(admin, "/__admin/version").status == 200);
    BOOST_TEST(get(admin, "/__admin/organisations/world/faults").status == 200);
    BOOST_TEST(get(server.port(), "/__admin/version").status == 404);
    BOOST_TEST(get(server.port(), "/__admin/organisations/world/faults").status == 404);
    BOOST_TEST(get(server.port(), "/__admin/health").status == 200);
    BOOST_TEST(get(admin, "/openapi.json").status == 404);
    BOOST_CHECK_THROW(caller{admin}, std::runtime_error);
    BOOST_TEST(caller(server.port()).create("web", valid_events("web", 1)).processed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_shutdown_is_answered_and_ends_it_cleanly) {
    world_server server;
    http_client client(server.port());
    BOOST_TEST(client.post("/__admin/shutdown", "").status == 200);
    BOOST_TEST(server.process().process().wait() == 0);
}

BOOST_AUTO_TEST_CASE(an_admin_port_that_is_taken_ends_it_with_3) {
    world_server other;
    const outcome ended =
        run(CRMLOCAL_BINARY, {"serve", "--port=0", "--admin-port=" + std::to_string(other.port())});
    BOOST_TEST(ended.exit_code == 3);
    BOOST_TEST(ended.errors.find(std::to_string(other.port())) != std::string::npos, ended.errors);
}

BOOST_AUTO_TEST_CASE(administration_can_be_switched_off) {
    world_server server(world{}, {"--no-admin"});
    const response refused = get(server.port(), "/__admin/version");
    BOOST_TEST(refused.status == 404);
    BOOST_TEST(parse_json(refused.body).at("message").as_string() ==
               "Administration is switched off (--no-admin).");
    BOOST_TEST(get(server.port(), "/__admin/health/ready").status == 200);
}

BOOST_AUTO_TEST_CASE(a_token_from_the_environment_guards_administration) {
    server_process server(CRMLOCAL_BINARY, {}, {{"CRMLOCAL_ADMIN_TOKEN", "s3cret"}});
    const response refused = get(server.port(), "/__admin/version");
    BOOST_TEST(refused.status == 401);
    BOOST_TEST(refused.field("WWW-Authenticate").value_or("") == "Bearer realm=\"crmlocal\"");
    BOOST_TEST(
        get(server.port(), "/__admin/version", {{"Authorization", "Bearer s3cret"}}).status == 200);
    BOOST_TEST(get(server.port(), "/__admin/health").status == 200);
}

BOOST_AUTO_TEST_CASE(browsers_are_told_which_pages_may_call) {
    server_process server(CRMLOCAL_BINARY, {"--threads=1"},
                          {{"CRMLOCAL_CORS_ORIGIN", "http://a.example:3000,http://b.example"}});
    const header_fields from_a = {{"Origin", "http://a.example:3000"}};
    const response answer = get(server.port(), "/openapi.json", from_a);
    BOOST_TEST(answer.field("Access-Control-Allow-Origin").value_or("") == "http://a.example:3000");
    BOOST_TEST(answer.field("Vary").value_or("").find("Origin") != std::string::npos);
    const response other = get(server.port(), "/openapi.json", {{"Origin", "http://c.example"}});
    BOOST_TEST(!other.field("Access-Control-Allow-Origin").has_value());
    BOOST_TEST(other.status == 200);
    BOOST_TEST(get(server.port(), "/__admin/version", from_a).status == 403);

    http_client client(server.port());
    header_fields asked = {{"Origin", "http://b.example"},
                           {"Access-Control-Request-Method", "POST"}};
    client.send(request_text("OPTIONS", "/authentication/token", "", asked));
    const response preflight = client.receive();
    BOOST_TEST(preflight.status == 204);
    BOOST_TEST(preflight.field("Access-Control-Allow-Methods").value_or("").find("POST") !=
               std::string::npos);
    // Refused calls can be read as well.
    client.send(
        request_text("POST", "/authentication/token", "{", {{"Origin", "http://b.example"}}));
    const response malformed = client.receive();
    BOOST_TEST(malformed.status == 400);
    BOOST_TEST(malformed.field("Access-Control-Allow-Origin").value_or("") == "http://b.example");
}

BOOST_AUTO_TEST_CASE(bad_settings_are_refused) {
    const std::pair<std::vector<std::string>, std::string> table[] = {
        {{"--cors-origin=a.example"}, "must be an origin"},
        {{"--cors-origin=http://a.example/path"}, "must be an origin"},
        {{"--admin-token=a b"}, "visible ASCII"},
        {{"--admin-port=70000"}, "is not a number from 0 to 65535"},
        {{"--admin-port=0", "--no-admin"}, "--no-admin"},
        {{"--admin-port-file=x"}, "--admin-port"},
    };
    for (const auto& [arguments, complaint] : table) {
        std::vector<std::string> all = {"serve"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        const outcome ended = run(CRMLOCAL_BINARY, all);
        BOOST_TEST(ended.exit_code == 2, arguments[0]);
        BOOST_TEST(ended.errors.find(complaint) != std::string::npos, ended.errors);
    }
}

BOOST_AUTO_TEST_CASE(the_ready_file_is_there_while_requests_are_served) {
    const temporary_directory directory;
    const auto file = directory.write("ready", "of an earlier process");
    {
        server_process server(CRMLOCAL_BINARY, {"--ready-file=" + file.string()});
        BOOST_TEST(read_file(file) == "http://127.0.0.1:" + std::to_string(server.port()) + "\n");
        BOOST_TEST(server.stop() == 0);
    }
    BOOST_TEST(!std::filesystem::exists(file));
    const outcome failed =
        run(CRMLOCAL_BINARY, {"serve", "--port=0", "--ready-file=/nowhere/ready"});
    BOOST_TEST(failed.exit_code == 1);
    BOOST_TEST(failed.errors.find("/nowhere/ready") != std::string::npos, failed.errors);
}

BOOST_AUTO_TEST_CASE(health_is_told_as_wiremock_tells_it) {
    server_process server(CRMLOCAL_BINARY);
    for (const char* path : {"/__admin/health", "/__admin/health/live", "/__admin/health/ready"}) {
        const json::value health = parse_json(get(server.port(), path).body);
        BOOST_TEST(health.at("status").as_string() == "healthy");
        BOOST_TEST(!health.at("message").as_string().empty());
        BOOST_TEST(health.at("version").is_string());
        BOOST_TEST(health.at("uptimeInSeconds").as_int64() >= 0);
        BOOST_TEST(health.at("timestamp").as_string().size() == 20U);
        BOOST_TEST(health.as_object().size() == 5U);
    }
}

BOOST_AUTO_TEST_CASE(the_health_check_finds_the_server_as_it_was_told_to_listen) {
    const temporary_directory directory;
    const auto file = directory.path() / "port";
    server_process server(CRMLOCAL_BINARY, {"--port-file=" + file.string()});
    const std::string port = std::to_string(server.port());
    BOOST_TEST(check_health({"--port=" + port}).exit_code == 0);
    BOOST_TEST(check_health({"--live", "--port=" + port}).exit_code == 0);
    BOOST_TEST(check_health({"--url=http://127.0.0.1:" + port}).exit_code == 0);
    BOOST_TEST(check_health({"--port-file=" + file.string()}).exit_code == 0);
    BOOST_TEST(
        check_health({}, {{"CRMLOCAL_PORT", port}, {"CRMLOCAL_HOST", "0.0.0.0"}}).exit_code == 0);
    BOOST_TEST(check_health({}, {{"CRMLOCAL_PORT_FILE", file.string()}}).exit_code == 0);

    BOOST_TEST(check_health({"--url=https://127.0.0.1:" + port}).exit_code == 1);
    BOOST_TEST(check_health({"--port-file=/nowhere/port"}).exit_code == 1);
    BOOST_TEST(check_health({"--port=x"}).exit_code == 2);
    server.stop();
    const outcome gone = check_health({"--port=" + port});
    BOOST_TEST(gone.exit_code == 1);
    BOOST_TEST(gone.errors == "crmlocal healthcheck: Connection refused\n");
}

BOOST_AUTO_TEST_CASE(the_health_check_does_not_wait_for_ever) {
    server_process server(CRMLOCAL_BINARY);
    server.process().signal(SIGSTOP);
    const outcome late = check_health({"--port=" + std::to_string(server.port()), "--timeout=0.2"});
    server.process().signal(SIGCONT);
    BOOST_TEST(late.exit_code == 1);
    BOOST_TEST(late.errors == "crmlocal healthcheck: there was no answer in time\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
