// SPDX-License-Identifier: BSL-1.0
//
// Bulk calls from one caller: how many events, what comes back, what the next call sees.
#include <set>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"

namespace crmlocal::test {

namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(bulk_calls)

BOOST_DATA_TEST_CASE(a_thousand_events_get_consecutive_numbers, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    const bulk_answer answer = anna.create(collection, valid_events(collection, 1000));
    BOOST_TEST(answer.unprocessed.empty());
    BOOST_TEST((answer.numbers() == numbers_from(1, 1000)));
    std::set<std::string> ids;
    for (std::size_t i = 0; i < answer.processed.size(); ++i) {
        const processed_row& row = answer.processed[i];
        if (row.request_unique_identifier != std::to_string(i + 1) || !is_event_id(row.id))
            BOOST_ERROR("row " << i << ": " << row.request_unique_identifier << " " << row.id);
        ids.insert(row.id);
    }
    BOOST_TEST(ids.size() == 1000U);
}

BOOST_DATA_TEST_CASE(a_thousand_and_one_events_are_refused_as_a_whole, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    const response answer = anna.post(collection, valid_events(collection, 1001));
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(difference(refusal_of("MaximumNumberOfEventsExceededException",
                                     "1001 Customer Events Exceed the Maximum of 1000.",
                                     "Too many customer events were specified."),
                          answer) == "");
    // Nothing was stored, nobody was referred.
    const bulk_answer next = anna.create(collection, valid_events(collection, 2));
    BOOST_TEST((next.numbers() == numbers_from(1, 2)));
}

BOOST_DATA_TEST_CASE(an_empty_set_is_fine, data::make(collections), collection) {
    world_server server;
    caller anna(server.port());
    const response answer = anna.post(collection, {});
    BOOST_TEST(answer.body == R"({"data":{"unprocessed_customer_events_set":[],)"
                              R"("processed_customer_events_set":[]},)"
                              R"("status":{"code":"OK","description":"","message":""}})");
    BOOST_TEST(
        (anna.create(collection, valid_events(collection, 1)).numbers() == numbers_from(1, 1)));
}

BOOST_DATA_TEST_CASE(refused_events_leave_no_holes_in_the_numbers, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    std::vector<std::string> events = valid_events(collection, 5);
    for (const std::size_t refused : {0, 2, 3})
        events[refused] = valid_event(collection, static_cast<unsigned>(refused) + 1)
                              .remove("performed_on")
                              .text();
    const bulk_answer answer = anna.create(collection, events);
    BOOST_REQUIRE(answer.processed.size() == 2);
    BOOST_REQUIRE(answer.unprocessed.size() == 3);
    BOOST_TEST((answer.numbers() == numbers_from(1, 2)));
    // Both sets are in the order of the request.
    BOOST_TEST(answer.processed[0].request_unique_identifier == "2");
    BOOST_TEST(answer.processed[1].request_unique_identifier == "5");
    BOOST_TEST(answer.unprocessed[0].request_unique_identifier == "1");
    BOOST_TEST(answer.unprocessed[1].request_unique_identifier == "3");
    BOOST_TEST(answer.unprocessed[2].request_unique_identifier == "4");
    BOOST_TEST(
        (anna.create(collection, valid_events(collection, 1, 6)).numbers() == numbers_from(3, 1)));
}

BOOST_AUTO_TEST_CASE(all_events_refused_still_answer_ok) {
    world_server server;
    caller anna(server.port());
    const bulk_answer answer = anna.create("web", {"{}", "7", "null"});
    BOOST_TEST(answer.processed.empty());
    BOOST_TEST(answer.unprocessed.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_participant_referred_twice_in_a_call_is_referred_once) {
    world_server server;
    caller anna(server.port());
    const auto again = valid_event("referrals", 1).set("request_unique_identifier", "\"2\"");
    const bulk_answer answer =
        anna.create("referrals", {valid_event("referrals", 1).text(), again.text()});
    BOOST_REQUIRE(answer.processed.size() == 1);
    BOOST_REQUIRE(answer.unprocessed.size() == 1);
    BOOST_TEST(answer.processed[0].request_unique_identifier == "1");
    BOOST_TEST(answer.unprocessed[0].request_unique_identifier == "2");
    BOOST_TEST(answer.unprocessed[0].error_code == "ReferredByAnotherParticipantException");
}

BOOST_AUTO_TEST_CASE(a_refused_referral_does_not_use_up_the_participant) {
    world_server server;
    caller anna(server.port());
    const auto nowhere =
        valid_event("referrals", 1).set("performed_by_unit_identifier", R"({"name":"Nowhere"})");
    const auto same = valid_event("referrals", 1).set("request_unique_identifier", "\"2\"");
    const bulk_answer answer = anna.create("referrals", {nowhere.text(), same.text()});
    BOOST_REQUIRE(answer.processed.size() == 1);
    BOOST_TEST(answer.processed[0].request_unique_identifier == "2");
}

BOOST_AUTO_TEST_CASE(identical_events_are_separate_events) {
    world_server server;
    caller anna(server.port());
    const std::string purchase = valid_event("purchases", 1).text();
    BOOST_TEST(anna.create("purchases", {purchase}).processed.at(0).number == "1");
    BOOST_TEST(anna.create("purchases", {purchase}).processed.at(0).number == "2");
}

BOOST_AUTO_TEST_CASE(each_type_counts_for_itself_from_where_the_fixture_says) {
    world_server server({.next_numbers = R"({"achievements":45,"web":4})"});
    caller anna(server.port());
    BOOST_TEST((anna.create("achievements", valid_events("achievements", 2)).numbers() ==
                numbers_from(45, 2)));
    BOOST_TEST((anna.create("web", valid_events("web", 1)).numbers() == numbers_from(4, 1)));
    BOOST_TEST(
        (anna.create("referrals", valid_events("referrals", 1)).numbers() == numbers_from(1, 1)));
    BOOST_TEST((anna.create("achievements", valid_events("achievements", 1)).numbers() ==
                numbers_from(47, 1)));
}

BOOST_AUTO_TEST_CASE(global_numbering_is_one_sequence_from_the_largest_next_number) {
    world_server server(
        {.settings = R"({"numbering":"global"})", .next_numbers = R"({"purchases":123,"web":4})"});
    caller anna(server.port());
    unsigned next = 123;
    for (const std::string_view collection : collections) {
        const auto numbers = anna.create(collection, valid_events(collection, 2)).numbers();
        BOOST_TEST((numbers == numbers_from(next, 2)));
        next += 2;
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
