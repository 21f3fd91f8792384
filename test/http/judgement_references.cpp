// SPDX-License-Identifier: BSL-1.0
//
// Stage three: what identifiers name exists.
#include "test/http/judgement_tables.hpp"

namespace crmlocal::test {
namespace {

constexpr judgement_row unknown[] = {
    {"web", R"({"accounts_receivable_identifier":{"number":"ACR000177"}})", not_found,
     "Account (ACR000177) Not Found."},
    {"web", R"({"accounts_receivable_identifier":{"number":""}})", not_found,
     "Account () Not Found."},
    {"web", R"({"accounts_receivable_identifier":{"number":"a1"}})", not_found,
     "Account (a1) Not Found."},
    {"web", R"({"accounts_receivable_identifier":{"number":"A1 "}})", not_found,
     "Account (A1 ) Not Found."},
    {"web", R"({"accounts_receivable_identifier":{"id":"A1"}})", not_found,
     "Account (A1) Not Found."},
    {"web", R"({"accounts_receivable_identifier":{"number":"A1\u0000"}})", not_found,
     std::string_view("Account (A1\0) Not Found.", 24)},
    {"web",
     R"({"accounts_receivable_identifier":absent,)"
     R"("rewards_participant_identifier":{"number":"RP"}})",
     not_found, "Participant (RP) Not Found."},
    {"web", R"({"classification_identifier":{"name":"No Such"}})", not_found,
     "Classification (No Such) Not Found."},
    {"web", R"({"performed_by_unit_identifier":{"alternative_code":"XX"}})", not_found,
     "Unit (XX) Not Found."},
    {"purchases", R"({"payment_medium_brand_identifier":{"name":"Diners"}})", not_found,
     "Payment Medium Brand (Diners) Not Found."},
    {"purchases", R"({"payment_medium_type_identifier":{"name":"Cheque"}})", not_found,
     "Payment Medium Type (Cheque) Not Found."},
    {"purchases", R"({"invoice_identifier":{"back_office_code":"IR1"}})", not_found,
     "Invoice (IR1) Not Found."},
    {"financial_achievements", R"({"product_identifier":{"code":"Comb"}})", not_found,
     "Product (Comb) Not Found."},
    {"purchases",
     R"({"products_set":[{"product_identifier":{"code":"Soap"},"net_amount":1,"vat_amount":0,)"
     R"("total_amount":1},{"product_identifier":{"code":"Comb"},"net_amount":1,"vat_amount":0,)"
     R"("total_amount":2}]})",
     not_found, "Product (Comb) Not Found."},
    {"referrals",
     R"({"referred_rewards_participant_identifier":{"number":"N1"},)"
     R"("referred_by_rewards_participant_identifier":{"number":"N2"}})",
     not_found, "Participant (N1) Not Found."},
    {"referrals", R"({"referred_by_rewards_participant_identifier":{"number":"N2"}})", not_found,
     "Participant (N2) Not Found."},
};

constexpr judgement_row order[] = {
    {"web",
     R"({"accounts_receivable_identifier":{"id":"1"},"classification_identifier":{"id":"2"},)"
     R"("performed_by_unit_identifier":{"id":"3"}})",
     not_found, "Account (1) Not Found."},
    {"web", R"({"classification_identifier":{"id":"2"},"performed_by_unit_identifier":{"id":"3"}})",
     not_found, "Classification (2) Not Found."},
    // The seed's tables name brand and type of a purchase in one order, of a financial achievement
    // in the other.
    {"purchases",
     R"({"payment_medium_type_identifier":{"id":"1"},)"
     R"("payment_medium_brand_identifier":{"id":"2"},"invoice_identifier":{"id":"3"}})",
     not_found, "Payment Medium Brand (2) Not Found."},
    {"financial_achievements",
     R"({"payment_medium_type_identifier":{"id":"1"},)"
     R"("payment_medium_brand_identifier":{"id":"2"},)"
     R"("performed_by_unit_identifier":{"id":"3"}})",
     not_found, "Payment Medium Type (1) Not Found."},
    {"financial_achievements",
     R"({"product_identifier":{"id":"1"},)"
     R"("payment_medium_type_identifier":{"id":"2"}})",
     not_found, "Product (1) Not Found."},
    {"purchases",
     R"({"invoice_identifier":{"id":"1"},"products_set":)"
     R"([{"product_identifier":{"id":"2"},"net_amount":1,"vat_amount":0,)"
     R"("total_amount":1}]})",
     not_found, "Invoice (1) Not Found."},
};

constexpr judgement_row found[] = {
    {"web", R"({"accounts_receivable_identifier":{"id":"account-1"}})"},
    {"web", R"({"accounts_receivable_identifier":{"name":"Anna"}})"},
    {"web", R"({"performed_by_unit_identifier":{"id":"unit-1"}})"},
    {"web", R"({"performed_by_unit_identifier":{"alternative_code":"MS"}})"},
    {"web", R"({"classification_identifier":{"alternative_code":"C WEB"}})"},
    {"web", R"({"classification_identifier":{"id":"id WEB"}})"},
    {"purchases", R"({"invoice_identifier":{"id":"invoice-1"}})"},
    {"purchases", R"({"invoice_identifier":{"number":"I1"}})"},
    {"purchases", R"({"invoice_identifier":{"reference_number":"IR1"}})"},
    {"purchases", R"({"invoice_identifier":{"back_office_code":"IB1"}})"},
    {"purchases", R"({"payment_medium_brand_identifier":{"alternative_code":"VI"}})"},
    {"financial_achievements", R"({"product_identifier":{"alternative_code":"TO"}})"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(judgement_of_references)

BOOST_AUTO_TEST_CASE(what_does_not_exist_is_not_found) {
    judging by;
    check(by, unknown);
}

BOOST_AUTO_TEST_CASE(references_are_judged_in_the_order_of_the_seed) {
    judging by;
    check(by, order);
}

BOOST_AUTO_TEST_CASE(every_key_finds_its_entity) {
    judging by;
    check(by, found);
}

// Neighbours that name the same, or nearly the same, must not be mistaken for one another.
BOOST_AUTO_TEST_CASE(each_event_of_a_call_is_resolved_by_itself) {
    judging by;
    const auto about = [](unsigned serial, std::string_view account) {
        return valid_event("web", serial).set("accounts_receivable_identifier", account).text();
    };
    const auto outcomes =
        by.create("web", {about(1, R"({"number":"A1"})"), about(2, R"({"number":"A9"})"),
                          about(3, R"({"number":"A9"})"), about(4, R"({"number":"A1"})"),
                          about(5, R"({"name":"A1"})"), about(6, R"({"id":"A1"})"),
                          about(7, R"({"number":"A1"})"), about(8, R"({"name":"Anna"})"),
                          about(9, R"({"number":"Anna"})"), about(10, R"({})")});
    constexpr std::string_view details[] = {
        "",
        "Account (A9) Not Found.",
        "Account (A9) Not Found.",
        "",
        "Account (A1) Not Found.",
        "Account (A1) Not Found.",
        "",
        "",
        "Account (Anna) Not Found.",
        "Parameter accounts_receivable_identifier Is Mandatory."};
    for (std::size_t i = 0; i < std::size(details); ++i)
        BOOST_TEST(outcomes.at(i).detail == details[i]);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
