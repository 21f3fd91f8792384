// SPDX-License-Identifier: BSL-1.0
//
// What organisations are, as a whole: changed, exported, put back, saved and compared.
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/administrator.hpp"

namespace crmlocal::test {
namespace {

const std::string& all = all_organisations;

}  // namespace

BOOST_AUTO_TEST_SUITE(organisations_state)

BOOST_AUTO_TEST_CASE(a_patch_changes_and_adds_entities_and_what_was_recorded_stays) {
    world_server server;
    administrator admin(server.port());
    admin.make(R"({"name":"mine"})");
    caller mine(server.port(), "mine");
    mine.create("web", valid_events("web", 2));
    const auto of_account = [](const std::string& number, unsigned serial) {
        return changed_event("web", serial, {{account, by("number", number)}});
    };
    BOOST_TEST(rows_of(mine.create("web", {of_account("A9", 3)})) == "NotFoundAPIValueException ");
    admin.call("PATCH", all + "/mine/fixture",
               R"({"accounts_receivable":[{"number":"A9","name":"Zoe"},
                                          {"number":"A1","life_cycle_state":"TERMINATED"}],
                   "rewards_participants":[{"number":"P9","account":"A9"}]})");
    BOOST_TEST((mine.create("web", {of_account("A9", 4)}).numbers() == numbers_from(3, 1)));
    BOOST_TEST(rows_of(mine.create("web", {of_account("A1", 5)})) == "AccountNotActiveException ");
    const json::value diff = admin.get(all + "/mine/diff");
    BOOST_TEST(diff.at("events").at("web").at("added").as_array().size() == 3U);
    // By the other way, and taken back: null takes a member away.
    admin.post(all + "/mine/fixture",
               R"({"accounts_receivable":[{"number":"A1","life_cycle_state":null}],
                   "settings":{"rules":{"account_active":"off"}}})");
    BOOST_TEST((mine.create("web", {of_account("A1", 6)}).numbers() == numbers_from(4, 1)));
    BOOST_TEST((mine.create("web", {of_account("A2", 7)}).numbers() == numbers_from(5, 1)));
}

BOOST_AUTO_TEST_CASE(what_is_exported_can_be_put_back_and_begins_anew) {
    world_server server;
    administrator admin(server.port());
    admin.make(R"({"name":"mine"})");
    caller mine(server.port(), "mine");
    mine.create("web", valid_events("web", 2));
    const std::string exported = json::serialize(admin.get(all + "/mine/fixture"));
    admin.call("PUT", all + "/mine/fixture", exported);
    BOOST_TEST(events_of(admin, "mine", "web") == 0U);
    BOOST_TEST(json::serialize(admin.get(all + "/mine/fixture")) == exported);
    caller again(server.port(), "mine");
    BOOST_TEST((again.create("web", valid_events("web", 1)).numbers() == numbers_from(3, 1)));
    admin.post(all + "/mine/fixture/replace", exported);
    BOOST_TEST(events_of(admin, "mine", "web") == 0U);
}

BOOST_AUTO_TEST_CASE(a_checkpoint_is_gone_back_to_and_compared_with) {
    world_server server;
    administrator admin(server.port());
    admin.make(R"({"name":"mine","seed":1})");
    caller mine(server.port(), "mine");
    mine.create("referrals", valid_events("referrals", 2));
    admin.post(all + "/mine/checkpoints/two", "", 201);
    const std::string third = rows_of(mine.create("referrals", valid_events("referrals", 1, 3)));
    admin.call("PUT", all + "/mine/checkpoints/three", "", 201);
    BOOST_TEST(admin.get(all + "/mine/checkpoints").at("checkpoints").as_array().size() == 2U);
    const json::value diff = admin.get(all + "/mine/diff?from=two&to=three");
    BOOST_TEST(!diff.at("equal").as_bool());
    BOOST_TEST(diff.at("events").at("referrals").at("added").as_array().size() == 1U);
    BOOST_TEST(diff.at("events").at("referrals").at("added").at(0).at("number").as_string() == "3");
    admin.post(all + "/mine/checkpoints/two/restore");
    BOOST_TEST(admin.get(all + "/mine/diff?from=two").at("equal").as_bool());
    BOOST_TEST(admin.get(all + "/mine/diff?from=three")
                   .at("events")
                   .at("referrals")
                   .at("removed")
                   .as_array()
                   .size() == 1U);
    // Claims, numbers and ids go on where the checkpoint was.
    BOOST_TEST(mine.create("referrals", valid_events("referrals", 2)).processed.empty());
    BOOST_TEST(rows_of(mine.create("referrals", valid_events("referrals", 1, 3))) == third);
    admin.call("DELETE", all + "/mine/checkpoints/two");
    admin.get(all + "/mine/checkpoints/two", 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
