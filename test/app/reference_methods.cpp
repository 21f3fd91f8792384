// SPDX-License-Identifier: BSL-1.0
//
// accounts_receivable, rewards_participants, products and classifications over the API.
#include <csignal>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

const std::string base = "/crmapi/rest/v2/";

response ask(caller& who, const std::string& path, object_text parameters) {
    return who.client.post(base + path, parameters.set("token", json_text(who.token)).text());
}

// The answer's data as text, without ids and with its status checked.
std::string data_text(const response& from) {
    const json::value read = parse_json(from.body);
    BOOST_TEST_REQUIRE((read.at("status").at("code") == "OK"), from.body);
    return from.body.substr(8, from.body.rfind(",\"status\"") - 8);
}

const object_text signed_up = {{"sign_up_on", R"("2016-06-22T15:00:00")"},
                               {"sign_up_by_unit_identifier", by("name", "Main Store")}};

}  // namespace

BOOST_AUTO_TEST_SUITE(reference_methods)

BOOST_AUTO_TEST_CASE(entities_of_the_fixture_are_shown) {
    world_server server;
    caller anna(server.port());
    BOOST_TEST(data_text(ask(anna, "accounts_receivable/show", {{account, by("name", "Bert")}})) ==
               R"({"id":"account-2","number":"A2","name":"Bert","description":null,)"
               R"("life_cycle_state":"SUSPENDED","account_owner":null})");
    BOOST_TEST(data_text(ask(anna, "rewards_participants/show",
                             {{participant, by("id", "participant-1")}})) ==
               R"({"id":"participant-1","number":"P1","sign_up_on":null,"sign_up_by_unit":null,)"
               R"("accounts_receivable":{"id":"account-1","number":"A1","name":"Anna",)"
               R"("life_cycle_state":"ACTIVE","account_owner":null},)"
               R"("participating_schemes_set":[]})");
    BOOST_TEST(
        data_text(anna.client.get(base + "products/show?token=" + anna.token +
                                  "&product_identifier=code=Soap&fields_set=code,vat_rate")) ==
        R"({"code":"Soap","vat_rate":null})");
    BOOST_TEST(difference(no_such("Account", "A9"), ask(anna, "accounts_receivable/show",
                                                        {{account, by("number", "A9")}})) == "");
    BOOST_TEST(difference(is_mandatory("product_identifier"), ask(anna, "products/show", {})) ==
               "");
}

BOOST_AUTO_TEST_CASE(entities_are_listed_in_pages) {
    world_server server;
    caller anna(server.port());
    const auto numbers = [&](const std::string& path, object_text parameters) {
        parameters.set("fields_set", R"("number")");
        return data_text(ask(anna, path, parameters));
    };
    BOOST_TEST(numbers("accounts_receivable/list", {{"number_of_results", "2"}, {"offset", "1"}}) ==
               R"([{"number":"A2"},{"number":"A3"}])");
    BOOST_TEST(numbers("accounts_receivable/list", {{"offset", "6"}}) == "[]");
    BOOST_TEST(numbers("rewards_participants/list", {{account, by("number", "A1")}}) ==
               R"([{"number":"P1"},{"number":"P4"}])");
    BOOST_TEST(data_text(ask(anna, "products/list", {{"fields_set", R"("code")"}})) ==
               R"([{"code":"Soap"},{"code":"Towel"}])");
    const std::string path = "customer_events/configuration/classifications/list";
    BOOST_TEST(data_text(ask(anna, path, {{"type", R"("WEB")"}})) ==
               R"([{"id":"id WEB","name":"Some WEB","alternative_code":"C WEB","description":null,)"
               R"("type":"WEB","log_information":null}])");
    BOOST_TEST(data_text(ask(anna, path, {{"type", R"("FINANCIAL_STATEMENT")"}})) == "[]");
    BOOST_TEST(difference(is_mandatory("type"), ask(anna, path, {})) == "");
    BOOST_TEST(difference(is_invalid("type", "web"), ask(anna, path, {{"type", R"("web")"}})) ==
               "");
}

BOOST_AUTO_TEST_CASE(what_is_created_is_used_by_the_next_call_of_anybody) {
    world_server server(world(), {"--threads=2"});
    caller anna(server.port()), bert(server.port());
    const std::string made =
        data_text(ask(anna, "accounts_receivable/create",
                      {{"name", R"("Zoe \"Z\"")"}, {"description", R"("new")"}}));
    BOOST_TEST(made.find(R"("number":"ACR0000000001","name":"Zoe \"Z\"","description":"new",)"
                         R"("life_cycle_state":"ACTIVE")") != std::string::npos,
               made);
    BOOST_TEST(data_text(ask(bert, "accounts_receivable/show",
                             {{account, by("name", "Zoe \"Z\"")}})) == made);
    object_text participant_of = signed_up;
    participant_of.set(account, by("number", "ACR0000000001"));
    const std::string who = data_text(ask(bert, "rewards_participants/create", participant_of));
    BOOST_TEST(
        who.find(R"("number":"RP0000000001","sign_up_on":"2016-06-22T15:00:00",)"
                 R"("sign_up_by_unit":{"id":"unit-1","name":"Main Store")") != std::string::npos,
        who);
    const auto events = {
        changed_event("web", 1, {{account, by("number", "ACR0000000001")}}),
        changed_event("web", 2, {{account, ""}, {participant, by("number", "RP0000000001")}})};
    BOOST_TEST(anna.create("web", events).processed.size() == 2U);
    const std::string listed =
        data_text(ask(bert, "customer_events/web/list",
                      {{account, by("number", "ACR0000000001")}, {"fields_set", R"("number")"}}));
    BOOST_TEST(listed == R"([{"number":"2"},{"number":"1"}])");
    BOOST_TEST(data_text(ask(anna, "rewards_participants/list",
                             {{account, by("number", "ACR0000000001")}})) == "[" + who + "]");
    BOOST_TEST(anna.create("referrals", {changed_event("referrals", 3,
                                                       {{referred, by("number", "RP0000000001")}})})
                   .processed.size() == 1U);
    BOOST_TEST(anna.create("referrals", {changed_event("referrals", 4,
                                                       {{referred, by("number", "RP0000000001")}})})
                   .unprocessed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(numbers_are_given_above_the_largest_there_is) {
    world_server server;
    caller anna(server.port());
    const auto number = [&](object_text parameters) {
        parameters.set("fields_set", R"("number")");
        return data_text(ask(anna, "accounts_receivable/create", parameters));
    };
    BOOST_TEST(number({}) == R"({"number":"ACR0000000001"})");
    BOOST_TEST(number({{"number", R"("ACR0000000500")"}}) == R"({"number":"ACR0000000500"})");
    BOOST_TEST(number({{"number", R"("mine")"}}) == R"({"number":"mine"})");
    BOOST_TEST(number({}) == R"({"number":"ACR0000000501"})");
    for (const char* taken : {"A1", "mine", "ACR0000000001"})
        BOOST_TEST(
            difference({not_unique, "Parameter number (" + std::string(taken) + ") Is Not Unique."},
                       ask(anna, "accounts_receivable/create", {{"number", json_text(taken)}})) ==
            "");
    BOOST_TEST(
        difference(is_mandatory("sign_up_on"), ask(anna, "rewards_participants/create", {})) == "");
    BOOST_TEST(difference(is_invalid("number", "7"),
                          ask(anna, "accounts_receivable/create", {{"number", "7"}})) == "");
}

BOOST_AUTO_TEST_CASE(concurrent_creations_get_different_numbers) {
    world_server server(world(), {"--threads=2"});
    constexpr unsigned each = 50, threads = 4;
    std::vector<std::vector<std::string>> made(threads);
    {
        std::vector<std::jthread> running;
        for (unsigned t = 0; t < threads; ++t)
            running.emplace_back([&, t] {
                try {
                    caller who(server.port());
                    for (unsigned i = 0; i < each; ++i)
                        made[t].push_back(ask(who, "accounts_receivable/create", {}).body);
                } catch (const std::exception&) {
                }
            });
    }
    std::set<std::string> numbers;
    for (const auto& all : made)
        for (const std::string& body : all)
            numbers.insert(std::string(parse_json(body).at("data").at("number").as_string()));
    BOOST_TEST(numbers.size() == each * threads);
    BOOST_TEST(*numbers.rbegin() == "ACR0000000200");
}

BOOST_AUTO_TEST_CASE(created_entities_and_their_events_survive_a_kill) {
    temporary_directory directory;
    const std::vector<std::string> arguments = {"--data=" + directory.path().string()};
    std::string account_shown, participant_shown, event_shown;
    const auto look = [&](caller& who) {
        account_shown =
            ask(who, "accounts_receivable/show", {{account, by("number", "ACR0000000002")}}).body;
        participant_shown =
            ask(who, "rewards_participants/show", {{participant, by("number", "RP0000000001")}})
                .body;
        event_shown =
            ask(who, "customer_events/web/show", {{"customer_event_identifier", by("number", "1")}})
                .body;
    };
    {
        world_server server(world(), arguments);
        caller anna(server.port());
        ask(anna, "accounts_receivable/create", {});
        ask(anna, "accounts_receivable/create", {{"name", R"("Zoe")"}});
        object_text who = signed_up;
        ask(anna, "rewards_participants/create", who.set(account, by("number", "ACR0000000002")));
        anna.create("web",
                    {changed_event("web", 1,
                                   {{account, ""}, {participant, by("number", "RP0000000001")}})});
        look(anna);
        BOOST_TEST(event_shown.find("ACR0000000002") != std::string::npos, event_shown);
        ::kill(server.process().process().pid(), SIGKILL);
    }
    const std::string before = account_shown + participant_shown + event_shown;
    for (unsigned i = 0; i < 3; ++i) {  // from the journal, then from snapshots
        world_server server(world(), arguments);
        caller anna(server.port());
        look(anna);
        BOOST_TEST(account_shown + participant_shown + event_shown == before);
        const auto made = parse_json(ask(anna, "accounts_receivable/create", {}).body);
        BOOST_TEST(made.at("data").at("number").as_string() ==
                   "ACR000000000" + std::to_string(3 + i));
        BOOST_TEST(server.process().stop() == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_dump_holds_what_was_created_and_cancelled) {
    temporary_directory directory;
    const std::string data = (directory.path() / "data").string();
    const std::string restored = (directory.path() / "restored").string();
    const object_text first = {{"customer_event_identifier", by("number", "1")}};
    const auto look = [&](const std::string& from) {
        world_server server(world(), {"--data=" + from});
        caller anna(server.port());
        if (from == data) {
            ask(anna, "accounts_receivable/create", {{"name", R"("Zoe")"}});
            object_text purchase = valid_event("purchases", 1);
            purchase.remove("request_unique_identifier");
            purchase.set(account, by("number", "ACR0000000001"));
            purchase.set("process_immediately", "false");
            ask(anna, "customer_events/purchases/create", purchase);
            ask(anna, "customer_events/purchases/cancel", first);
        }
        const std::string found = ask(anna, "customer_events/purchases/show", first).body;
        BOOST_TEST(server.process().stop() == 0);
        return found;
    };
    const std::string shown = look(data);
    BOOST_TEST(shown.find("CANCELLED") != std::string::npos, shown);
    const outcome dump = run(CRMLOCAL_BINARY, {"dump", data});
    BOOST_TEST_REQUIRE(dump.exit_code == 0, dump.errors);
    const auto file = directory.write("dump", dump.output);
    const outcome restore = run(CRMLOCAL_BINARY, {"restore", file.string(), restored});
    BOOST_TEST_REQUIRE(restore.exit_code == 0, restore.errors);
    BOOST_TEST(look(restored) == shown);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
