// SPDX-License-Identifier: BSL-1.0
//
// The order of precedence between the stages (contract, section 3).
#include "test/http/judgement_tables.hpp"

namespace crmlocal::test {
namespace {

// One cause of refusal after the other is put right; then the next one speaks.
struct step {
    std::string_view right;  // the change that puts right what the step before complained of
    std::string_view detail;
};

void check_steps(std::string_view collection, std::string_view wrong, std::string_view more,
                 std::span<const step> steps) {
    judging by;
    const std::string earlier =
        changed(valid_event("referrals", 1),
                R"({"external_system":"POS","external_system_reference_number":"1"})");
    BOOST_TEST_REQUIRE(by.create("referrals", {earlier}).at(0) == outcome());
    object_text event = valid_event(collection, 1);
    change(event, wrong);
    for (const step& s : steps) {
        change(event, s.right);
        BOOST_TEST(by.create(collection, {event.text()}, more).at(0).detail == s.detail);
    }
}

constexpr step purchase[] = {
    {"{}", "Parameter request_unique_identifier (5) Is Invalid."},
    {R"({"request_unique_identifier":absent})",
     "Parameter request_unique_identifier Is Mandatory."},
    {R"({"request_unique_identifier":"1"})", "Parameter udf_float_1 (x) Is Invalid."},
    {R"({"udf_float_1":1})", "Parameter products_set[0].quantity (0) Is Invalid."},
    {R"({"products_set":[{"net_amount":1,"vat_amount":1,"total_amount":1}]})",
     "Parameter reference_number Is Mandatory."},
    {R"({"reference_number":"1"})", "Parameter products_set[0].product_identifier Is Mandatory."},
    {R"({"products_set":[{"product_identifier":{"code":"Comb"},"net_amount":1,"vat_amount":1,)"
     R"("total_amount":1}]})",
     "Account (A9) Not Found."},
    {R"({"accounts_receivable_identifier":{"number":"A2"}})", "Classification (None) Not Found."},
    {R"({"classification_identifier":{"name":"Some WEB"}})", "Product (Comb) Not Found."},
    {R"({"products_set":[{"product_identifier":{"code":"Soap"},"net_amount":1,"vat_amount":1,)"
     R"("total_amount":1}]})",
     "Classification (Some WEB) Is Not of Type PURCHASE."},
    {R"({"classification_identifier":null})",
     "Net Amount (1) and VAT Amount (1) Do Not Add Up to Total Amount (1)."},
    {R"({"products_set":[{"product_identifier":{"code":"Soap"},"net_amount":1,"vat_amount":1,)"
     R"("total_amount":2}]})",
     "Intended Currency (EUR) Is Not the Currency of Unit (Dollar Store)."},
    {R"({"performed_by_unit_identifier":{"name":"Main Store"}})", "Account (A2) Is Not Active."},
    {R"({"accounts_receivable_identifier":{"number":"A1"}})",
     "External Reference (POS, 1) Already Exists."},
    {R"({"external_system_reference_number":"2"})", ""},
};

constexpr step financial_achievement[] = {
    {"{}", "Classification (Some WEB) Is Not of Type FINANCIAL_ACHIEVEMENT."},
    {R"({"classification_identifier":{"name":"Some FINANCIAL_ACHIEVEMENT"}})",
     "Payment Medium Type (Cash) Is Not Allowed for Account (A3)."},
    {R"({"payment_medium_type_identifier":absent})",
     "Payment Medium Brand (Mastercard) Is Not Allowed for Account (A3)."},
    {R"({"payment_medium_brand_identifier":null})", "External Reference (POS, 1) Already Exists."},
    {R"({"external_system":null})", ""},
};

constexpr step referral[] = {
    {"{}", "Only One of id, number Is Allowed in referred_rewards_participant_identifier."},
    {R"({"referred_rewards_participant_identifier":{"number":"P4"}})",
     "Participant (P9) Not Found."},
    {R"({"referred_by_rewards_participant_identifier":{"number":"P4"}})",
     "Classification (Some WEB) Is Not of Type REFERRAL."},
    {R"({"classification_identifier":absent})", "Participant P4 Cannot Refer Itself."},
    {R"({"referred_by_rewards_participant_identifier":{"number":"P1"}})",
     "Participant P4 Was Already Referred by Another Participant."},
    {R"({"referred_rewards_participant_identifier":{"number":"R1"}})",
     "Participant R1 Was Already Referred by Another Participant."},
    {R"({"referred_rewards_participant_identifier":{"number":"R2"}})",
     "External Reference (POS, 1) Already Exists."},
    {R"({"external_system_reference_number":""})", ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(judgement_order)

BOOST_AUTO_TEST_CASE(a_purchase_is_judged_stage_by_stage) {
    check_steps(
        "purchases",
        R"({"request_unique_identifier":5,"accounts_receivable_identifier":{"number":"A9"},)"
        R"("classification_identifier":{"name":"None"},"reference_number":"",)"
        R"("performed_by_unit_identifier":{"name":"Dollar Store"},"udf_float_1":"x",)"
        R"("external_system":"POS","external_system_reference_number":"1",)"
        R"("products_set":[{"quantity":0}]})",
        R"("intended_currency_identifier":{"code":"EUR"},)", purchase);
}

BOOST_AUTO_TEST_CASE(a_financial_achievement_is_judged_stage_by_stage) {
    check_steps("financial_achievements",
                R"({"accounts_receivable_identifier":{"number":"A3"},)"
                R"("classification_identifier":{"name":"Some WEB"},)"
                R"("payment_medium_type_identifier":{"name":"Cash"},)"
                R"("payment_medium_brand_identifier":{"name":"Mastercard"},)"
                R"("external_system":"POS","external_system_reference_number":"1"})",
                "", financial_achievement);
}

BOOST_AUTO_TEST_CASE(a_referral_is_judged_stage_by_stage) {
    check_steps("referrals",
                R"({"referred_rewards_participant_identifier":{"number":"P4","id":"x"},)"
                R"("referred_by_rewards_participant_identifier":{"number":"P9"},)"
                R"("classification_identifier":{"name":"Some WEB"},)"
                R"("external_system":"POS","external_system_reference_number":"1"})",
                "", referral);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
