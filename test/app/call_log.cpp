// SPDX-License-Identifier: BSL-1.0
//
// The log of what was sent, from outside: what it says, that it says no secrets, that it is
// bounded, and that a failing verification tells why.
#include <csignal>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

json::value get(http_client& client, const std::string& path, int status = 200) {
    const response r = client.get(path);
    BOOST_TEST(r.status == status, path << ": " << r.body);
    return parse_json(r.body);
}

json::value post(http_client& client, const std::string& path, const std::string& body,
                 int status = 200) {
    const response r = client.post(path, body);
    BOOST_TEST(r.status == status, path << " " << body << ": " << r.body);
    return parse_json(r.body);
}

const std::string log_of_world = "/__admin/organisations/world/requests";

std::string text_at(const json::value& in, const char* pointer) {
    boost::system::error_code error;
    const json::value* v = in.find_pointer(pointer, error);
    return v ? json::serialize(*v) : "nothing";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(call_log)

BOOST_AUTO_TEST_CASE(every_call_is_logged_with_a_row_for_each_event) {
    world_server server;
    caller user(server.port());
    object_text unknown_account = valid_event("web", 2);
    unknown_account.set("accounts_receivable_identifier", R"({"number":"NOPE"})");
    unknown_account.set("surprise", "1");
    user.create("web", {valid_event("web", 1).text(), unknown_account.text()});
    user.client.get("/crmapi/rest/v2/customer_events/web/show?token=" + user.token +
                    "&customer_event_identifier=number=1");

    http_client admin(server.port());
    const json::value all = get(admin, log_of_world);
    BOOST_REQUIRE(text_at(all, "/meta/total") == "3");
    BOOST_TEST(text_at(all, "/dropped") == "0");
    BOOST_TEST(text_at(all, "/requests/0/method") == R"("authentication/token")");
    BOOST_TEST(text_at(all, "/requests/0/verdict") == R"("processed")");
    BOOST_TEST(text_at(all, "/requests/1/id") == R"("world:2")");
    BOOST_TEST(text_at(all, "/requests/1/type") == R"("web")");
    BOOST_TEST(text_at(all, "/requests/1/verdict") == R"("unprocessed")");
    BOOST_TEST(text_at(all, "/requests/1/unknown_members") ==
               R"(["web_customer_events_set[].surprise"])");
    BOOST_TEST(text_at(all, "/requests/1/events/0/verdict") == R"("processed")");
    BOOST_TEST(text_at(all, "/requests/1/events/0/number") == R"("1")");
    BOOST_TEST(text_at(all, "/requests/1/events/1/verdict") == R"("unprocessed")");
    BOOST_TEST(text_at(all, "/requests/1/events/1/error_code") == R"("NotFoundAPIValueException")");
    BOOST_TEST(text_at(all, "/requests/1/events/1/rule") == R"("references_exist")");
    BOOST_TEST(text_at(all, "/requests/1/body/web_customer_events_set/1/surprise") == "1");
    BOOST_TEST(text_at(all, "/requests/2/http_method") == R"("GET")");
    BOOST_TEST(text_at(all, "/requests/2/type") == R"("web")");
    BOOST_TEST(text_at(all, "/requests/2/answer/data/number") == R"("1")");
}

BOOST_AUTO_TEST_CASE(fields_set_hides_nothing_from_the_log) {
    world_server server;
    caller user(server.port());
    object_text bad = valid_event("web", 2);
    bad.set("accounts_receivable_identifier", R"({"number":"NOPE"})");
    user.post("web", {valid_event("web", 1).text(), bad.text(), valid_event("web", 3).text()},
              R"("fields_set":"number",)");
    http_client admin(server.port());
    const json::value rows = get(admin, log_of_world + "?of=events");
    BOOST_TEST(text_at(rows, "/events/0/number") == R"("1")");
    BOOST_TEST(text_at(rows, "/events/1/error_code") == R"("NotFoundAPIValueException")");
    BOOST_TEST(text_at(rows, "/events/2/number") == R"("2")");
    BOOST_TEST(text_at(rows, "/events/2/event/request_unique_identifier") == R"("3")");
}

BOOST_AUTO_TEST_CASE(no_secret_leaves_the_log) {
    world_server server;
    caller user(server.port());
    user.create("web", valid_events("web", 1));
    user.client.post("/crmapi/rest/v2/authentication/web_api_key/token", "{}",
                     {{"Authorization", "Basic d29ybGQta2V5LTE6"}});
    user.client.get("/crmapi/rest/v2/customer_events/web/show?tok%65n=" + user.token +
                    "&customer_event_identifier=number=1");
    user.client.post(bulk_path("web"), R"({"tok\u0065n":")" + user.token + R"("})");
    user.client.post(bulk_path("web"), R"({"token":")" + user.token);
    user.client.post(bulk_path("web"), "{'token': '" + user.token + "'}");
    user.client.get("/nowhere?token=" + user.token);

    http_client admin(server.port());
    for (const std::string& of : {log_of_world, std::string("/__admin/requests"),
                                  std::string("/__admin/requests/unmatched")})
        for (const char* how : {"", "?format=ndjson", "?format=har", "?of=events"}) {
            if (of.ends_with("unmatched") && std::string_view(how) == "?of=events") continue;
            const std::string body = admin.get(of + how).body;
            BOOST_TEST(body.find(user.token) == body.npos, of << how);
            BOOST_TEST(body.find("d29ybGQ") == body.npos, of << how);
            BOOST_TEST(body.find(R"("password":"p")") == body.npos, of << how);
        }
    const json::value missed =
        post(admin, log_of_world + "/verify", R"({"body":{"pointer":"/token","equals":"x"}})", 422);
    BOOST_TEST(json::serialize(missed).find(user.token) == std::string::npos);
    BOOST_TEST(text_at(get(admin, "/__admin/requests/unmatched"), "/meta/total") == "3");
}

BOOST_AUTO_TEST_CASE(calls_and_events_are_found_by_what_they_are) {
    world_server server;
    caller user(server.port());
    for (unsigned i = 1; i <= 3; ++i) user.create("web", {valid_event("web", i).text()});
    object_text bad = valid_event("purchases", 4);
    bad.set("accounts_receivable_identifier", R"({"number":"NOPE"})");
    user.create("purchases", {bad.text()});
    user.client.post(bulk_path("web"), R"({"token":"x"})");

    http_client admin(server.port());
    const auto count = [&](const std::string& what) {
        return text_at(post(admin, log_of_world + "/count", what), "/count");
    };
    BOOST_TEST(count("{}") == "5");
    BOOST_TEST(count(R"({"type":"web"})") == "3");
    BOOST_TEST(count(R"({"type":["web","purchases"]})") == "4");
    BOOST_TEST(count(R"({"method":"customer_events/bulk/*"})") == "4");
    BOOST_TEST(count(R"({"method":"POST"})") == "5");
    BOOST_TEST(count(R"({"http_method":"GET"})") == "0");
    BOOST_TEST(count(R"({"verdict":"unprocessed"})") == "1");
    BOOST_TEST(count(R"({"error_code":"NotFoundAPIValueException"})") == "1");
    BOOST_TEST(count(R"({"status":200})") == "5");
    BOOST_TEST(count(R"({"time":{"from":"2020-01-01T00:00:00"}})") == "5");
    BOOST_TEST(count(R"({"time":{"until":"2020-01-01T00:00:00"}})") == "0");
    BOOST_TEST(count(R"({"request_unique_identifier":"2"})") == "1");
    BOOST_TEST(
        count(R"({"body":"$.web_customer_events_set[?@.request_unique_identifier=='2']"})") == "1");
    BOOST_TEST(count(R"({"event":{"pointer":"/request_unique_identifier","one_of":["1","3"]}})") ==
               "2");
    BOOST_TEST(count(R"({"of":"events"})") == "4");
    BOOST_TEST(count(R"({"of":"events","verdict":"processed"})") == "3");
    BOOST_TEST(text_at(get(admin, "/__admin/requests/unmatched"), "/meta/total") == "1");
    BOOST_TEST(text_at(get(admin, log_of_world + "?limit=1&type=web"), "/requests/0/id") ==
               R"("world:4")");
    BOOST_TEST(text_at(get(admin, log_of_world + "?limit=1&offset=2&type=web"), "/requests/0/id") ==
               R"("world:2")");
    BOOST_TEST(text_at(get(admin, "/__admin/requests/world:3"), "/number") == "3");
    BOOST_TEST(text_at(get(admin, log_of_world + "/3"), "/id") == R"("world:3")");
    get(admin, log_of_world + "/33", 404);
    get(admin, log_of_world + "?typ=web", 400);
    get(admin, log_of_world + "?type=wep", 400);
    post(admin, log_of_world + "/find", R"({"body":"$["})", 400);
    get(admin, "/__admin/organisations/nobody/requests", 404);
}

BOOST_AUTO_TEST_CASE(a_failing_verification_says_what_came_nearest_and_why) {
    world_server server;
    caller user(server.port());
    user.create("web", {valid_event("web", 1).text()});
    http_client admin(server.port());
    const std::string verify = log_of_world + "/verify";
    post(admin, verify, R"({"type":"web","exactly":1})");
    post(admin, verify, R"({"type":"web","at_least":1,"at_most":2})");
    post(admin, verify, R"({"in_order":[{"method":"authentication/token"},{"type":"web"}]})");
    post(admin, verify,
         R"({"of":"events","event":{"pointer":"/request_unique_identifier","equals":"1"}})");

    json::value no = post(admin, verify, R"({"type":"web","exactly":2})", 422);
    BOOST_TEST(text_at(no, "/verified") == "false");
    BOOST_TEST(text_at(no, "/message").starts_with(R"("Expected exactly 2 calls, found 1.)"));
    no = post(admin, verify,
              R"({"type":"web","event":{"pointer":"/request_unique_identifier","equals":"7"}})",
              422);
    BOOST_TEST(text_at(no, "/nearest/0/misses/0") ==
               R"("none of its 1 events fits; of the nearest, number 0 counted from 0, event: )"
               R"(/request_unique_identifier is \"1\", expected \"7\"")");
    no = post(admin, verify, R"({"in_order":[{"type":"web"},{"method":"authentication/token"}]})",
              422);
    BOOST_TEST(text_at(no, "/message").find("comes too early") != std::string::npos);
    no = post(admin, verify, R"({"exactly":1,"in_order":[{}]})", 400);
    no = post(admin, verify, R"({"exactly":-1})", 400);
}

BOOST_AUTO_TEST_CASE(what_was_dropped_is_counted_and_makes_verification_fail_loudly) {
    world_server server(world{}, {"--call-log-entries=5"});
    caller user(server.port());
    for (unsigned i = 1; i <= 10; ++i) user.create("web", {valid_event("web", i).text()});
    http_client admin(server.port());
    BOOST_TEST(text_at(get(admin, log_of_world), "/dropped") == "6");
    BOOST_TEST(text_at(get(admin, log_of_world), "/meta/total") == "5");
    post(admin, log_of_world + "/verify", R"({"type":"web","at_least":3})");
    const json::value no =
        post(admin, log_of_world + "/verify", R"({"type":"web","exactly":5})", 422);
    BOOST_TEST(text_at(no, "/certain") == "false");
    BOOST_TEST(text_at(no, "/message").find("6 older calls were dropped") != std::string::npos);
    BOOST_TEST(text_at(post(admin, log_of_world + "/reset", ""), "/removed") == "5");
    post(admin, log_of_world + "/verify", R"({"exactly":0})");
}

BOOST_AUTO_TEST_CASE(it_can_be_switched_off_and_on) {
    world_server server(world{}, {"--call-log=off"});
    caller user(server.port());
    http_client admin(server.port());
    BOOST_TEST(text_at(get(admin, log_of_world), "/meta/total") == "0");
    post(admin, log_of_world + "/settings", R"({"recording":true,"entries_max":3})");
    user.create("web", valid_events("web", 1));
    BOOST_TEST(text_at(get(admin, log_of_world), "/meta/total") == "1");
    BOOST_TEST(text_at(get(admin, log_of_world + "/settings"), "/entries_max") == "3");
    post(admin, log_of_world + "/settings", R"({"entries":3})", 400);
}

BOOST_AUTO_TEST_CASE(logs_of_organisations_are_apart_and_can_be_read_together) {
    world one, two;
    one.organisation = "one", two.organisation = "two";
    world_server server(std::vector<world>{one, two}, {});
    caller first(server.port(), "one"), second(server.port(), "two");
    first.create("web", valid_events("web", 1));
    http_client admin(server.port());
    const json::value all = get(admin, "/__admin/requests");
    BOOST_TEST(text_at(all, "/meta/total") == "3");
    BOOST_TEST(text_at(all, "/requests/1/organisation") == R"("two")");
    BOOST_TEST(text_at(all, "/requests/2/id") == R"("one:2")");
    BOOST_TEST(text_at(get(admin, "/__admin/organisations/two/requests"), "/meta/total") == "1");
    post(admin, "/__admin/organisations/one/requests/reset", "");
    BOOST_TEST(text_at(get(admin, "/__admin/requests"), "/meta/total") == "1");
}

BOOST_AUTO_TEST_CASE(large_calls_are_kept_whole_and_the_server_goes_on) {
    world_server server(world{}, {"--call-log-bytes=4MiB"});
    caller user(server.port());
    http_client admin(server.port());
    for (unsigned round = 0; round < 40; ++round) {
        const auto rows = user.create("web", valid_events("web", 1000));
        BOOST_REQUIRE(rows.processed.size() == 1000);
        if (round % 8 != 0) continue;
        const json::value events = get(admin, log_of_world + "?of=events&limit=1000");
        BOOST_TEST(text_at(events, "/events/999/number") ==
                   "\"" + rows.processed[999].number + "\"");
        BOOST_TEST(text_at(events, "/events/999/event/request_unique_identifier") == "\"1000\"");
    }
}

BOOST_AUTO_TEST_CASE(the_live_stream_tells_of_each_call_and_ends_with_the_server) {
    world_server server;
    http_client listener(server.port());
    listener.send(request_text("GET", log_of_world + "/stream?detail=summary", ""));
    caller user(server.port());
    user.create("web", valid_events("web", 1));
    BOOST_TEST(server.process().stop() == 0);
    const response r = listener.receive();
    BOOST_TEST(r.status == 200);
    BOOST_TEST(r.field("Content-Type").value_or("") == "text/event-stream");
    BOOST_TEST(r.body.find("event: call\ndata: {\"id\":\"world:1\"") != std::string::npos);
    BOOST_TEST(r.body.find("\"id\":\"world:2\"") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
