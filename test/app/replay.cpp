// SPDX-License-Identifier: BSL-1.0
//
// crmlocal replay, from outside: exports of the log are made again, in both formats, and what
// differs is told.
#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "load/call_replay.hpp"
#include "test/app/world_server.hpp"
#include "test/support/child_process.hpp"

namespace crmlocal::test {
namespace {

outcome replay(std::uint16_t port, const std::string& file, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {
        "replay",         file,   "--url",      "http://127.0.0.1:" + std::to_string(port),
        "--username",     "u",    "--password", "p",
        "--organisation", "world"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(CRMLOCAL_BINARY, arguments);
}

std::string export_of(std::uint16_t port, const std::string& format) {
    return http_client(port).get("/__admin/organisations/world/requests?format=" + format).body;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(call_replay)

BOOST_AUTO_TEST_CASE(an_export_in_either_format_gives_the_same_answers_elsewhere) {
    world_server recorded;
    caller user(recorded.port());
    object_text bad = valid_event("web", 2);
    bad.set("accounts_receivable_identifier", R"({"number":"NOPE"})");
    // A body in several lines must stay one line of the export.
    user.client.post(bulk_path("web"),
                     "{\"token\":\"" + user.token + "\",\n\"web_customer_events_set\":[\n" +
                         valid_event("web", 1).text() + ",\n" + bad.text() + "]}");
    user.create("purchases", valid_events("purchases", 3));
    user.client.get("/crmapi/rest/v2/customer_events/web/show?token=" + user.token +
                    "&customer_event_identifier=number=1");
    const temporary_directory files;
    for (const std::string& format : {std::string("ndjson"), std::string("har")}) {
        const std::string file =
            files.write("calls." + format, export_of(recorded.port(), format)).string();
        world_server other;
        const outcome same = replay(other.port(), file, {"--speed", "0"});
        BOOST_TEST(same.exit_code == 0, same.output << same.errors);
        BOOST_TEST(same.output == "3 calls made again, 0 answers differ; 1 log-ins left out\n");
        // Once more: the numbers go on.
        const outcome again = replay(other.port(), file, {"--speed", "0", "--strict"});
        BOOST_TEST(again.exit_code == 1);
        BOOST_TEST(
            again.output.find("/data/processed_customer_events_set/0/number was \"1\", is \"2\"") !=
                std::string::npos,
            again.output);
    }
}

BOOST_AUTO_TEST_CASE(original_timing_is_kept_and_scaled) {
    world_server server;
    const temporary_directory files;
    const auto line = [](const char* second) {
        return R"({"id":"x","received_at":"2026-11-24T15:00:)" + std::string(second) +
               R"(Z","http_method":"GET","target":"/crmapi/rest/v2/customer_events/web/show?token=T",)"
               R"("fields":[],"body":"","status":200,"answer":{}})" +
               "\n";
    };
    const std::string file = files.write("calls.ndjson", line("00.000") + line("02.000")).string();
    const auto begin = std::chrono::steady_clock::now();
    const outcome out = replay(server.port(), file, {"--speed", "4"});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    BOOST_TEST(out.exit_code == 1);  // the recorded answer was another one
    BOOST_TEST(took.count() >= 0.5);
    BOOST_TEST(took.count() < 5);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_export_is_refused_with_the_place) {
    world_server server;
    const temporary_directory files;
    const std::string bad = files.write("bad.ndjson", "\n{\"a\":\n").string();
    const outcome out = replay(server.port(), bad);
    BOOST_TEST(out.exit_code == 2);
    BOOST_TEST(out.errors.find("bad.ndjson: line 2 is not valid JSON") != std::string::npos,
               out.errors);
    BOOST_TEST(replay(server.port(), "/nowhere").exit_code == 2);
}

BOOST_AUTO_TEST_CASE(answers_are_compared_member_by_member) {
    using load::differences;
    BOOST_TEST(differences(R"({"a":1.0,"id":"x"})", R"({"id":"y","a":1})", false).empty());
    BOOST_TEST(differences(R"({"id":"x"})", R"({"id":"y"})", true).at(0) ==
               R"(/id was "x", is "y")");
    BOOST_TEST(differences(R"({"a":[1,2]})", R"({"a":[1]})", false).at(0) ==
               "/a had 2 elements, has 1");
    BOOST_TEST(differences(R"({"a":1})", R"({"b":1})", false).size() == 2);
    BOOST_TEST(differences("x", "x", false).empty());
    BOOST_TEST(differences("x", "y", false).size() == 1);
    BOOST_TEST(
        differences(R"({"on":"2026-11-24T15:00:00"})", R"({"on":"2026-11-25T15:00:00"})", false)
            .empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
