// SPDX-License-Identifier: BSL-1.0
//
// The judgement of a call as a whole: its set, `fields_set`, the intended currency.
#include <bitset>

#include "domain/call_judgement.hpp"
#include "test/http/judgement_tables.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

constexpr std::string_view too_many = "MaximumNumberOfEventsExceededException";

struct call_row {
    std::string_view body;
    std::string_view fault = {};
    std::string_view detail = {};
};

constexpr call_row purchases[] = {
    {R"({})", missing, "Parameter purchase_customer_events_set Is Mandatory."},
    {R"({"purchase_customer_events_set":null})", missing,
     "Parameter purchase_customer_events_set Is Mandatory."},
    {R"({"Purchase_customer_events_set":[]})", missing,
     "Parameter purchase_customer_events_set Is Mandatory."},
    {R"({"web_customer_events_set":[]})", missing,
     "Parameter purchase_customer_events_set Is Mandatory."},
    {R"({"purchase_customer_events_set":{}})", invalid,
     "Parameter purchase_customer_events_set ({...}) Is Invalid."},
    {R"({"purchase_customer_events_set":"[]"})", invalid,
     "Parameter purchase_customer_events_set ([]) Is Invalid."},
    {R"({"purchase_customer_events_set":0})", invalid,
     "Parameter purchase_customer_events_set (0) Is Invalid."},
    {R"({"purchase_customer_events_set":false})", invalid,
     "Parameter purchase_customer_events_set (false) Is Invalid."},
    {R"({"purchase_customer_events_set":[]})"},
    {R"({"\u0070urchase_customer_events_set":[]})"},
    {R"({"purchase_customer_events_set":[],"x":1,"token":5})"},

    // fields_set
    {R"({"purchase_customer_events_set":[],"fields_set":"id"})"},
    {R"({"purchase_customer_events_set":[],"fields_set":" id , number,error_code"})"},
    {R"({"purchase_customer_events_set":[],"fields_set":""})"},
    {R"({"purchase_customer_events_set":[],"fields_set":null})"},
    {R"({"purchase_customer_events_set":[],"fields_set":" , ,, "})"},
    {R"({"purchase_customer_events_set":[],"fields_set":"id,id,id"})"},
    {R"({"purchase_customer_events_set":[],"fields_set":"foo"})", invalid,
     "Parameter fields_set (foo) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"fields_set":"id, foo ,bar"})", invalid,
     "Parameter fields_set (foo) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"fields_set":"ID"})", invalid,
     "Parameter fields_set (ID) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"fields_set":"id number"})", invalid,
     "Parameter fields_set (id number) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"fields_set":"id;number"})", invalid,
     "Parameter fields_set (id;number) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"fields_set":5})", invalid,
     "Parameter fields_set (5) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"fields_set":["id"]})", invalid,
     "Parameter fields_set ([...]) Is Invalid."},

    // the intended currency
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":{"code":"EUR"}})"},
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":{"id":"currency-1"}})"},
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":null})"},
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":{"code":"XXX"}})",
     not_found, "Currency (XXX) Not Found."},
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":{"code":""}})", not_found,
     "Currency () Not Found."},
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":"EUR"})", invalid,
     "Parameter intended_currency_identifier (EUR) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":{"code":978}})", invalid,
     "Parameter intended_currency_identifier.code (978) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":{}})", missing,
     "Parameter intended_currency_identifier Is Mandatory."},
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":{"code":"E","id":"I"}})",
     ambiguous, "Only One of id, code Is Allowed in intended_currency_identifier."},

    // the order
    {R"({"intended_currency_identifier":5,"fields_set":5})", missing,
     "Parameter purchase_customer_events_set Is Mandatory."},
    {R"({"intended_currency_identifier":5,"fields_set":5,"purchase_customer_events_set":[]})",
     invalid, "Parameter fields_set (5) Is Invalid."},
};

// A strict organisation refuses what nobody knows after everything else that is the call's.
constexpr call_row strict_purchases[] = {
    {R"({"token":5,"purchase_customer_events_set":[]})"},
    {R"({"x":1,"purchase_customer_events_set":[]})", invalid, "Parameter x (1) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"x":null,"y":2})", invalid,
     "Parameter x (null) Is Invalid."},
    {R"({"purchase_customer_events_set":[],"x":{"y":[1,{}]},"z":1})", invalid,
     "Parameter x ({...}) Is Invalid."},
    {R"({"x":1})", missing, "Parameter purchase_customer_events_set Is Mandatory."},
    {R"({"x":1,"purchase_customer_events_set":[],"fields_set":"y"})", invalid,
     "Parameter fields_set (y) Is Invalid."},
    {R"({"x":1,"purchase_customer_events_set":[],"intended_currency_identifier":{"code":"Y"}})",
     not_found, "Currency (Y) Not Found."},
    {R"({"purchase_customer_events_set":[],"intended_currency_identifier":{"code":"EUR","x":1}})",
     invalid, "Parameter intended_currency_identifier.x (1) Is Invalid."},
    {R"({"y":2,"purchase_customer_events_set":[],)"
     R"("intended_currency_identifier":{"code":"EUR","x":1}})",
     invalid, "Parameter intended_currency_identifier.x (1) Is Invalid."},
    // What is wrong with an event does not refuse the call.
    {R"({"purchase_customer_events_set":[{"x":1},5]})"},
};

void check(judging& by, std::span<const call_row> rows) {
    for (const call_row& row : rows) {
        const outcome expected = {std::string(row.fault), std::string(row.detail)};
        const outcome actual = by.judge_call("purchases", std::string(row.body));
        BOOST_TEST(actual == expected,
                   row.body << "\n  expected " << expected << "\n  but got  " << actual);
    }
}

std::string body_of(std::size_t events, std::string_view event, std::string_view more = "") {
    std::string body = "{\"web_customer_events_set\":[";
    for (std::size_t i = 0; i < events; ++i) body.append(i == 0 ? "" : ",").append(event);
    return body.append("]").append(more).append("}");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judgement_of_calls)

BOOST_AUTO_TEST_CASE(the_set_then_fields_set_then_the_currency) {
    judging by;
    check(by, purchases);
}

BOOST_AUTO_TEST_CASE(a_strict_organisation_refuses_unknown_members_of_a_call) {
    world strict;
    strict.settings = R"({"unknown_members":"refuse"})";
    judging by(strict);
    check(by, strict_purchases);
}

BOOST_AUTO_TEST_CASE(only_purchases_know_the_intended_currency) {
    judging by;
    const std::string body =
        R"({"web_customer_events_set":[],"intended_currency_identifier":{"code":"XXX"}})";
    BOOST_TEST(by.judge_call("web", body) == outcome());
    world strict;
    strict.settings = R"({"unknown_members":"refuse"})";
    judging strictly(strict);
    BOOST_TEST(strictly.judge_call("web", body).detail ==
               "Parameter intended_currency_identifier ({...}) Is Invalid.");
}

BOOST_AUTO_TEST_CASE(a_thousand_events_are_fine_and_one_more_is_not) {
    judging by;
    for (std::string_view event : {"{}", "5", "null", "[[]]", R"({"a":{"b":[{}]}})"}) {
        BOOST_TEST(by.judge_call("web", body_of(1000, event)) == outcome());
        BOOST_TEST(by.last().events.size() == 1000U);
        for (const std::size_t count : {std::size_t{1001}, std::size_t{2500}}) {
            const outcome refused = by.judge_call("web", body_of(count, event));
            BOOST_TEST(refused.fault == too_many);
            BOOST_TEST(refused.detail ==
                       std::to_string(count) + " Customer Events Exceed the Maximum of 1000.");
            BOOST_TEST(by.last().events.size() <= 1001U);
        }
    }
    BOOST_TEST(by.judge_call("web", body_of(1001, "{}", R"(,"fields_set":"x")")).fault == too_many);
}

BOOST_AUTO_TEST_CASE(a_long_fields_set_is_invalid) {
    judging by;
    const auto with = [](std::size_t size) {
        return R"({"web_customer_events_set":[],"fields_set":)" +
               json_text(std::string(size, ',')) + "}";
    };
    BOOST_TEST(by.judge_call("web", with(1000)) == outcome());
    BOOST_TEST(by.judge_call("web", with(1001)).detail ==
               "Parameter fields_set (" + std::string(100, ',') + "...) Is Invalid.");
}

BOOST_AUTO_TEST_CASE(fields_set_selects_the_members_of_the_rows) {
    struct row {
        std::string_view fields_set;
        unsigned members;
    };
    constexpr row rows[] = {
        {"", 0b11111},
        {" , ", 0b11111},
        {"error_description", 0b00001},
        {"error_code", 0b00010},
        {"number", 0b00100},
        {"id", 0b01000},
        {"request_unique_identifier", 0b10000},
        {"id,number", 0b01100},
        {"number ,  id", 0b01100},
        {"id,,id,", 0b01000},
        {"request_unique_identifier,id,number,error_code,error_description", 0b11111},
    };
    judging by;
    for (const row& r : rows) {
        by.judge_call("web", R"({"web_customer_events_set":[],"fields_set":)" +
                                 json_text(r.fields_set) + "}");
        std::string_view unknown;
        const auto selected = domain::selected_members(by.last(), unknown);
        BOOST_TEST_REQUIRE(selected.has_value());
        BOOST_TEST(std::bitset<8>(*selected) == std::bitset<8>(r.members), r.fields_set);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
