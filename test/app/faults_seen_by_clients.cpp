// SPDX-License-Identifier: BSL-1.0
//
// Each effect of a fault as the programs that people call with see it: curl, Python and Node.
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

// An effect, and what each client says of it and after how many tenths of a second. curl: its exit
// code or the HTTP status; a client waits for at most a second.
struct seen_effect {
    std::string effect;
    std::string curl, python, node;
};

// clang-format off
const seen_effect table[] = {
    {R"({"delay":0})",                                       "200 0", "200 0", "200 0"},
    {R"({"delay":330})",                                     "200 3", "200 3", "200 3"},
    {R"({"delay":5000})",                                    "exit 28 9", "TimeoutError 9", "timeout 9"},
    {R"({"dribble":{"chunks":4,"delay":80}})",               "200 3", "200 3", "200 3"},
    {R"({"answer":408})",                                    "408 0", "408 0", "408 0"},
    {R"({"answer":429})",                                    "429 0", "429 0", "429 0"},
    {R"({"answer":500})",                                    "500 0", "500 0", "500 0"},
    {R"({"answer":503})",                                    "503 0", "503 0", "503 0"},
    {R"({"answer":{"code":"AnyException"},"delay":230})",    "200 2", "200 2", "200 2"},
    {R"({"answer":{"status":502,"body":"<h1>Bad</h1>"}})",   "502 0", "502 0", "502 0"},
    {R"({"transport":"CONNECTION_RESET_BY_PEER"})",          "exit 56 0", "ConnectionResetError 0", "ECONNRESET 0"},
    {R"({"transport":"EMPTY_RESPONSE"})",                    "exit 52 0", "RemoteDisconnected 0", "ECONNRESET 0"},
    {R"({"transport":"RANDOM_DATA_THEN_CLOSE"})",            "exit 1 0", "BadStatusLine 0", "HPE_INVALID_CONSTANT 0"},
    {R"({"transport":"MALFORMED_RESPONSE_CHUNK"})",          "exit 56 0", "IncompleteRead 0", "HPE_INVALID_CHUNK_SIZE 0"},
    {R"({"transport":"reset","delay":230})",                 "exit 56 2", "ConnectionResetError 2", "ECONNRESET 2"},
    {R"({"transport":{"type":"truncate","bytes":10}})",      "exit 18 0", "IncompleteRead 0", "ECONNRESET 0"},
    {R"({"transport":{"type":"truncate","bytes":0}})",       "exit 18 0", "IncompleteRead 0", "ECONNRESET 0"},
    {R"({"transport":{"type":"truncate","fraction":0.9}})",  "exit 18 0", "IncompleteRead 0", "ECONNRESET 0"},
    {R"({"transport":{"type":"wrong_length","by":7}})",      "exit 28 9", "TimeoutError 9", "timeout 9"},
    {R"({"transport":{"type":"wrong_length","by":-7}})",     "200 0", "200 0", "HPE_INVALID_CONSTANT 0"},
    {R"({"transport":"truncate","answer":503})",             "exit 18 0", "IncompleteRead 0", "ECONNRESET 0"},
    {R"({"expire_token":true})",                             "200 0", "200 0", "200 0"},
};
// clang-format on

outcome run_by_name(const std::string& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program);
    return run("/usr/bin/env", std::move(arguments));
}

boost::test_tools::assertion_result is_node_there(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result out(run_by_name("node", {"--version"}).exit_code == 0);
    out.message() << "there is no node";
    return out;
}

// "1003 ms" may be 10 tenths, and a busy machine may take longer than it should: never less.
bool is_as_slow(const std::string& expected, const std::string& found) {
    const auto split = [](const std::string& text) {
        const std::size_t space = text.rfind(' ');
        return std::pair(text.substr(0, space), std::stoi(text.substr(space + 1)));
    };
    const auto [what, tenths] = split(expected);
    const auto [found_what, found_tenths] = split(found);
    return what == found_what && found_tenths >= tenths;
}

void check_script(const std::string& program, const std::string& script,
                  std::string seen_effect::*seen) {
    world_server server;
    std::vector<std::string> arguments = {CRMLOCAL_SOURCE_DIR "/test/clients/" + script,
                                          std::to_string(server.port())};
    for (const seen_effect& each : table) arguments.push_back("{\"effect\":" + each.effect + "}");
    const outcome done = run_by_name(program, arguments);
    BOOST_TEST_REQUIRE(done.exit_code == 0, done.errors);
    std::istringstream lines(done.output);
    for (const seen_effect& each : table) {
        std::string line;
        std::getline(lines, line);
        BOOST_TEST(is_as_slow(each.*seen, line), each.effect + ": " + line);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults_seen_by_clients)

BOOST_AUTO_TEST_CASE(curl_sees_each_effect_as_what_it_is) {
    world_server server;
    caller anna(server.port());
    const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
    for (const seen_effect& each : table) {
        const std::string faults = "/__admin/organisations/world/faults/replace";
        BOOST_TEST(anna.client.post(faults, "[{\"effect\":" + each.effect + "}]").status == 200);
        const outcome done =
            run_by_name("curl", {"-q", "-s", "--noproxy", "*", "--max-time", "1", "-o", "/dev/null",
                                 "-w", "%{http_code} %{time_total}", "-d",
                                 bulk_body(anna.token, "web", {}), url + bulk_path("web")});
        const std::size_t space = done.output.find(' ');
        const int tenths = static_cast<int>(std::stod(done.output.substr(space + 1)) * 10);
        const std::string found = (done.exit_code == 0 ? done.output.substr(0, space)
                                                       : "exit " + std::to_string(done.exit_code)) +
                                  " " + std::to_string(tenths);
        BOOST_TEST(is_as_slow(each.curl, found), each.effect + ": " + found);
    }
}

BOOST_AUTO_TEST_CASE(python_sees_each_effect_as_what_it_is) {
    check_script("python3", "failing_calls.py", &seen_effect::python);
}

BOOST_AUTO_TEST_CASE(node_sees_each_effect_as_what_it_is,
                     *boost::unit_test::precondition(is_node_there)) {
    check_script("node", "failing_calls.mjs", &seen_effect::node);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
