// SPDX-License-Identifier: BSL-1.0
//
// Organisations that tests make for themselves: made, reset and removed while the server runs.
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/administrator.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

const std::string& all = all_organisations;

}  // namespace

BOOST_AUTO_TEST_SUITE(organisations_made)

BOOST_AUTO_TEST_CASE(one_is_made_like_another_and_shares_nothing_with_it) {
    world_server server;
    administrator admin(server.port());
    const json::value made = admin.post(all, R"({"name":"mine","from":"world","seed":7})", 201);
    BOOST_TEST(made.at("seed").to_number<int>() == 7);
    BOOST_TEST(made.at("users").at(0).at("username").as_string() == "u");
    caller one(server.port(), "world"), two(server.port(), "mine");
    const std::string event = valid_event("web", 1)
                                  .set("external_system", R"("POS")")
                                  .set("external_system_reference_number", R"("1")")
                                  .text();
    BOOST_TEST(two.create("web", {event}).processed.size() == 1U);
    BOOST_TEST(one.create("web", {event}).processed.size() == 1U);
    BOOST_TEST(two.create("web", {event}).unprocessed.size() == 1U);
    BOOST_TEST(events_of(admin, "mine", "web") == 1U);
    two.token = std::string(made.at("token").as_string());  // nobody need log in
    BOOST_TEST(two.create("web", valid_events("web", 1, 5)).numbers().front() == "2");
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_ids_and_so_does_a_reset) {
    world_server server;
    administrator admin(server.port());
    admin.make(R"({"name":"one","seed":42})");
    admin.make(R"({"name":"two","seed":42})");
    admin.make(R"({"name":"three"})");
    caller one(server.port(), "one"), two(server.port(), "two"), three(server.port(), "three");
    const auto events = valid_events("achievements", 20);
    const std::string first = rows_of(one.create("achievements", events));
    BOOST_TEST(rows_of(two.create("achievements", events)) == first);
    BOOST_TEST(rows_of(three.create("achievements", events)) != first);
    BOOST_TEST(rows_of(one.create("achievements", events)) != first);
    admin.post(all + "/one/reset");
    BOOST_TEST(rows_of(one.create("achievements", events)) == first);  // by the same token
    admin.post(all + "/one/reset", R"({"seed":43})");
    BOOST_TEST(rows_of(one.create("achievements", events)) != first);
}

BOOST_AUTO_TEST_CASE(a_reset_takes_away_what_came_since_and_keeps_what_it_is_told_to) {
    world_server server;
    administrator admin(server.port());
    admin.make(R"({"name":"mine"})");
    caller mine(server.port(), "mine");
    mine.create("referrals", valid_events("referrals", 3));
    admin.call("PUT", all + "/mine/clock", R"({"mode":"frozen","now":"2020-01-01T00:00:00"})");
    admin.call("PATCH", all + "/mine/fixture", R"({"products":[{"code":"Brush"}]})");
    BOOST_TEST(admin.get(all + "/mine/fixture").at("products").as_array().size() == 3U);
    admin.post(all + "/mine/reset");
    BOOST_TEST(events_of(admin, "mine", "referrals") == 0U);
    BOOST_TEST(admin.get(all + "/mine/clock").at("mode").as_string() == "real");
    BOOST_TEST(admin.get(all + "/mine/fixture").at("products").as_array().size() == 2U);
    // Claims are free again.
    BOOST_TEST(mine.create("referrals", valid_events("referrals", 3)).processed.size() == 3U);
    admin.call("PUT", all + "/mine/clock", R"({"mode":"frozen"})");
    admin.post(all + "/mine/reset", R"({"keep":["clock"]})");
    BOOST_TEST(admin.get(all + "/mine/clock").at("mode").as_string() == "frozen");
    BOOST_TEST(read_refusal(mine.post("web", {})).message == "Token Is Invalid.");
    admin.post("/__admin/reset");
    BOOST_TEST(admin.get(all + "/mine/clock").at("mode").as_string() == "real");
}

BOOST_AUTO_TEST_CASE(one_is_made_from_a_fixture_with_settings_users_and_numbers_of_its_own) {
    world_server server;
    administrator admin(server.port());
    world like;
    admin.make(
        R"({"name":"whole","from":)" +
        std::string(like.fixture()).replace(like.fixture().find("\"world\""), 7, "\"whole\"") +
        "}");
    caller whole(server.port(), "whole");
    BOOST_TEST(whole.create("web", valid_events("web", 2)).processed.size() == 2U);
    admin.make(R"({"name":"other","next_numbers":{"web":100},"settings":{"numbering":"global"},
                   "users":[{"username":"x","password":"y"}]})");
    http_client client(server.port());
    caller other(server.port(), "whole");
    other.token = token_of(client, "other", "x", "y");
    BOOST_TEST((other.create("web", valid_events("web", 1)).numbers() == numbers_from(100, 1)));
    BOOST_TEST((other.create("referrals", valid_events("referrals", 1)).numbers() ==
                numbers_from(101, 1)));
}

BOOST_AUTO_TEST_CASE(a_removed_one_is_gone_with_its_tokens_and_its_name_is_free) {
    world_server server;
    administrator admin(server.port());
    admin.make(R"({"name":"mine"})");
    caller mine(server.port(), "mine");
    mine.create("web", valid_events("web", 3));
    BOOST_TEST(admin.get(all).at("organisations").as_array().size() == 2U);
    admin.call("DELETE", all + "/mine");
    BOOST_TEST(admin.get(all).at("organisations").as_array().size() == 1U);
    BOOST_TEST(read_refusal(mine.post("web", {})).message == "Token Is Invalid.");
    admin.make(R"({"name":"mine"})");
    BOOST_TEST(read_refusal(mine.post("web", {})).message == "Token Is Invalid.");
    BOOST_TEST(events_of(admin, "mine", "web") == 0U);
    admin.post(all + "/mine/remove");
    admin.get(all + "/mine", 404);
}

BOOST_AUTO_TEST_CASE(its_web_api_keys_are_its_own) {
    world_server server;
    administrator admin(server.port());
    const json::value mine = admin.post(all, R"({"name":"mine"})", 201);
    const json::value world = admin.get(all + "/world");
    BOOST_TEST(mine.at("web_api_keys").as_array().size() == 2U);
    for (const json::value& key : mine.at("web_api_keys").as_array())
        for (const json::value& other : world.at("web_api_keys").as_array())
            BOOST_TEST(key != other);
}

BOOST_AUTO_TEST_CASE(a_clock_rules_dates_tokens_and_the_end_of_an_organisation) {
    world_server server;
    administrator admin(server.port());
    admin.make(
        R"({"name":"mine","ttl":"3h","clock":{"mode":"frozen","now":"2020-02-29T10:00:00"}})");
    caller mine(server.port(), "mine"), other(server.port());
    mine.create("web", valid_events("web", 1));
    const auto created_on = [&] {
        const response shown = mine.client.get(
            "/customer_events/web/show?customer_event_identifier=number=1&token=" + mine.token);
        return std::string(
            parse_json(shown.body).at("data").at("log_information").at("created_date").as_string());
    };
    BOOST_TEST(created_on() == "2020-02-29T10:00:00");
    admin.post(all + "/mine/clock/advance", R"({"by":"50m"})");
    BOOST_TEST(mine.create("web", {}).processed.empty());  // used in time
    admin.post(all + "/mine/clock/advance", R"({"by":3601})");
    BOOST_TEST(read_refusal(mine.post("web", {})).message == "Token Is Invalid.");
    BOOST_TEST(other.create("web", {}).processed.empty());
    BOOST_TEST(admin.get(all + "/mine").at("expires_on").as_string() == "2020-02-29T13:00:00.000");
    admin.post(all + "/mine/clock/advance", R"({"by":"2h"})");
    admin.get(all + "/mine", 404);
}

BOOST_AUTO_TEST_CASE(a_log_in_makes_an_organisation_if_the_server_is_told_so) {
    world_server server(world(), {"--organisations=on-demand"});
    caller one(server.port(), "test 1"), two(server.port(), "test 2"),
        again(server.port(), "test 1");
    BOOST_TEST((one.create("web", valid_events("web", 2)).numbers() == numbers_from(1, 2)));
    BOOST_TEST((two.create("web", valid_events("web", 2)).numbers() == numbers_from(1, 2)));
    BOOST_TEST((again.create("web", valid_events("web", 1)).numbers() == numbers_from(3, 1)));
    http_client client(server.port());
    const response refused = client.post(
        "/authentication/token", R"({"username":"u","password":"wrong","organisation":"test 3"})");
    BOOST_TEST(difference(refusal_of("InvalidCredentialsException", "Credentials Are Invalid.",
                                     "The username, password or organisation is not valid."),
                          refused) == "");
    administrator admin(server.port());
    BOOST_TEST(admin.get(all).at("organisations").as_array().size() == 3U);
    BOOST_TEST(events_of(admin, "test%201", "web") == 3U);
}

BOOST_AUTO_TEST_CASE(a_template_is_chosen_and_must_be_there) {
    const std::vector<world> two = {{.organisation = "north"},
                                    {.organisation = "south", .next_numbers = R"({"web":50})"}};
    world_server server(two, {"--template=south", "--organisations=on-demand"});
    caller made(server.port(), "another");
    BOOST_TEST((made.create("web", valid_events("web", 1)).numbers() == numbers_from(50, 1)));
    const outcome refused = run(CRMLOCAL_BINARY, {"serve", "--port=0", "--template=nobody"});
    BOOST_TEST(refused.exit_code == 2);
    BOOST_TEST(refused.errors.find("'nobody'") != std::string::npos, refused.errors);
}

BOOST_AUTO_TEST_CASE(what_was_made_survives_a_kill) {
    temporary_directory directory;
    const std::vector<std::string> kept = {"--data=" + (directory.path() / "data").string()};
    std::string exported, rows;
    {
        world_server server(world(), kept);
        administrator admin(server.port());
        admin.make(R"({"name":"mine","seed":5,"from":"world"})");
        admin.make(R"({"name":"gone"})");
        caller mine(server.port(), "mine");
        mine.create("web", valid_events("web", 3));
        admin.post(all + "/mine/checkpoints/c", "", 201);
        mine.create("web", valid_events("web", 3, 4));
        admin.post(all + "/mine/checkpoints/c/restore");
        admin.call("PATCH", all + "/mine/fixture", R"({"products":[{"code":"Brush"}]})");
        admin.call("DELETE", all + "/gone");
        exported = json::serialize(admin.get(all + "/mine/fixture"));
        server.process().process().signal(SIGKILL);
        server.process().process().wait();
    }
    world_server server(world(), kept);
    administrator admin(server.port());
    BOOST_TEST(json::serialize(admin.get(all + "/mine/fixture")) == exported);
    BOOST_TEST(events_of(admin, "mine", "web") == 3U);
    admin.get(all + "/gone", 404);
    caller mine(server.port(), "mine");
    BOOST_TEST((mine.create("web", valid_events("web", 1, 9)).numbers() == numbers_from(4, 1)));
}

struct wrong_request {
    std::string method, path, body;
    int status;
    std::string part;  // of the message
};
std::ostream& operator<<(std::ostream& out, const wrong_request& r) {
    return out << r.method << ' ' << r.path << ' ' << r.body;
}
const wrong_request wrong_requests[] = {
    {"POST", "", "{", 400, "offset 1"},
    {"POST", "", "[]", 400, "must be a JSON object"},
    {"POST", "", R"({"name":""})", 400, "1 to 255 characters"},
    {"POST", "", R"({"name":5})", 400, "1 to 255 characters"},
    {"POST", "", R"({"nam":"x"})", 400, R"("nam" is unknown here; known are: name, from)"},
    {"POST", "", R"({"name":"world"})", 409, "already"},
    {"POST", "", R"({"name":"x","from":"nobody"})", 404, "'nobody'"},
    {"POST", "", R"({"name":"x","from":5})", 400, "name of an organisation, or a fixture"},
    {"POST", "", R"({"name":"x","seed":-1})", 400, "\"seed\""},
    {"POST", "", R"({"name":"x","ttl":"soon"})", 400, "\"ttl\""},
    {"POST", "", R"({"name":"x","ttl":0})", 400, "above 0"},
    {"POST", "", R"({"name":"x","clock":{"mode":"slow"}})", 400, "real, frozen or running"},
    {"POST", "", R"({"name":"x","settings":{"rules":{"no_such":"off"}}})", 400, "no_such"},
    {"POST", "", R"({"name":"x","from":{"accounts_receivable":[{"nummer":"1"}]}})", 400, "nummer"},
    {"POST", "", R"({"name":"x","from":{"organisation":"y"}})", 400, "must be 'x'"},
    {"GET", "/nobody", "", 404, "'nobody'"},
    {"POST", "/nobody/reset", "{}", 404, "'nobody'"},
    {"POST", "/world/reset", R"({"keep":["everything"]})", 400, "tokens, clock, faults, requests"},
    {"PATCH", "/world/fixture", R"({"users":[]})", 400, "PUT the whole fixture"},
    {"PATCH", "/world/fixture", R"({"settings":{"numbering":"global"}})", 400, "numbering"},
    {"PATCH", "/world/fixture", R"({"products":{}})", 400, "must be an array"},
    {"PATCH", "/world/fixture", R"({"rewards_participants":[{"number":"Q","account":"none"}]})",
     400, "'none'"},
    {"PUT", "/world/clock", R"({"now":"tomorrow"})", 400, "\"now\""},
    {"PUT", "/world/clock", R"({"rate":-1})", 400, "\"rate\""},
    {"PUT", "/world/clock", R"({"now":"2020-01-01T00:00:00","offset":5})", 400, "either"},
    {"POST", "/world/clock/advance", "{}", 400, "\"by\""},
    {"POST", "/world/checkpoints/none/restore", "", 404, "'none'"},
    {"GET", "/world/diff?from=none", "", 404, "'none'"},
    {"PUT", "", "{}", 405, "GET, POST"},
};

BOOST_DATA_TEST_CASE(what_is_wrong_is_said, data::make(wrong_requests), wrong) {
    static world_server server;
    administrator admin(server.port());
    const std::string said =
        admin.complaint(wrong.method, all + wrong.path, wrong.body, wrong.status);
    BOOST_TEST(said.find(wrong.part) != said.npos, said);
    BOOST_TEST(events_of(admin, "world", "web") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
