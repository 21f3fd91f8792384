// SPDX-License-Identifier: BSL-1.0
//
// What an organisation decides for itself: rules that are switched off, unknown members refused.
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

// A rule, and an event that only this rule refuses.
struct rule_row {
    std::string name;
    std::string_view collection;
    std::vector<raw_member> change;
    std::string_view error_code;
};

std::ostream& operator<<(std::ostream& out, const rule_row& row) { return out << row.name; }

const std::string used = R"("1")";

// One product line that is right but for its total amount, or but for what is added.
std::string products(const std::string& total, const std::string& more = "",
                     const std::string& key = "") {
    return R"([{"product_identifier":{"code":"Soap")" + key +
           R"(},"net_amount":1,"vat_amount":1,"total_amount":)" + total + more + "}]";
}

// clang-format off
const std::vector<rule_row> rules = {
    {"classification_type", "web", {{classification, by("name", "Some REFERRAL")}},
        wrong_classification},
    {"amounts_add_up", "purchases", {{"products_set", products("3")}}, wrong_amounts},
    {"intended_currency", "purchases", {{unit, by("name", "Dollar Store")}}, wrong_currency},
    {"payment_medium_allowed", "financial_achievements",
        {{account, by("number", "A4")}, {media_type, by("name", "Cash")}}, wrong_medium},
    {"account_active", "achievements", {{account, by("number", "A2")}}, not_active},
    {"no_self_referral", "referrals", {{referred, by("number", "P1")}}, self_referral},
    {"referred_once", "referrals", {{referred, by("number", "P4")}}, already_referred},
    {"external_reference_once", "social_media",
        {{"external_system", used}, {"external_system_reference_number", used}}, reference_used},
};
// clang-format on

// The verdict on the row's event; the external reference is used before.
std::string verdict_on(const rule_row& row, const std::string& settings) {
    world_server server({.settings = settings});
    caller anna(server.port());
    anna.create(
        "web",
        {changed_event("web", 1,
                       {{"external_system", used}, {"external_system_reference_number", used}})});
    const std::string more =
        row.collection == "purchases" ? R"("intended_currency_identifier":{"code":"EUR"},)" : "";
    const bulk_answer answer =
        anna.create(row.collection, {changed_event(row.collection, 1, row.change)}, more);
    return answer.unprocessed.empty() ? "" : answer.unprocessed[0].error_code;
}

// What a strict organisation says about an event with an unknown member somewhere.
struct strict_row {
    std::string_view collection;
    std::vector<raw_member> change;
    verdict expected;
};

// clang-format off
const std::vector<strict_row> unknown_members = {
    {"web", {{"unheard_of", "7"}},                            is_invalid("unheard_of", "7")},
    {"web", {{"unheard_of", "[1]"}},                          is_invalid("unheard_of", "[...]")},
    {"web", {{"unheard_of", R"({"a":1})"}},                   is_invalid("unheard_of", "{...}")},
    {"web", {{"unheard_of", "7"}, {"and_this", "8"}},         is_invalid("unheard_of", "7")},
    {"web", {{"udf_string_9", R"("x")"}},                     is_invalid("udf_string_9", "x")},
    {"web", {{"udf_float_5", "1.50"}},                        is_invalid("udf_float_5", "1.50")},
    {"web", {{"products_set", "[]"}},                         is_invalid("products_set", "[...]")},
    {"purchases", {{"udf_string_17", R"("x")"}},              is_invalid("udf_string_17", "x")},
    {"referrals", {{account, "7"}},  is_invalid(account, "7")},
    {"web", {{unit, R"({"name":"Main Store","code":"MS"})"}}, is_invalid(unit + ".code", "MS")},
    {"web", {{unit, by("number", "MS")}}, is_invalid(unit + ".number", "MS")},
    {"purchases", {{"products_set", products("2", R"(,"unheard_of":true)")}},
        is_invalid("products_set[0].unheard_of", "true")},
    {"purchases", {{"products_set", products("2", "", R"(,"name":"Soap")")}},
        is_invalid("products_set[0].product_identifier.name", "Soap")},
    // Right after the known members of its object: before what comes later, after what came before.
    {"web", {{"unheard_of", "7"}, {"performed_on", "8"}},     is_invalid("performed_on", "8")},
    {"web", {{"unheard_of", "7"}, {"udf_date_4", "8"}},       is_invalid("udf_date_4", "8")},
    {"web", {{unit, R"({"name":"Main Store","code":"MS"})"}, {"performed_on", "8"}},
        is_invalid(unit + ".code", "MS")},
    {"web", {{unit, R"({"name":7,"code":"MS"})"}}, is_invalid(unit + ".name", "7")},
    {"web", {{"unheard_of", "7"}, {"performed_on", ""}},      is_invalid("unheard_of", "7")},
};
// clang-format on

const world strict = {.settings = R"({"unknown_members":"refuse"})"};

}  // namespace

BOOST_AUTO_TEST_SUITE(settings)

BOOST_DATA_TEST_CASE(a_rule_can_be_switched_off, data::make(rules), row) {
    BOOST_TEST(verdict_on(row, "{}") == row.error_code);
    BOOST_TEST(verdict_on(row, R"({"rules":{")" + row.name + R"(":"on"}})") == row.error_code);
    BOOST_TEST(verdict_on(row, R"({"rules":{")" + row.name + R"(":"off"}})") == "");
}

BOOST_DATA_TEST_CASE(switching_a_rule_off_leaves_the_others_on, data::make(rules), row) {
    std::string off;
    for (const rule_row& other : rules)
        if (other.name != row.name) off += (off.empty() ? "\"" : ",\"") + other.name + "\":\"off\"";
    BOOST_TEST(verdict_on(row, "{\"rules\":{" + off + "}}") == row.error_code);
}

BOOST_AUTO_TEST_CASE(a_strict_organisation_refuses_unknown_members) {
    world_server server(strict);
    caller anna(server.port());
    for (const strict_row& row : unknown_members)
        check_verdicts(anna, row.collection, {{row.change, row.expected}});
    for (const std::string_view collection : collections)
        BOOST_TEST(anna.create(collection, valid_events(collection, 2)).processed.size() == 2U);
}

BOOST_AUTO_TEST_CASE(others_ignore_unknown_members) {
    world_server server;
    caller anna(server.port());
    const std::pair<const char*, raw_member> rows[] = {
        {"web", {"unheard_of", R"({"performed_on":7})"}},
        {"web", {unit, R"({"code":7,"name":"Main Store"})"}},
        {"referrals", {account, "7"}}};
    for (const auto& [collection, change] : rows)
        check_verdicts(anna, collection, {{{change}, accepted}});
}

BOOST_AUTO_TEST_CASE(a_strict_organisation_refuses_unknown_parameters_of_a_call) {
    world_server server(strict);
    caller anna(server.port());
    const std::pair<const char*, verdict> rows[] = {
        {R"("unheard_of":7,)", is_invalid("unheard_of", "7")},
        {R"("intended_currency_identifier":{"code":"EUR"},)",
         is_invalid("intended_currency_identifier", "{...}")},
        {R"("unheard_of":7,"fields_set":"foo",)", is_invalid("fields_set", "foo")}};
    for (const auto& [more, expected] : rows)
        BOOST_TEST(difference(expected, anna.post("web", {}, more)) == "");
    BOOST_TEST(difference(no_such("Currency", "XXX"),
                          anna.post("purchases", {},
                                    R"("unheard_of":7,)"
                                    R"("intended_currency_identifier":{"code":"XXX"},)")) == "");
    BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
