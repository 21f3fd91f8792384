// SPDX-License-Identifier: BSL-1.0
//
// Failures on demand: what a test asks for is what happens, and nothing else.
#include <chrono>
#include <future>

#include "test/app/faulty.hpp"
#include "test/app/verdicts.hpp"

namespace crmlocal::test {
namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point begin) {
    return std::chrono::duration<double>(clock::now() - begin).count();
}

std::string error_of(const response& answer) {
    return std::string(parse_json(answer.body).at("message").as_string());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(faults_are_listed_added_replaced_and_taken_away) {
    world_server server;
    http_client client(server.port());
    const std::string all = faults_of();
    const auto ids = [&] {
        std::string out;
        const json::value listed = parse_json(client.get(all).body);
        for (const json::value& each : listed.at("faults").as_array())
            out += std::string(each.at("id").as_string()) + " ";
        return out;
    };
    const auto call = [&](const std::string& method, const std::string& path,
                          const std::string& body = "") {
        client.send(request_text(method, all + path, body));
        return client.receive().status;
    };
    const std::string fault = R"({"effect":{"delay":1}})";
    BOOST_TEST(ids() == "");
    BOOST_TEST(call("POST", "", fault) == 201);
    BOOST_TEST(call("POST", "", R"([{"id":"a","effect":{"delay":1}},{"effect":{"delay":1}}])") ==
               201);
    BOOST_TEST(ids() == "fault-1 a fault-2 ");
    BOOST_TEST(call("POST", "", R"([{"effect":{"delay":1}},{"id":"a","effect":{"delay":1}}])") ==
               409);
    BOOST_TEST(ids() == "fault-1 a fault-2 ");
    BOOST_TEST(call("PUT", "/a", R"({"effect":{"answer":503},"times":3})") == 200);
    BOOST_TEST(call("PUT", "/b", fault) == 200);
    BOOST_TEST(call("PUT", "/b", R"({"id":"c","effect":{"delay":1}})") == 400);
    BOOST_TEST(ids() == "fault-1 a fault-2 b ");
    BOOST_TEST(difference(parse_json(R"({"id":"a","effect":{"answer":503},"times":3,
                                  "counts":{"matched":0,"fired":0,"refused_events":0}})"),
                          parse_json(client.get(all + "/a").body)) == "");
    BOOST_TEST(call("DELETE", "/fault-1") == 200);
    BOOST_TEST(call("POST", "/fault-2/remove") == 200);
    BOOST_TEST(call("DELETE", "/fault-2") == 404);
    BOOST_TEST(call("GET", "/fault-2") == 404);
    BOOST_TEST(ids() == "a b ");
    const std::string listed = client.get(all).body;
    BOOST_TEST(call("PUT", "", listed) == 200);  // what was listed can be given back
    BOOST_TEST(client.get(all).body == listed);
    BOOST_TEST(call("DELETE", "") == 200);
    BOOST_TEST(ids() == "");
    BOOST_TEST(call("PUT", "", "[" + fault + "]") == 200);
    BOOST_TEST(ids() == "fault-1 ");
    BOOST_TEST(call("POST", "/clear") == 200);
    BOOST_TEST(ids() == "");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_with_its_place) {
    world_server server;
    http_client client(server.port());
    const response second = client.post(
        faults_of(), R"([{"effect":{"delay":1}},{"match":{"type":"webs"},"effect":{"delay":1}}])");
    BOOST_TEST(second.status == 400);
    BOOST_TEST(error_of(second).starts_with("/1/match/type must be among achievements, "),
               second.body);
    BOOST_TEST(error_of(client.post(faults_of(), R"({"faults":[{"effect":{"answer":418}}]})"))
                   .starts_with("/faults/0/effect/answer/code is missing"));
    const response broken = client.post(faults_of(), R"({"effect":)");
    BOOST_TEST(broken.status == 400);
    BOOST_TEST(error_of(broken).starts_with("The body is not valid JSON"));
    BOOST_TEST(client.get(faults_of("nobody")).status == 404);
    BOOST_TEST(parse_json(client.get(faults_of()).body).at("faults").as_array().empty());
}

BOOST_AUTO_TEST_CASE(a_fault_is_for_one_organisation_only) {
    const std::vector<world> worlds = {{.organisation = "one"}, {.organisation = "two"}};
    world_server server(worlds, {});
    caller one(server.port(), "one"), two(server.port(), "two");
    put_faults(one.client, R"([{"effect":{"answer":503}}])", "one");
    BOOST_TEST(one.post("web", {}).status == 503);
    BOOST_TEST(two.post("web", {}).status == 200);
    BOOST_TEST(parse_json(two.client.get(faults_of("two")).body).at("faults").as_array().empty());
}

BOOST_AUTO_TEST_CASE(every_method_of_an_organisation_can_be_met) {
    world_server server;
    caller anna(server.port());
    put_faults(anna.client,
               R"([{"match":{"method":"authentication/token"},"effect":{"answer":429}}])");
    const std::string who = R"({"username":"u","password":"p","organisation":"world"})";
    const response busy = anna.client.post("/crmapi/rest/v2/authentication/token", who);
    BOOST_TEST(busy.status == 429);
    BOOST_TEST(busy.field("Retry-After").value_or("") == "1");
    BOOST_TEST(anna.create("web", valid_events("web", 1)).numbers().front() == "1");

    put_faults(anna.client, R"([{"match":{"method":"*/list"},"effect":{"answer":500}}])");
    const std::string list = "/customer_events/web/list?token=" + anna.token;
    BOOST_TEST(anna.client.get(list).status == 500);
    put_faults(anna.client, R"([{"match":{"type":"web"},"effect":{"answer":500}}])");
    BOOST_TEST(anna.client.get(list).status == 500);
    BOOST_TEST(anna.client.get("/accounts_receivable/list?token=" + anna.token).status == 200);
}

BOOST_AUTO_TEST_CASE(a_refusal_without_a_status_is_what_the_server_would_answer) {
    const std::string fault =
        R"([{"effect":{"answer":{"code":"AccountNotActiveException","error":"No \"one\"."}}}])";
    for (const auto& [option, status] : {std::pair("200", 200), std::pair("4xx", 400)}) {
        world_server server(world{}, {std::string("--api-fault-status=") + option});
        caller anna(server.port());
        put_faults(anna.client, fault);
        const response answer = anna.post("web", valid_events("web", 1));
        BOOST_TEST(answer.status == status);
        BOOST_TEST(difference(refusal_of("AccountNotActiveException", "No \"one\".",
                                         "The account is not active."),
                              answer) == "");
        put_faults(anna.client, "[]");
        BOOST_TEST(anna.create("web", valid_events("web", 1)).numbers().front() == "1");
    }
}

BOOST_AUTO_TEST_CASE(any_body_can_be_answered) {
    world_server server;
    caller anna(server.port());
    put_faults(anna.client, R"([{"effect":{"answer":{"status":502,"body":"<h1>Bad</h1>",
                                 "content_type":"text/html"}}}])");
    const response answer = anna.post("web", {});
    BOOST_TEST(answer.status == 502);
    BOOST_TEST(answer.reason == "Bad Gateway");
    BOOST_TEST(answer.body == "<h1>Bad</h1>");
    BOOST_TEST(answer.field("Content-Type").value_or("") == "text/html");
}

BOOST_AUTO_TEST_CASE(refused_events_leave_no_trace) {
    world_server server;
    caller anna(server.port());
    put_faults(anna.client, R"([{"effect":{"refuse_events":{"every":2,"attempts":1,
        "code":"DiskFullException","error":"Disk Full.","description":"No room."}}}])");
    const std::vector<std::string> events = valid_events("referrals", 4);
    const bulk_answer first = anna.create("referrals", events);
    BOOST_TEST((first.numbers() == numbers_from(1, 2)));
    BOOST_TEST_REQUIRE(first.unprocessed.size() == 2U);
    BOOST_TEST(first.unprocessed[0].request_unique_identifier == "2");
    BOOST_TEST(first.unprocessed[0].error_code == "DiskFullException");
    BOOST_TEST(first.unprocessed[0].error_description == "Error:Disk Full. - Description:No room.");
    // The participants are not referred yet, and the numbers have no holes.
    const bulk_answer again = anna.create("referrals", {events[1], events[3]});
    BOOST_TEST((again.numbers() == numbers_from(3, 2)));
    BOOST_TEST(counts_of(anna.client) == "2 2 2");
}

BOOST_AUTO_TEST_CASE(the_rules_of_the_organisation_come_before_faults) {
    world_server server;
    caller anna(server.port());
    put_faults(anna.client, R"([{"effect":{"refuse_events":{}}}])");
    const bulk_answer answer = anna.create(
        "web", {changed_event("web", 1, {{"website", ""}}), valid_events("web", 1, 2)[0]});
    BOOST_TEST_REQUIRE(answer.unprocessed.size() == 2U);
    BOOST_TEST(answer.unprocessed[0].error_code == missing);
    BOOST_TEST(answer.unprocessed[1].error_code == "ServiceUnavailableException");
    BOOST_TEST(counts_of(anna.client) == "1 1 1");
}

BOOST_AUTO_TEST_CASE(an_expired_token_is_good_for_nothing_and_others_are_not_touched) {
    world_server server;
    caller anna(server.port()), bert(server.port());
    put_faults(anna.client, R"([{"match":{"nth":2},"effect":{"expire_token":true}},
                               {"match":{"nth":2},"effect":{"expire_token":true},"when":"after"}])");
    BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.size() == 1U);
    BOOST_TEST(read_refusal(anna.post("web", valid_events("web", 1))).message ==
               "Token Is Invalid.");
    BOOST_TEST(read_refusal(anna.post("web", valid_events("web", 1))).message ==
               "Token Is Invalid.");
    BOOST_TEST(bert.create("web", valid_events("web", 1)).numbers().front() == "2");
    BOOST_TEST(read_refusal(bert.post("web", {})).message == "Token Is Invalid.");
}

BOOST_AUTO_TEST_CASE(a_late_answer_delays_no_other_call) {
    world_server server(world{}, {"--threads=1"});
    caller anna(server.port()), bert(server.port());
    put_faults(anna.client, R"([{"match":{"header":{"X-Test":"late"}},"effect":{"delay":600}}])");
    const auto begin = clock::now();
    anna.client.send(request_text("POST", bulk_path("web"),
                                  bulk_body(anna.token, "web", valid_events("web", 1)),
                                  {{"X-Test", "late"}}));
    for (int i = 0; i < 20; ++i) bert.create("web", valid_events("web", 1));
    BOOST_TEST(seconds_since(begin) < 0.5);
    BOOST_TEST(read_bulk_answer(anna.client.receive()).processed.size() == 1U);
    BOOST_TEST(seconds_since(begin) >= 0.6);
}

BOOST_AUTO_TEST_CASE(a_call_that_waits_first_is_carried_out_late) {
    world_server server;
    caller anna(server.port()), bert(server.port());
    put_faults(
        anna.client,
        R"([{"match":{"header":{"X-Test":"late"}},"effect":{"delay":400},"when":"before"}])");
    anna.client.send(request_text("POST", bulk_path("web"),
                                  bulk_body(anna.token, "web", valid_events("web", 1)),
                                  {{"X-Test", "late"}}));
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    BOOST_TEST(bert.create("web", valid_events("web", 1)).numbers().front() == "1");
    BOOST_TEST(read_bulk_answer(anna.client.receive()).numbers().front() == "2");
    BOOST_TEST(counts_of(anna.client) == "1 1 0");
}

BOOST_AUTO_TEST_CASE(no_time_out_of_the_server_counts_a_delay) {
    world_server server(world{},
                        {"--idle-timeout=0.2", "--write-timeout=0.2", "--body-timeout=0.2"});
    caller anna(server.port());
    put_faults(anna.client, R"([{"match":{"type":"web"},"effect":{"delay":700}},
                                {"match":{"type":"web"},"effect":{"dribble":{"chunks":3,"delay":400}}}])");
    const auto begin = clock::now();
    BOOST_TEST(anna.create("web", valid_events("web", 5)).processed.size() == 5U);
    BOOST_TEST(seconds_since(begin) >= 1.9);
}

BOOST_AUTO_TEST_CASE(a_server_that_stops_does_not_wait_for_delays) {
    for (const char* effect : {R"({"delay":60000})", R"({"dribble":{"chunks":2,"delay":60000}})",
                               R"({"delay":60000},"when":"before")"}) {
        world_server server;
        caller anna(server.port());
        put_faults(anna.client, std::string(R"([{"effect":)") + effect + "}]");
        anna.client.send(request_text("POST", bulk_path("web"),
                                      bulk_body(anna.token, "web", valid_events("web", 1))));
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        const auto begin = clock::now();
        BOOST_TEST(server.process().stop() == 0);
        BOOST_TEST(seconds_since(begin) < 5);
        BOOST_TEST(read_bulk_answer(anna.client.receive()).processed.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(too_short_a_length_leaves_the_rest_to_the_next_answer) {
    world_server server;
    caller anna(server.port());
    put_faults(anna.client, R"([{"effect":{"transport":{"type":"wrong_length","by":-3}}}])");
    const response answer = anna.post("web", {});
    BOOST_TEST(!answer.body.ends_with("}}"));
    BOOST_CHECK_THROW(anna.client.get("/__admin/health"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_head_request_can_be_met_as_well) {
    world_server server;
    caller anna(server.port());
    for (const char* effect : {R"({"answer":503})", R"({"transport":"truncate"})",
                               R"({"dribble":{"chunks":3,"delay":1}})"}) {
        put_faults(anna.client,
                   std::string(R"([{"match":{"method":"*/list"},"effect":)") + effect + "}]");
        http_client other(server.port());
        other.send(request_text("HEAD", "/customer_events/web/list?token=" + anna.token, ""));
        BOOST_TEST(other.receive(true).body == "");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
