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

// clang-format off
const std::vector<rule_row> rules = {
    {"classification_type", "web", {{"classification_identifier", R"({"name":"Some REFERRAL"})"}}, wrong_classification},
    {"amounts_add_up", "purchases", {{"products_set", R"([{"product_identifier":{"code":"Soap"},"net_amount":1,"vat_amount":1,"total_amount":3}])"}}, wrong_amounts},
    {"intended_currency", "purchases", {{"performed_by_unit_identifier", R"({"name":"Dollar Store"})"}}, wrong_currency},
    {"payment_medium_allowed", "financial_achievements", {{"accounts_receivable_identifier", R"({"number":"A4"})"}, {"payment_medium_type_identifier", R"({"name":"Cash"})"}}, wrong_medium},
    {"account_active", "achievements", {{"accounts_receivable_identifier", R"({"number":"A2"})"}}, not_active},
    {"no_self_referral", "referrals", {{"referred_rewards_participant_identifier", R"({"number":"P1"})"}}, self_referral},
    {"referred_once", "referrals", {{"referred_rewards_participant_identifier", R"({"number":"P4"})"}}, already_referred},
    {"external_reference_once", "social_media", {{"external_system", used}, {"external_system_reference_number", used}}, reference_used},
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
    std::string detail;
};

// clang-format off
const std::vector<strict_row> unknown_members = {
    {"web", {{"unheard_of", "7"}},                            "Parameter unheard_of (7) Is Invalid."},
    {"web", {{"unheard_of", "[1]"}},                          "Parameter unheard_of ([...]) Is Invalid."},
    {"web", {{"unheard_of", R"({"a":1})"}},                   "Parameter unheard_of ({...}) Is Invalid."},
    {"web", {{"unheard_of", "7"}, {"and_this", "8"}},         "Parameter unheard_of (7) Is Invalid."},
    {"web", {{"udf_string_9", R"("x")"}},                     "Parameter udf_string_9 (x) Is Invalid."},
    {"web", {{"udf_float_5", "1.50"}},                        "Parameter udf_float_5 (1.50) Is Invalid."},
    {"web", {{"products_set", "[]"}},                         "Parameter products_set ([...]) Is Invalid."},
    {"purchases", {{"udf_string_17", R"("x")"}},              "Parameter udf_string_17 (x) Is Invalid."},
    {"referrals", {{"accounts_receivable_identifier", "7"}},  "Parameter accounts_receivable_identifier (7) Is Invalid."},
    {"web", {{"performed_by_unit_identifier", R"({"name":"Main Store","code":"MS"})"}}, "Parameter performed_by_unit_identifier.code (MS) Is Invalid."},
    {"web", {{"performed_by_unit_identifier", R"({"number":"MS"})"}}, "Parameter performed_by_unit_identifier.number (MS) Is Invalid."},
    {"purchases", {{"products_set", R"([{"product_identifier":{"code":"Soap"},"net_amount":1,"vat_amount":1,"total_amount":2,"unheard_of":true}])"}},
        "Parameter products_set[0].unheard_of (true) Is Invalid."},
    {"purchases", {{"products_set", R"([{"product_identifier":{"code":"Soap","name":"Soap"},"net_amount":1,"vat_amount":1,"total_amount":2}])"}},
        "Parameter products_set[0].product_identifier.name (Soap) Is Invalid."},
    // Right after the known members of its object: before what comes later, after what came before.
    {"web", {{"unheard_of", "7"}, {"performed_on", "8"}},     "Parameter performed_on (8) Is Invalid."},
    {"web", {{"unheard_of", "7"}, {"udf_date_4", "8"}},       "Parameter udf_date_4 (8) Is Invalid."},
    {"web", {{"performed_by_unit_identifier", R"({"name":"Main Store","code":"MS"})"}, {"performed_on", "8"}},
        "Parameter performed_by_unit_identifier.code (MS) Is Invalid."},
    {"web", {{"performed_by_unit_identifier", R"({"name":7,"code":"MS"})"}}, "Parameter performed_by_unit_identifier.name (7) Is Invalid."},
    {"web", {{"unheard_of", "7"}, {"performed_on", ""}},      "Parameter unheard_of (7) Is Invalid."},
};
// clang-format on

const world strict = {.settings = R"({"unknown_members":"refuse"})"};

}  // namespace

BOOST_AUTO_TEST_SUITE(settings)

BOOST_DATA_TEST_CASE(a_rule_can_be_switched_off, data::make(rules), row) {
    BOOST_TEST(verdict_on(row, "{}") == row.error_code);
    BOOST_TEST(verdict_on(row, R"({"rules":{")" + row.name + R"(":"on"}})") == row.error_code);
    BOOST_TEST(verdict_on(row, R"({"rules":{")" + row.name + R"(":"off"}})") == accepted);
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
        check_verdicts(anna, row.collection, {{row.change, invalid, row.detail}});
    for (const std::string_view collection : collections)
        BOOST_TEST(anna.create(collection, valid_events(collection, 2)).processed.size() == 2U);
}

BOOST_AUTO_TEST_CASE(others_ignore_unknown_members) {
    world_server server;
    caller anna(server.port());
    const std::pair<const char*, raw_member> rows[] = {
        {"web", {"unheard_of", R"({"performed_on":7})"}},
        {"web", {"performed_by_unit_identifier", R"({"code":7,"name":"Main Store"})"}},
        {"referrals", {"accounts_receivable_identifier", "7"}}};
    for (const auto& [collection, change] : rows)
        check_verdicts(anna, collection, {{{change}, accepted}});
}

BOOST_AUTO_TEST_CASE(a_strict_organisation_refuses_unknown_parameters_of_a_call) {
    world_server server(strict);
    caller anna(server.port());
    const std::pair<const char*, const char*> rows[] = {
        {R"("unheard_of":7,)", "Parameter unheard_of (7) Is Invalid."},
        {R"("intended_currency_identifier":{"code":"EUR"},)",
         "Parameter intended_currency_identifier ({...}) Is Invalid."},
        {R"("unheard_of":7,"fields_set":"foo",)", "Parameter fields_set (foo) Is Invalid."}};
    for (const auto& [more, detail] : rows)
        BOOST_TEST(difference(refusal_of(invalid, detail, general_sentence(invalid)),
                              anna.post("web", {}, more)) == "");
    BOOST_TEST(
        difference(refusal_of(no_such("Currency", "XXX"), general_sentence(not_found)),
                   anna.post("purchases", {},
                             R"("unheard_of":7,)"
                             R"("intended_currency_identifier":{"code":"XXX"},)")) == "");
    BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
