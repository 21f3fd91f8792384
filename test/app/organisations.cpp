// SPDX-License-Identifier: BSL-1.0
//
// An organisation is a world of its own; the token chooses it.
#include <set>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

const std::vector<world> two_worlds = {
    {.organisation = "north", .next_numbers = R"({"referrals":100})"},
    {.organisation = "south", .settings = R"({"rules":{"account_active":"off"}})"}};

refused_call invalid_token() {
    return refusal_of("InvalidTokenException", "Token Is Invalid.",
                      "The token is missing, unknown or expired.");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(organisations)

BOOST_AUTO_TEST_CASE(numbers_do_not_leak) {
    world_server server(two_worlds, {});
    caller north(server.port(), "north"), south(server.port(), "south");
    const auto events = valid_events("referrals", 3);
    BOOST_TEST((north.create("referrals", events).numbers() == numbers_from(100, 3)));
    BOOST_TEST((south.create("referrals", events).numbers() == numbers_from(1, 3)));
    const auto more = valid_events("referrals", 2, 4);
    BOOST_TEST((north.create("referrals", more).numbers() == numbers_from(103, 2)));
    BOOST_TEST((south.create("referrals", more).numbers() == numbers_from(4, 2)));
}

BOOST_AUTO_TEST_CASE(claims_do_not_leak) {
    world_server server(two_worlds, {});
    caller north(server.port(), "north"), south(server.port(), "south");
    const std::string event = valid_event("referrals", 1)
                                  .set("external_system", R"("POS")")
                                  .set("external_system_reference_number", R"("1")")
                                  .text();
    for (caller* who : {&north, &south}) {
        BOOST_TEST(who->create("referrals", {event}).processed.size() == 1U);
        BOOST_TEST(who->create("referrals", {event}).unprocessed.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(settings_do_not_leak) {
    world_server server(two_worlds, {});
    caller north(server.port(), "north"), south(server.port(), "south");
    const std::string event =
        valid_event("web", 1).set("accounts_receivable_identifier", R"({"number":"A2"})").text();
    BOOST_TEST(north.create("web", {event}).unprocessed.size() == 1U);
    BOOST_TEST(south.create("web", {event}).processed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(ids_are_unique_over_all_organisations) {
    world_server server(two_worlds, {});
    caller north(server.port(), "north"), south(server.port(), "south");
    std::set<std::string> ids;
    for (caller* who : {&north, &south})
        for (const std::string_view collection : collections)
            for (const auto& row : who->create(collection, valid_events(collection, 10)).processed)
                ids.insert(row.id);
    BOOST_TEST(ids.size() == 2 * std::size(collections) * 10);
}

BOOST_AUTO_TEST_CASE(one_connection_may_speak_for_several_organisations) {
    world_server server(two_worlds, {});
    caller who(server.port(), "north");
    const std::string north = who.token, south = token_of(who.client, "south", "u", "p");
    const auto events = valid_events("referrals", 1);
    BOOST_TEST((who.create("referrals", events).numbers() == numbers_from(100, 1)));
    who.token = south;
    BOOST_TEST((who.create("referrals", events).numbers() == numbers_from(1, 1)));
    who.token = north;
    BOOST_TEST(who.create("referrals", events).unprocessed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_user_may_have_many_tokens) {
    world_server server;
    std::set<std::string> tokens;
    caller anna(server.port());
    for (int i = 0; i < 20; ++i) {
        anna.token = token_of(anna.client, "world", "u", "p");
        BOOST_TEST((anna.token.size() == 32 &&
                    anna.token.find_first_not_of("0123456789ABCDEF") == std::string::npos),
                   anna.token);
        tokens.insert(anna.token);
    }
    BOOST_TEST(tokens.size() == 20U);
    for (const std::string& token : tokens) {
        anna.token = token;
        BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_call_without_a_valid_token_is_refused) {
    world_server server;
    caller anna(server.port());
    const std::string set = R"("web_customer_events_set":[)" + valid_event("web", 1).text() + "]}";
    const std::string bodies[] = {
        "{" + set,
        R"({"token":null,)" + set,
        R"({"token":"",)" + set,
        R"({"token":"0123456789ABCDEF0123456789ABCDEF",)" + set,
        R"({"token":)" + json_text(anna.token.substr(1)) + "," + set,
        R"({"token":)" + json_text(anna.token + "0") + "," + set,
    };
    for (const std::string& body : bodies) {
        const response answer = anna.client.post(bulk_path("web"), body);
        BOOST_TEST_CONTEXT(body) {
            BOOST_TEST(answer.status == 200);
            BOOST_TEST(difference(invalid_token(), answer) == "");
        }
    }
    BOOST_TEST((anna.create("web", valid_events("web", 1)).numbers() == numbers_from(1, 1)));
}

BOOST_AUTO_TEST_CASE(the_token_is_judged_before_the_set) {
    world_server server;
    http_client client(server.port());
    for (const char* body : {"{}", R"({"web_customer_events_set":7})",
                             R"({"fields_set":"foo","web_customer_events_set":[]})"})
        BOOST_TEST(difference(invalid_token(), client.post(bulk_path("web"), body)) == "");
    caller anna(server.port());
    const std::string too_many = bulk_body("no token", "web", valid_events("web", 1001));
    BOOST_TEST(difference(invalid_token(), anna.client.post(bulk_path("web"), too_many)) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
