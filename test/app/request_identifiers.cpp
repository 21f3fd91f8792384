// SPDX-License-Identifier: BSL-1.0
//
// request_unique_identifier, and events that are no objects: the first things judged.
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

const std::string request = "request_unique_identifier";

struct row {
    std::string event;
    std::string echoed;
    std::string_view error_code;
    std::string detail = {};
};

std::string with_request(std::string_view collection, unsigned serial, const std::string& value,
                         std::vector<raw_member> change = {}) {
    change.emplace_back(request, value);
    return changed_event(collection, serial, change);
}

std::vector<row> rows_for(std::string_view collection) {
    unsigned serial = 0;
    const auto event = [&](const std::string& value, const std::vector<raw_member>& change = {}) {
        return with_request(collection, ++serial, value, change);
    };
    const std::string place = "Parameter " + set_name(collection);
    const std::string mandatory = "Parameter request_unique_identifier Is Mandatory.";
    const std::string xs(100, 'x');
    // clang-format off
    return {
        {event(R"("221")"),  "221", accepted},
        {event(R"("221")"),  "221", not_unique, "Parameter request_unique_identifier (221) Is Not Unique."},
        {event(""),          "",    missing,    mandatory},
        {event("null"),      "",    missing,    mandatory},
        {event(R"("")"),     "",    missing,    mandatory},
        {event("7"),         "",    is_invalid("request_unique_identifier", "7")},
        {event("[]"),        "",    is_invalid("request_unique_identifier", "[...]")},
        {event("{}"),        "",    is_invalid("request_unique_identifier", "{...}")},
        {event(text_of_length(255)), std::string(255, 'x'), accepted},
        {event(text_of_length(256)), std::string(256, 'x'), invalid, "Parameter request_unique_identifier (" + xs + "...) Is Invalid."},
        {event(text_of_length(5000)), std::string(5000, 'x'), invalid, "Parameter request_unique_identifier (" + xs + "...) Is Invalid."},
        {event(R"("a\"b\\c\u00e9\ud83d\ude00")"), "a\"b\\c\u00e9\U0001F600", accepted},
        {event("\"a\\\"b\\\\c\u00e9\U0001F600\""), "a\"b\\c\u00e9\U0001F600", not_unique,
            "Parameter request_unique_identifier (a\"b\\c\u00e9\U0001F600) Is Not Unique."},
        {event(R"("221 ")"), "221 ", accepted},
        // A refused event uses its identifier up all the same.
        {event(R"("r")", {{"performed_on", ""}}), "r", is_mandatory("performed_on")},
        {event(R"("r")"),                         "r", not_unique, "Parameter request_unique_identifier (r) Is Not Unique."},
        // Everything about it comes before everything else.
        {event(R"("221")", {{"performed_on", "7"}}), "221", not_unique, "Parameter request_unique_identifier (221) Is Not Unique."},
        {event("", {{"performed_on", "7"}}),         "",    missing,    mandatory},
        // What is no object has a place only.
        {"7",     "", invalid, place + "[18] (7) Is Invalid."},
        {"null",  "", invalid, place + "[19] (null) Is Invalid."},
        {R"("a")", "", invalid, place + "[20] (a) Is Invalid."},
        {"[{}]",  "", invalid, place + "[21] ([...]) Is Invalid."},
        {"{}",    "", missing, mandatory},
    };
    // clang-format on
}

}  // namespace

BOOST_AUTO_TEST_SUITE(request_identifiers)

BOOST_DATA_TEST_CASE(an_event_is_known_by_its_request_unique_identifier, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    const std::vector<row> rows = rows_for(collection);
    std::vector<std::string> events;
    for (const row& each : rows) events.push_back(each.event);
    const bulk_answer answer = anna.create(collection, events);

    BOOST_TEST_REQUIRE(answer.processed.size() + answer.unprocessed.size() == rows.size());
    std::size_t refused = 0, created = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        BOOST_TEST_CONTEXT("row " << i << ": " << rows[i].event.substr(0, 200)) {
            if (rows[i].error_code == accepted) {
                BOOST_TEST_REQUIRE(created < answer.processed.size());
                BOOST_TEST(answer.processed[created++].request_unique_identifier == rows[i].echoed);
                continue;
            }
            BOOST_TEST_REQUIRE(refused < answer.unprocessed.size());
            const unprocessed_row& found = answer.unprocessed[refused++];
            BOOST_TEST(found.request_unique_identifier == rows[i].echoed);
            BOOST_TEST(found.error_code == rows[i].error_code);
            BOOST_TEST(found.error_description == error_text(rows[i].error_code, rows[i].detail));
        }
    }
}

BOOST_DATA_TEST_CASE(an_identifier_is_unique_within_its_call_only, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    for (unsigned i = 1; i <= 3; ++i)
        BOOST_TEST(
            anna.create(collection, {with_request(collection, i, R"("221")")}).processed.size() ==
            1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
