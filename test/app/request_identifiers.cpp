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
    verdict expected;
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
    const auto is_used = [](const std::string& value) -> verdict {
        return {not_unique, "Parameter request_unique_identifier (" + value + ") Is Not Unique."};
    };
    const std::string place = set_name(collection);
    const std::string strange = "a\"b\\c\u00e9\U0001F600";
    // clang-format off
    return {
        {event(R"("221")"),           "221", accepted},
        {event(R"("221")"),           "221", is_used("221")},
        {event(""),                   "",    is_mandatory(request)},
        {event("null"),               "",    is_mandatory(request)},
        {event(R"("")"),              "",    is_mandatory(request)},
        {event("7"),                  "",    is_invalid(request, "7")},
        {event("[]"),                 "",    is_invalid(request, "[...]")},
        {event("{}"),                 "",    is_invalid(request, "{...}")},
        {event(text_of_length(255)),  std::string(255, 'x'), accepted},
        {event(text_of_length(256)),  std::string(256, 'x'), is_invalid(request, cut_off)},
        {event(text_of_length(5000)), std::string(5000, 'x'), is_invalid(request, cut_off)},
        {event(R"("a\"b\\c\u00e9\ud83d\ude00")"),     strange, accepted},
        {event("\"a\\\"b\\\\c\u00e9\U0001F600\""),    strange, is_used(strange)},
        {event(R"("221 ")"),          "221 ", accepted},
        // A refused event uses its identifier up all the same.
        {event(R"("r")", {{"performed_on", ""}}),     "r",   is_mandatory("performed_on")},
        {event(R"("r")"),                             "r",   is_used("r")},
        // Everything about it comes before everything else.
        {event(R"("221")", {{"performed_on", "7"}}),  "221", is_used("221")},
        {event("", {{"performed_on", "7"}}),          "",    is_mandatory(request)},
        // What is no object has a place only.
        {"7",                         "",    is_invalid(place + "[18]", "7")},
        {"null",                      "",    is_invalid(place + "[19]", "null")},
        {R"("a")",                    "",    is_invalid(place + "[20]", "a")},
        {"[{}]",                      "",    is_invalid(place + "[21]", "[...]")},
        {"{}",                        "",    is_mandatory(request)},
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
            if (rows[i].expected.is_accepted()) {
                BOOST_TEST_REQUIRE(created < answer.processed.size());
                BOOST_TEST(answer.processed[created++].request_unique_identifier == rows[i].echoed);
                continue;
            }
            BOOST_TEST_REQUIRE(refused < answer.unprocessed.size());
            const unprocessed_row& found = answer.unprocessed[refused++];
            BOOST_TEST(found.request_unique_identifier == rows[i].echoed);
            const verdict& expected = rows[i].expected;
            BOOST_TEST(found.error_code == expected.error_code);
            BOOST_TEST(found.error_description == error_text(expected.error_code, expected.detail));
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
