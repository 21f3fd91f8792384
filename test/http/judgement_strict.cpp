// SPDX-License-Identifier: BSL-1.0
//
// A strict organisation refuses members that nobody knows, right after the known members of their
// object; any other organisation ignores them.
#include "test/http/judgement_tables.hpp"

namespace crmlocal::test {
namespace {

constexpr judgement_row unknown[] = {
    {"web", R"({"foo":1})", invalid, "Parameter foo (1) Is Invalid."},
    {"web", R"({"foo":null})", invalid, "Parameter foo (null) Is Invalid."},
    {"web", R"({"foo":{"bar":1}})", invalid, "Parameter foo ({...}) Is Invalid."},
    {"web", R"({"foo":[]})", invalid, "Parameter foo ([...]) Is Invalid."},
    {"web", R"({"":"x"})", invalid, "Parameter  (x) Is Invalid."},
    {"web", "{\"f\xC3\xB6\xC3\xB6\":true}", invalid,
     "Parameter f\xC3\xB6\xC3\xB6 (true) Is Invalid."},
    {"web", R"({"udf_string_9":"x"})", invalid, "Parameter udf_string_9 (x) Is Invalid."},
    {"web", R"({"Website":"x"})", invalid, "Parameter Website (x) Is Invalid."},
    // The first one speaks, in the order of the body.
    {"web", R"({"zzz":1,"aaa":2})", invalid, "Parameter zzz (1) Is Invalid."},
    // After the shape of the known ones, before their presence.
    {"web", R"({"foo":1,"udf_date_4":5})", invalid, "Parameter udf_date_4 (5) Is Invalid."},
    {"web", R"({"foo":1,"website":absent})", invalid, "Parameter foo (1) Is Invalid."},
    {"web", R"({"foo":1,"request_unique_identifier":""})", missing,
     "Parameter request_unique_identifier Is Mandatory."},

    // of an identifier, in its place
    {"web", R"({"accounts_receivable_identifier":{"number":"A1","foo":1}})", invalid,
     "Parameter accounts_receivable_identifier.foo (1) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"foo":1,"number":"A1"}})", invalid,
     "Parameter accounts_receivable_identifier.foo (1) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"foo":1,"number":5}})", invalid,
     "Parameter accounts_receivable_identifier.number (5) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"foo":1},"performed_on":5})", invalid,
     "Parameter accounts_receivable_identifier.foo (1) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"foo":{"number":5},"number":"A1"}})", invalid,
     "Parameter accounts_receivable_identifier.foo ({...}) Is Invalid."},
    {"web",
     R"({"performed_by_unit_identifier":{"name":"Main Store","b":1},)"
     R"("accounts_receivable_identifier":{"number":"A1","a":1}})",
     invalid, "Parameter accounts_receivable_identifier.a (1) Is Invalid."},
    {"web", R"({"zzz":1,"performed_by_unit_identifier":{"name":"Main Store","b":1}})", invalid,
     "Parameter performed_by_unit_identifier.b (1) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"number":"A1","code":1}})", invalid,
     "Parameter accounts_receivable_identifier.code (1) Is Invalid."},

    // of a product line and its identifier
    {"purchases", R"({"products_set":[{"foo":1}]})", invalid,
     "Parameter products_set[0].foo (1) Is Invalid."},
    {"purchases", R"({"products_set":[{},{"foo":1}]})", invalid,
     "Parameter products_set[1].foo (1) Is Invalid."},
    {"purchases", R"({"products_set":[{"foo":1},{"net_amount":"x"}]})", invalid,
     "Parameter products_set[0].foo (1) Is Invalid."},
    {"purchases", R"({"products_set":[{"foo":1,"net_amount":"x"}]})", invalid,
     "Parameter products_set[0].net_amount (x) Is Invalid."},
    {"purchases", R"({"products_set":[{"product_identifier":{"foo":1},"net_amount":"x"}]})",
     invalid, "Parameter products_set[0].product_identifier.foo (1) Is Invalid."},
    {"purchases", R"({"products_set":[{"foo":1,"product_identifier":{"bar":1}}]})", invalid,
     "Parameter products_set[0].product_identifier.bar (1) Is Invalid."},
    {"purchases", R"({"products_set":[{},{"b":1},{"c":1}],"zzz":1})", invalid,
     "Parameter products_set[1].b (1) Is Invalid."},
    {"purchases", R"({"zzz":1,"products_set":[{},5,{"c":1}]})", invalid,
     "Parameter products_set[1] (5) Is Invalid."},
    // What is inside of an unknown member is nobody's business.
    {"purchases", R"({"foo":[{"products_set":[{"bar":1}]}]})", invalid,
     "Parameter foo ([...]) Is Invalid."},
};

world strict() {
    world out;
    out.settings = R"({"unknown_members":"refuse"})";
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judgement_of_unknown_members)

BOOST_AUTO_TEST_CASE(a_strict_organisation_refuses_the_first_unknown_member) {
    judging by(strict());
    check(by, unknown);
}

BOOST_AUTO_TEST_CASE(a_strict_organisation_accepts_what_everybody_knows) {
    judging by(strict());
    for (std::string_view collection : collections)
        BOOST_TEST(by.judge(collection, valid_event(collection, 1).text()) == outcome());
}

BOOST_AUTO_TEST_CASE(other_organisations_ignore_unknown_members) {
    judging by;
    constexpr judgement_row ignored[] = {
        {"web", R"({"foo":1,"bar":[{"baz":{}}],"":null})"},
        {"web", R"({"accounts_receivable_identifier":{"number":"A1","foo":{"id":[]}}})"},
        {"purchases", R"({"products_set":[{"product_identifier":{"code":"Soap","x":1},"y":[2],)"
                      R"("net_amount":1,"vat_amount":1,"total_amount":2}]})"},
    };
    check(by, ignored);
}

BOOST_AUTO_TEST_CASE(each_event_answers_for_its_own_members) {
    judging by(strict());
    const auto event = [](unsigned serial, std::string_view change) {
        return changed(valid_event("web", serial), change);
    };
    const std::vector<std::string> events = {event(1, "{}"),
                                             event(2, R"({"a":1})"),
                                             event(3, "{}"),
                                             "5",
                                             event(4, R"({"b":1,"website":5})"),
                                             event(5, R"({"c":1,"d":1})"),
                                             event(6, "{}")};
    const std::string all =
        "{" + std::string(R"("web_customer_events_set":)") + array_text(events) + "}";
    BOOST_TEST(by.judge_call("web", all) == outcome());
    constexpr std::string_view details[] = {"",
                                            "Parameter a (1) Is Invalid.",
                                            "",
                                            "Parameter web_customer_events_set[3] (5) Is Invalid.",
                                            "Parameter website (5) Is Invalid.",
                                            "Parameter c (1) Is Invalid.",
                                            ""};
    const auto outcomes = by.create("web", events);
    for (std::size_t i = 0; i < std::size(details); ++i)
        BOOST_TEST(outcomes.at(i).detail == details[i]);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
