// SPDX-License-Identifier: BSL-1.0
//
// The rows of an answer, byte by byte.
#include "http/bulk_rows.hpp"

#include <string>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "domain/call_judgement.hpp"
#include "domain/uuid.hpp"
#include "test/support/json.hpp"
#include "test/support/judging.hpp"

namespace crmlocal::test {
namespace {

constexpr std::uint8_t all_members = 0b11111;

std::string rows_of(const domain::batch& call, std::uint8_t members = all_members) {
    http::reply out;
    http::write_bulk_rows(call, members, out);
    return {out.body().begin(), out.body().end()};
}

std::string id_of(const domain::batch& call, std::size_t event) {
    std::string id(32, '?');
    domain::write_uuid(call.created[event].id, id.data());
    return id;
}

std::string envelope(std::string_view unprocessed, std::string_view processed) {
    return R"({"data":{"unprocessed_customer_events_set":[)" + std::string(unprocessed) +
           R"(],"processed_customer_events_set":[)" + std::string(processed) +
           R"(]},"status":{"code":"OK","description":"","message":""}})";
}

std::string visit(std::string_view request, std::string_view by = "{}") {
    return changed(valid_event("web", 1).set("request_unique_identifier", json_text(request)), by);
}

constexpr std::string_view unknown_account =
    R"({"accounts_receivable_identifier":{"number":"ACR000177"}})";

}  // namespace

BOOST_AUTO_TEST_SUITE(rows_of_answers)

BOOST_AUTO_TEST_CASE(an_empty_call_has_two_empty_sets) {
    judging by;
    by.create("web", {});
    BOOST_TEST(rows_of(by.last()) == envelope("", ""));
}

BOOST_AUTO_TEST_CASE(rows_are_those_of_the_seed) {
    world at;
    at.next_numbers = R"({"web":45})";
    judging by(at);
    by.create("web", {visit("221"), visit("223", unknown_account), visit("222")});
    BOOST_TEST(
        rows_of(by.last()) ==
        envelope(R"({"error_description":"Error:Account (ACR000177) Not Found. - Description:The )"
                 R"(specified API value was not found.","error_code":"NotFoundAPIValueException",)"
                 R"("request_unique_identifier":"223"})",
                 R"({"number":"45","id":")" + id_of(by.last(), 0) +
                     R"(","request_unique_identifier":"221"},{"number":"46","id":")" +
                     id_of(by.last(), 2) + R"(","request_unique_identifier":"222"})"));
}

BOOST_AUTO_TEST_CASE(all_may_be_refused) {
    judging by;
    by.create("web", {"5", visit("1", unknown_account)});
    const auto answer = parse_json(rows_of(by.last()));
    BOOST_TEST(answer.at_pointer("/data/processed_customer_events_set").as_array().empty());
    BOOST_TEST(answer.at_pointer("/data/unprocessed_customer_events_set").as_array().size() == 2U);
    BOOST_TEST(answer.at_pointer("/status/code").as_string() == "OK");
}

BOOST_AUTO_TEST_CASE(an_identifier_that_cannot_be_read_is_echoed_empty) {
    judging by;
    const std::vector<std::string> events = {"5",
                                             "{}",
                                             "null",
                                             R"({"request_unique_identifier":5})",
                                             R"({"request_unique_identifier":["x"]})",
                                             R"({"request_unique_identifier":null})",
                                             R"({"request_unique_identifier":true})"};
    by.create("web", events);
    const auto answer = parse_json(rows_of(by.last()));
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto& row =
            answer.at_pointer("/data/unprocessed_customer_events_set").as_array().at(i);
        BOOST_TEST(row.at("request_unique_identifier").as_string() == "", events[i]);
    }
}

BOOST_AUTO_TEST_CASE(an_identifier_is_echoed_whole) {
    judging by;
    const std::string longest(255, 'x'), longer = std::string(300, '"') + "\xE2\x82\xAC\n\x01";
    by.create("web", {visit(longest), visit(longer)});
    const auto answer = parse_json(rows_of(by.last()));
    BOOST_TEST(answer.at_pointer("/data/processed_customer_events_set/0/request_unique_identifier")
                   .as_string() == longest);
    BOOST_TEST(
        answer.at_pointer("/data/unprocessed_customer_events_set/0/request_unique_identifier")
            .as_string() == longer);
}

BOOST_AUTO_TEST_CASE(fields_set_selects_members_and_not_rows) {
    judging by;
    by.create("web", {visit("a"), visit("b", unknown_account), visit("c")});
    const std::string id_a = id_of(by.last(), 0), id_c = id_of(by.last(), 2);
    struct row {
        unsigned members;
        std::string unprocessed, processed;
    };
    const row rows[] = {
        {0b10000, R"({"request_unique_identifier":"b"})",
         R"({"request_unique_identifier":"a"},{"request_unique_identifier":"c"})"},
        {0b00100, "{}", R"({"number":"1"},{"number":"2"})"},
        {0b01100, "{}",
         R"({"number":"1","id":")" + id_a + R"("},{"number":"2","id":")" + id_c + R"("})"},
        {0b00010, R"({"error_code":"NotFoundAPIValueException"})", "{},{}"},
        {0b11000, R"({"request_unique_identifier":"b"})",
         R"({"id":")" + id_a + R"(","request_unique_identifier":"a"},{"id":")" + id_c +
             R"(","request_unique_identifier":"c"})"},
    };
    for (const row& r : rows)
        BOOST_TEST(rows_of(by.last(), static_cast<std::uint8_t>(r.members)) ==
                   envelope(r.unprocessed, r.processed));
}

BOOST_AUTO_TEST_CASE(numbers_of_any_size_are_written) {
    judging by;
    by.create("web", {visit("a")});
    for (const std::uint64_t number :
         {std::uint64_t{1}, std::uint64_t{999'999'999'999'999'999}, UINT64_MAX}) {
        by.last().created[0].number = number;
        BOOST_TEST(rows_of(by.last(), 0b00100) ==
                   envelope("", "{\"number\":\"" + std::to_string(number) + "\"}"));
    }
}

BOOST_AUTO_TEST_CASE(whatever_comes_in_valid_json_goes_out) {
    judging by;
    const std::string wild =
        json_text(std::string("\0\x01\"\\\x7F\xE2\x80\xA8\xF0\x9F\x98\x80", 12));
    std::vector<std::string> events;
    for (unsigned i = 0; i < 1000; ++i)
        events.push_back(changed(valid_event("web", i),
                                 i % 3 == 0   ? "{}"
                                 : i % 3 == 1 ? "{\"performed_on\":" + wild + "}"
                                              : "{\"request_unique_identifier\":" + wild + "}"));
    by.create("web", events);
    const auto answer = parse_json(rows_of(by.last()));
    const std::size_t rows =
        answer.at_pointer("/data/processed_customer_events_set").as_array().size() +
        answer.at_pointer("/data/unprocessed_customer_events_set").as_array().size();
    BOOST_TEST(rows == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
