// SPDX-License-Identifier: BSL-1.0
//
// customer_events/<type>/list and …/cancel.
#include <algorithm>
#include <atomic>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

const std::string base = "/crmapi/rest/v2/customer_events/";

response ask(caller& who, const std::string& path, object_text parameters) {
    return who.client.post(base + path, parameters.set("token", json_text(who.token)).text());
}

std::vector<std::string> numbers_of(const response& from) {
    const json::value read = parse_json(from.body);
    BOOST_TEST_REQUIRE((read.at("status").at("code") == "OK"), from.body);
    std::vector<std::string> out;
    for (const json::value& event : read.at("data").as_array())
        out.emplace_back(event.at("number").as_string());
    return out;
}

std::vector<std::string> list(caller& who, const std::string& collection, object_text parameters) {
    return numbers_of(ask(who, collection + "/list", std::move(parameters)));
}

std::vector<std::string> downwards(unsigned from, unsigned to) {
    std::vector<std::string> out;
    for (unsigned n = from; n >= to && n > 0; --n) out.push_back(std::to_string(n));
    return out;
}

using texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(listing)

BOOST_AUTO_TEST_CASE(events_are_listed_by_account_participant_and_classification) {
    world_server server;
    caller anna(server.port());
    const auto classified = [](unsigned serial) {
        return valid_event("web", serial).set(classification, by("name", "Some WEB"));
    };
    anna.create("web", {valid_event("web", 1).text(),  // A1
                        changed_event("web", 2, {{account, ""}, {participant, by("number", "P1")}}),
                        changed_event("web", 3, {{account, by("number", "A3")}}),
                        changed_event("web", 4, {{account, ""}, {participant, by("number", "P5")}}),
                        classified(5).text()});
    BOOST_TEST((list(anna, "web", {{account, by("number", "A1")}}) == texts{"5", "2", "1"}));
    BOOST_TEST((list(anna, "web", {{account, by("id", "account-1")}}) == texts{"5", "2", "1"}));
    BOOST_TEST((list(anna, "web", {{account, by("number", "A3")}}) == texts{"3"}));
    BOOST_TEST(list(anna, "web", {{account, by("number", "A4")}}).empty());
    BOOST_TEST((list(anna, "web", {{participant, by("number", "P1")}}) == texts{"2"}));
    BOOST_TEST((list(anna, "web", {{participant, by("number", "P5")}}) == texts{"4"}));
    BOOST_TEST((list(anna, "web", {{classification, by("name", "Some WEB")}}) == texts{"5"}));
    BOOST_TEST(list(anna, "purchases", {{account, by("number", "A1")}}).empty());
    const response got = anna.client.get(base + "web/list?token=" + anna.token +
                                         "&accounts_receivable_identifier=number=A1"
                                         "&number_of_results=2&offset=1&fields_set=number");
    BOOST_TEST(got.body.starts_with(R"({"data":[{"number":"2"},{"number":"1"}],)"), got.body);
}

BOOST_AUTO_TEST_CASE(referrals_are_listed_by_who_referred_and_who_was_referred) {
    world_server server;
    caller anna(server.port());
    anna.create("referrals",
                {valid_event("referrals", 1).text(), valid_event("referrals", 2).text(),
                 changed_event("referrals", 3, {{referred_by, by("number", "P2")}})});
    BOOST_TEST((list(anna, "referrals", {{referred_by, by("number", "P1")}}) == texts{"2", "1"}));
    BOOST_TEST((list(anna, "referrals", {{referred, by("number", "R3")}}) == texts{"3"}));
    BOOST_TEST(list(anna, "referrals", {{referred, by("number", "P1")}}).empty());
}

BOOST_AUTO_TEST_CASE(parameters_of_a_list_are_judged) {
    world_server server;
    caller anna(server.port());
    const std::string one_of = account + " or " + participant + " or " + classification;
    const std::string only = account + ", " + participant + ", " + classification;
    struct row {
        object_text parameters;
        verdict expected;
    };
    const std::pair<std::string, std::string> a1 = {account, by("number", "A1")};
    const row rows[] = {
        {{}, is_mandatory(one_of)},
        {{{account, "null"}}, is_mandatory(one_of)},
        {{a1, {classification, by("name", "Some WEB")}},
         {ambiguous, "Only One of " + only + " Is Allowed."}},
        {{{account, by("number", "A9")}}, no_such("Account", "A9")},
        {{{account, "7"}}, is_invalid(account, "7")},
        {{a1, {"number_of_results", "0"}}, is_invalid("number_of_results", "0")},
        {{a1, {"number_of_results", "1001"}}, is_invalid("number_of_results", "1001")},
        {{a1, {"number_of_results", "1.5"}}, is_invalid("number_of_results", "1.5")},
        {{a1, {"number_of_results", R"("7")"}}, is_invalid("number_of_results", "7")},
        {{a1, {"offset", "-1"}}, is_invalid("offset", "-1")},
        {{a1, {"offset", "1e300"}}, is_invalid("offset", "1e300")},
        {{a1, {"submitted_after_date", R"("22/06/2016")"}},
         is_invalid("submitted_after_date", "22/06/2016")},
        {{a1, {"submitted_before_date", "7"}}, is_invalid("submitted_before_date", "7")},
        {{a1, {"fields_set", R"("foo")"}}, is_invalid("fields_set", "foo")},
        {{{"fields_set", R"("foo")"}}, is_invalid("fields_set", "foo")},
    };
    for (const row& each : rows)
        BOOST_TEST(difference(each.expected, ask(anna, "web/list", each.parameters)) == "",
                   each.parameters.text());
    BOOST_TEST(list(anna, "web", {a1, {"number_of_results", "1e3"}, {"offset", "0.0"}}).empty());
}

BOOST_AUTO_TEST_CASE(pages_are_a_hundred_long_and_up_to_a_thousand) {
    world_server server;
    caller anna(server.port());
    anna.create("web", valid_events("web", 1000));
    anna.create("web", valid_events("web", 205));
    const std::pair<std::string, std::string> a1 = {account, by("number", "A1")};
    BOOST_TEST((list(anna, "web", {a1}) == downwards(1205, 1106)));
    BOOST_TEST((list(anna, "web", {a1, {"offset", "1200"}}) == downwards(5, 1)));
    BOOST_TEST((list(anna, "web", {a1, {"number_of_results", "1000"}}) == downwards(1205, 206)));
    BOOST_TEST((list(anna, "web", {a1, {"number_of_results", "1000"}, {"offset", "1000"}}) ==
                downwards(205, 1)));
    BOOST_TEST(list(anna, "web", {a1, {"offset", "1205"}}).empty());
}

BOOST_AUTO_TEST_CASE(a_page_is_of_the_list_whose_first_page_was_read) {
    world_server server;
    caller anna(server.port()), bert(server.port());
    const object_text first = {{account, by("number", "A1")}, {"number_of_results", "3"}};
    object_text second = first;
    second.set("offset", "3");
    anna.create("web", valid_events("web", 6));
    BOOST_TEST((list(anna, "web", first) == downwards(6, 4)));
    anna.create("web", valid_events("web", 2));
    BOOST_TEST((list(anna, "web", second) == downwards(3, 1)));  // not shifted by the two new ones
    BOOST_TEST((list(bert, "web", second) == downwards(5, 3)));  // a list of another token
    BOOST_TEST((list(anna, "web", first) == downwards(8, 6)));   // begins anew
    BOOST_TEST((list(anna, "web", second) == downwards(5, 3)));
}

BOOST_AUTO_TEST_CASE(who_pages_while_others_write_misses_nothing_and_sees_nothing_twice) {
    world_server server(world(), {"--threads=2"});
    caller reader(server.port());
    constexpr unsigned before = 700, page = 97;
    reader.create("web", valid_events("web", before));
    std::atomic<bool> stop = false;
    std::atomic<unsigned> written = 0;
    std::vector<std::jthread> writers;
    for (int i = 0; i < 2; ++i)
        writers.emplace_back([&] {
            try {
                caller writer(server.port());
                while (!stop) {
                    writer.create("web", valid_events("web", 7));
                    ++written;
                }
            } catch (const std::exception&) {
                stop = true;
            }
        });
    while (written < 2 && !stop) std::this_thread::yield();
    for (int round = 0; round < 5; ++round) {
        texts all;
        for (unsigned offset = 0;; offset += page) {
            const auto got = list(reader, "web",
                                  {{account, by("number", "A1")},
                                   {"number_of_results", std::to_string(page)},
                                   {"offset", std::to_string(offset)}});
            all.insert(all.end(), got.begin(), got.end());
            if (got.size() < page) break;
        }
        const auto newest = static_cast<unsigned>(std::stoul(all.front()));
        BOOST_TEST(newest > before);
        BOOST_TEST((all == downwards(newest, 1)));
    }
    BOOST_TEST(!stop);
    stop = true;
}

BOOST_AUTO_TEST_CASE(a_purchase_is_cancelled_once) {
    temporary_directory directory;
    const std::vector<std::string> arguments = {"--data=" + directory.path().string()};
    std::string cancelled;
    {
        world_server server(world(), arguments);
        caller anna(server.port());
        const auto made = anna.create("purchases", valid_events("purchases", 2));
        const object_text second = {{"customer_event_identifier", by("id", made.processed[1].id)}};
        const response answer = ask(anna, "purchases/cancel", second);
        cancelled = answer.body;
        const json::value event = parse_json(answer.body).at("data");
        BOOST_TEST((event.at("life_cycle_state") == "CANCELLED"));
        BOOST_TEST((event.at("number") == "2"));
        const json::value& log = event.at("log_information");
        BOOST_TEST((log.at("updated_by_user").at("username") == "u"));
        BOOST_TEST(log.at("updated_date").as_string().size() == 19U);
        BOOST_TEST(ask(anna, "purchases/show", second).body == cancelled);
        const verdict again = {not_posted, "Customer Event (2) Is Already Cancelled."};
        const object_text by_number = {{"customer_event_identifier", by("number", "2")}};
        BOOST_TEST(difference(again, ask(anna, "purchases/cancel", by_number)) == "");
        BOOST_TEST(difference(no_such("Customer Event", "3"),
                              ask(anna, "purchases/cancel",
                                  {{"customer_event_identifier", by("number", "3")}})) == "");
        BOOST_TEST(difference(is_mandatory("customer_event_identifier"),
                              ask(anna, "purchases/cancel", {})) == "");
        BOOST_TEST((list(anna, "purchases", {{account, by("number", "A1")}}) == downwards(2, 1)));
        BOOST_TEST(anna.client.get(base + "purchases/cancel").status == 405);
        BOOST_TEST(ask(anna, "web/cancel", by_number).status == 404);
        ::kill(server.process().process().pid(), SIGKILL);
    }
    for (int i = 0; i < 2; ++i) {  // from the journal, then from a snapshot
        world_server server(world(), arguments);
        caller anna(server.port());
        const object_text second = {{"customer_event_identifier", by("number", "2")}};
        BOOST_TEST(ask(anna, "purchases/show", second).body == cancelled);
        BOOST_TEST(ask(anna, "purchases/show", {{"customer_event_identifier", by("number", "1")}})
                       .body.find("POSTED") != std::string::npos);
        BOOST_TEST(server.process().stop() == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
