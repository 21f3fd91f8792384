// SPDX-License-Identifier: BSL-1.0
//
// Stage two: what must be there is, and only one of what excludes one another.
#include "test/http/judgement_tables.hpp"

namespace crmlocal::test {
namespace {

constexpr std::string_view neither =
    "Parameter accounts_receivable_identifier or rewards_participant_identifier Is Mandatory.";
constexpr std::string_view both =
    "Only One of accounts_receivable_identifier, rewards_participant_identifier Is Allowed.";

constexpr judgement_row mandatory[] = {
    {"web", R"({"performed_on":absent})", missing, "Parameter performed_on Is Mandatory."},
    {"web", R"({"performed_on":null})", missing, "Parameter performed_on Is Mandatory."},
    {"web", R"({"website":absent})", missing, "Parameter website Is Mandatory."},
    {"web", R"({"website":""})", missing, "Parameter website Is Mandatory."},
    {"web", R"({"website":" "})"},
    {"web", R"({"performed_by_unit_identifier":absent})", missing,
     "Parameter performed_by_unit_identifier Is Mandatory."},
    {"web", R"({"performed_by_unit_identifier":null})", missing,
     "Parameter performed_by_unit_identifier Is Mandatory."},
    {"achievements", R"({"classification_identifier":absent})", missing,
     "Parameter classification_identifier Is Mandatory."},
    {"financial_achievements", R"({"classification_identifier":absent})", missing,
     "Parameter classification_identifier Is Mandatory."},
    {"purchases", R"({"reference_number":""})", missing,
     "Parameter reference_number Is Mandatory."},
    {"social_media", R"({"social_media":""})", missing, "Parameter social_media Is Mandatory."},
    {"social_media", R"({"profile":absent})", missing, "Parameter profile Is Mandatory."},
    {"social_media", R"({"action":""})", missing, "Parameter action Is Mandatory."},
    {"referrals", R"({"referred_rewards_participant_identifier":absent})", missing,
     "Parameter referred_rewards_participant_identifier Is Mandatory."},
    {"referrals", R"({"referred_by_rewards_participant_identifier":absent})", missing,
     "Parameter referred_by_rewards_participant_identifier Is Mandatory."},
    // In the order of the seed's table.
    {"web", R"({"website":absent,"performed_on":absent})", missing,
     "Parameter performed_on Is Mandatory."},
    {"web", R"({"website":"","performed_on":null,"performed_by_unit_identifier":{}})", missing,
     "Parameter performed_by_unit_identifier Is Mandatory."},
    {"purchases", R"({"products_set":absent,"reference_number":absent})", missing,
     "Parameter reference_number Is Mandatory."},
};

constexpr judgement_row choices[] = {
    {"web", R"({"accounts_receivable_identifier":absent})", missing, neither},
    {"web", R"({"accounts_receivable_identifier":null,"rewards_participant_identifier":null})",
     missing, neither},
    {"web", R"({"rewards_participant_identifier":{"number":"P1"}})", ambiguous, both},
    {"web",
     R"({"accounts_receivable_identifier":null,"rewards_participant_identifier":{"number":"P1"}})"},
    {"web", R"({"accounts_receivable_identifier":absent,)"
            R"("rewards_participant_identifier":{"id":"participant-1"}})"},
    {"purchases", R"({"accounts_receivable_identifier":absent,"reference_number":absent})", missing,
     neither},
    {"web",
     R"({"accounts_receivable_identifier":{"id":"a","number":"b"},)"
     R"("rewards_participant_identifier":{}})",
     ambiguous, both},
    {"web", R"({"accounts_receivable_identifier":absent,"website":absent})", missing, neither},
};

constexpr judgement_row keys[] = {
    {"web", R"({"accounts_receivable_identifier":{}})", missing,
     "Parameter accounts_receivable_identifier Is Mandatory."},
    {"web", R"({"accounts_receivable_identifier":{"number":null}})", missing,
     "Parameter accounts_receivable_identifier Is Mandatory."},
    {"web", R"({"accounts_receivable_identifier":{"code":"A1"}})", missing,
     "Parameter accounts_receivable_identifier Is Mandatory."},
    {"web", R"({"accounts_receivable_identifier":{"Number":"A1"}})", missing,
     "Parameter accounts_receivable_identifier Is Mandatory."},
    {"web", R"({"accounts_receivable_identifier":{"id":"account-1","number":"A1"}})", ambiguous,
     "Only One of id, number, name Is Allowed in accounts_receivable_identifier."},
    {"web", R"({"accounts_receivable_identifier":{"name":"Anna","number":"A1","id":"account-1"}})",
     ambiguous, "Only One of id, number, name Is Allowed in accounts_receivable_identifier."},
    {"web",
     R"({"accounts_receivable_identifier":absent,)"
     R"("rewards_participant_identifier":{"id":"a","number":"b"}})",
     ambiguous, "Only One of id, number Is Allowed in rewards_participant_identifier."},
    {"web", R"({"classification_identifier":{"name":"a","alternative_code":"b"}})", ambiguous,
     "Only One of id, name, alternative_code Is Allowed in classification_identifier."},
    {"web", R"({"classification_identifier":{}})", missing,
     "Parameter classification_identifier Is Mandatory."},
    {"purchases", R"({"invoice_identifier":{"number":"a","reference_number":"b"}})", ambiguous,
     "Only One of id, number, reference_number, back_office_code Is Allowed in "
     "invoice_identifier."},
    {"purchases", R"({"invoice_identifier":{}})", missing,
     "Parameter invoice_identifier Is Mandatory."},
    // An optional identifier without a key comes before a later mandatory parameter.
    {"web", R"({"classification_identifier":{},"website":absent})", missing,
     "Parameter classification_identifier Is Mandatory."},
};

constexpr judgement_row lines[] = {
    {"purchases", R"({"products_set":[]})", missing, "Parameter products_set Is Mandatory."},
    {"purchases", R"({"products_set":null})", missing, "Parameter products_set Is Mandatory."},
    {"purchases", R"({"products_set":[{}]})", missing,
     "Parameter products_set[0].product_identifier Is Mandatory."},
    {"purchases", R"({"products_set":[{"product_identifier":{}}]})", missing,
     "Parameter products_set[0].product_identifier Is Mandatory."},
    {"purchases", R"({"products_set":[{"product_identifier":{"name":"Soap"}}]})", missing,
     "Parameter products_set[0].product_identifier Is Mandatory."},
    {"purchases", R"({"products_set":[{"product_identifier":{"code":"Soap","id":"x"}}]})",
     ambiguous,
     "Only One of id, code, alternative_code Is Allowed in products_set[0].product_identifier."},
    {"purchases", R"({"products_set":[{"product_identifier":{"code":"Soap"},"net_amount":null}]})",
     missing, "Parameter products_set[0].net_amount Is Mandatory."},
    {"purchases", R"({"products_set":[{"product_identifier":{"code":"Soap"},"net_amount":1}]})",
     missing, "Parameter products_set[0].vat_amount Is Mandatory."},
    {"purchases",
     R"({"products_set":[{"product_identifier":{"code":"Soap"},"net_amount":1,"vat_amount":0}]})",
     missing, "Parameter products_set[0].total_amount Is Mandatory."},
    {"purchases",
     R"({"products_set":[{"product_identifier":{"code":"Soap"},"net_amount":1,"vat_amount":0,)"
     R"("total_amount":1},{"net_amount":1}]})",
     missing, "Parameter products_set[1].product_identifier Is Mandatory."},
    {"purchases",
     R"({"products_set":[{"product_identifier":{"code":"Soap"},"net_amount":1,"vat_amount":0,)"
     R"("total_amount":1,"quantity":null}]})"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(judgement_of_presence)

BOOST_AUTO_TEST_CASE(what_is_mandatory_is_given_and_not_empty) {
    judging by;
    check(by, mandatory);
}

BOOST_AUTO_TEST_CASE(an_event_is_about_an_account_or_a_participant) {
    judging by;
    check(by, choices);
}

BOOST_AUTO_TEST_CASE(an_identifier_has_exactly_one_key_of_its_kind) {
    judging by;
    check(by, keys);
}

BOOST_AUTO_TEST_CASE(a_product_line_is_complete) {
    judging by;
    check(by, lines);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
