// SPDX-License-Identifier: BSL-1.0
//
// Stage four: what must hold between the values of an event.
#include "test/http/judgement_tables.hpp"

namespace crmlocal::test {
namespace {

constexpr std::string_view wrong_type = "InvalidClassificationTypeException";
constexpr std::string_view amounts = "InvalidAmountsException";
constexpr std::string_view currency = "IntendedCurrencyMismatchException";
constexpr std::string_view medium = "PaymentMediumNotAllowedException";
constexpr std::string_view not_active = "AccountNotActiveException";
constexpr std::string_view self_referral = "SelfReferralException";

constexpr judgement_row classifications[] = {
    {"achievements", R"({"classification_identifier":{"name":"Some WEB"}})", wrong_type,
     "Classification (Some WEB) Is Not of Type ACHIEVEMENT."},
    {"achievements", R"({"classification_identifier":{"id":"id FINANCIAL_ACHIEVEMENT"}})",
     wrong_type, "Classification (id FINANCIAL_ACHIEVEMENT) Is Not of Type ACHIEVEMENT."},
    {"purchases", R"({"classification_identifier":{"alternative_code":"C WEB"}})", wrong_type,
     "Classification (C WEB) Is Not of Type PURCHASE."},
    {"referrals", R"({"classification_identifier":{"name":"Some WEB"}})", wrong_type,
     "Classification (Some WEB) Is Not of Type REFERRAL."},
    {"social_media", R"({"classification_identifier":{"name":"Some WEB"}})", wrong_type,
     "Classification (Some WEB) Is Not of Type SOCIAL_MEDIA."},
    {"web", R"({"classification_identifier":{"name":"Some REFERRAL"}})", wrong_type,
     "Classification (Some REFERRAL) Is Not of Type WEB."},
    {"financial_achievements", R"({"classification_identifier":{"name":"Some ACHIEVEMENT"}})",
     wrong_type, "Classification (Some ACHIEVEMENT) Is Not of Type FINANCIAL_ACHIEVEMENT."},
    {"referrals", R"({"classification_identifier":{"name":"Some REFERRAL"}})"},
};

struct amounts_row {
    std::string_view net, vat, total;
    bool add_up;
};
constexpr amounts_row lines[] = {
    {"50", "10", "60", true},
    {"50", "10", "61", false},
    {"50.00", "10.000", "60.0", true},
    {"50.00", "1e1", "59.999999", false},
    {"0.1", "0.2", "0.3", true},
    {"-50", "-10", "-60", true},
    {"-50", "10", "60", false},
    {"0", "0", "-0", true},
    {"999999999999.999999", "-999999999999.999999", "0", true},
    {"999999999999.999999", "999999999999.999999", "999999999999.999999", false},
    {"123456789012.345678", "0.000001", "123456789012.345679", true},
    {"123456789012.345678", "0.000001", "123456789012.345678", false},
    {"1.5E0", "50e-2", "2", true},
};

constexpr judgement_row media[] = {
    // A3 allows Credit Card of Visa.
    {"financial_achievements", R"({"accounts_receivable_identifier":{"number":"A3"}})"},
    {"financial_achievements", R"({"accounts_receivable_identifier":{"number":"A3"},)"
                               R"("payment_medium_type_identifier":{"name":"Credit Card"},)"
                               R"("payment_medium_brand_identifier":{"name":"Visa"}})"},
    {"financial_achievements",
     R"({"accounts_receivable_identifier":{"number":"A3"},)"
     R"("payment_medium_type_identifier":{"name":"Cash"}})",
     medium, "Payment Medium Type (Cash) Is Not Allowed for Account (A3)."},
    {"financial_achievements",
     R"({"accounts_receivable_identifier":{"number":"A3"},)"
     R"("payment_medium_brand_identifier":{"alternative_code":"MC"}})",
     medium, "Payment Medium Brand (MC) Is Not Allowed for Account (A3)."},
    {"financial_achievements",
     R"({"accounts_receivable_identifier":{"number":"A3"},)"
     R"("payment_medium_brand_identifier":{"name":"Mastercard"},)"
     R"("payment_medium_type_identifier":{"name":"Cash"}})",
     medium, "Payment Medium Type (Cash) Is Not Allowed for Account (A3)."},
    // An account reached through a participant is named by its number.
    {"financial_achievements", R"({"accounts_receivable_identifier":absent,)"
                               R"("rewards_participant_identifier":{"number":"P3"},)"
                               R"("payment_medium_type_identifier":{"id":"type-1"}})"},
    {"financial_achievements",
     R"({"accounts_receivable_identifier":absent,)"
     R"("rewards_participant_identifier":{"number":"P3"},)"
     R"("payment_medium_type_identifier":{"alternative_code":"CA"}})",
     medium, "Payment Medium Type (CA) Is Not Allowed for Account (A3)."},
    {"financial_achievements", R"({"accounts_receivable_identifier":absent,)"
                               R"("rewards_participant_identifier":{"number":"P5"},)"
                               R"("payment_medium_type_identifier":{"name":"Cash"}})"},
    // A4 allows nothing.
    {"financial_achievements", R"({"accounts_receivable_identifier":{"number":"A4"}})"},
    {"financial_achievements",
     R"({"accounts_receivable_identifier":{"number":"A4"},)"
     R"("payment_medium_type_identifier":{"name":"Cash"}})",
     medium, "Payment Medium Type (Cash) Is Not Allowed for Account (A4)."},
    {"financial_achievements",
     R"({"accounts_receivable_identifier":{"number":"A4"},)"
     R"("payment_medium_brand_identifier":{"name":"Visa"}})",
     medium, "Payment Medium Brand (Visa) Is Not Allowed for Account (A4)."},
    // A5 allows Cash and names no brand: every brand is fine.
    {"financial_achievements", R"({"accounts_receivable_identifier":{"number":"A5"},)"
                               R"("payment_medium_type_identifier":{"name":"Cash"},)"
                               R"("payment_medium_brand_identifier":{"name":"Mastercard"}})"},
    {"financial_achievements",
     R"({"accounts_receivable_identifier":{"number":"A5"},)"
     R"("payment_medium_type_identifier":{"name":"Credit Card"}})",
     medium, "Payment Medium Type (Credit Card) Is Not Allowed for Account (A5)."},
    // A6 allows Visa and names no type.
    {"financial_achievements", R"({"accounts_receivable_identifier":{"number":"A6"},)"
                               R"("payment_medium_type_identifier":{"name":"Credit Card"},)"
                               R"("payment_medium_brand_identifier":{"name":"Visa"}})"},
    {"financial_achievements",
     R"({"accounts_receivable_identifier":{"number":"A6"},)"
     R"("payment_medium_brand_identifier":{"name":"Mastercard"}})",
     medium, "Payment Medium Brand (Mastercard) Is Not Allowed for Account (A6)."},
    // A1 says nothing, so allows all; and purchases are not restricted at all.
    {"financial_achievements", R"({"payment_medium_type_identifier":{"name":"Cash"}})"},
    {"purchases", R"({"accounts_receivable_identifier":{"number":"A4"},)"
                  R"("payment_medium_type_identifier":{"name":"Cash"}})"},
};

constexpr judgement_row accounts[] = {
    {"web", R"({"accounts_receivable_identifier":{"number":"A2"}})", not_active,
     "Account (A2) Is Not Active."},
    {"web", R"({"accounts_receivable_identifier":{"name":"Bert"}})", not_active,
     "Account (Bert) Is Not Active."},
    {"web", R"({"accounts_receivable_identifier":{"id":"account-2"}})", not_active,
     "Account (account-2) Is Not Active."},
    {"web",
     R"({"accounts_receivable_identifier":absent,)"
     R"("rewards_participant_identifier":{"number":"P2"}})",
     not_active, "Account (A2) Is Not Active."},
    {"web", R"({"accounts_receivable_identifier":absent,)"
            R"("rewards_participant_identifier":{"number":"P5"}})"},
    // A referral has no account of its own.
    {"referrals", R"({"referred_by_rewards_participant_identifier":{"number":"P2"}})"},
    {"achievements", R"({"accounts_receivable_identifier":{"number":"A2"}})", not_active,
     "Account (A2) Is Not Active."},
    {"purchases", R"({"accounts_receivable_identifier":{"number":"A2"}})", not_active,
     "Account (A2) Is Not Active."},
    {"social_media", R"({"accounts_receivable_identifier":{"number":"A2"}})", not_active,
     "Account (A2) Is Not Active."},
    {"financial_achievements", R"({"accounts_receivable_identifier":{"number":"A2"}})", not_active,
     "Account (A2) Is Not Active."},
};

constexpr judgement_row referrals[] = {
    {"referrals", R"({"referred_rewards_participant_identifier":{"number":"P1"}})", self_referral,
     "Participant P1 Cannot Refer Itself."},
    {"referrals", R"({"referred_rewards_participant_identifier":{"id":"participant-1"}})",
     self_referral, "Participant P1 Cannot Refer Itself."},
    // Two participants of one account are two participants.
    {"referrals", R"({"referred_rewards_participant_identifier":{"number":"P1"},)"
                  R"("referred_by_rewards_participant_identifier":{"number":"P4"}})"},
};

std::string line(const amounts_row& row) {
    return R"({"product_identifier":{"code":"Soap"},"net_amount":)" + std::string(row.net) +
           R"(,"vat_amount":)" + std::string(row.vat) + R"(,"total_amount":)" +
           std::string(row.total) + "}";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judgement_of_relations)

BOOST_AUTO_TEST_CASE(a_classification_is_of_the_type_of_the_event) {
    judging by;
    check(by, classifications);
}

BOOST_AUTO_TEST_CASE(net_and_vat_add_up_to_the_total_exactly) {
    judging by;
    for (const amounts_row& row : lines) {
        const std::string wrong = "Net Amount (" + std::string(row.net) + ") and VAT Amount (" +
                                  std::string(row.vat) + ") Do Not Add Up to Total Amount (" +
                                  std::string(row.total) + ").";
        const outcome expected = row.add_up ? outcome{} : outcome{std::string(amounts), wrong};
        const std::string good = line({"1", "2", "3", true});
        for (const std::string& set : {"[" + line(row) + "]", "[" + good + "," + line(row) + "]"})
            BOOST_TEST(by.judge("purchases",
                                valid_event("purchases", 1).set("products_set", set).text()) ==
                       expected);
    }
}

BOOST_AUTO_TEST_CASE(the_quantity_does_not_multiply) {
    judging by;
    constexpr judgement_row rows[] = {
        {"purchases", R"({"products_set":[{"product_identifier":{"code":"Soap"},"quantity":3,)"
                      R"("net_amount":50,"vat_amount":10,"total_amount":60}]})"}};
    check(by, rows);
}

BOOST_AUTO_TEST_CASE(payment_media_are_those_of_the_account) {
    judging by;
    check(by, media);
}

BOOST_AUTO_TEST_CASE(the_account_is_active) {
    judging by;
    check(by, accounts);
}

BOOST_AUTO_TEST_CASE(nobody_refers_themselves) {
    judging by;
    check(by, referrals);
}

BOOST_AUTO_TEST_CASE(the_intended_currency_is_that_of_each_event_s_unit) {
    judging by;
    const auto at = [](unsigned serial, std::string_view unit) {
        return valid_event("purchases", serial).set("performed_by_unit_identifier", unit).text();
    };
    const std::vector<std::string> events = {at(1, R"({"name":"Main Store"})"),
                                             at(2, R"({"name":"Dollar Store"})"),
                                             at(3, R"({"alternative_code":"DS"})")};
    const auto in_euros =
        by.create("purchases", events, R"("intended_currency_identifier":{"code":"EUR"},)");
    BOOST_TEST(in_euros.at(0) == outcome());
    BOOST_TEST(in_euros.at(1).fault == currency);
    BOOST_TEST(in_euros.at(1).detail ==
               "Intended Currency (EUR) Is Not the Currency of Unit (Dollar Store).");
    BOOST_TEST(in_euros.at(2).detail ==
               "Intended Currency (EUR) Is Not the Currency of Unit (DS).");
    const auto in_dollars =
        by.create("purchases", events, R"("intended_currency_identifier":{"id":"currency-2"},)");
    BOOST_TEST(in_dollars.at(0).detail ==
               "Intended Currency (currency-2) Is Not the Currency of Unit (Main Store).");
    BOOST_TEST(in_dollars.at(1) == outcome());
    for (std::string_view none : {"", R"("intended_currency_identifier":null,)"})
        for (const outcome& o : by.create("purchases", events, none)) BOOST_TEST(o == outcome());
}

BOOST_AUTO_TEST_CASE(every_relation_can_be_switched_off) {
    struct row {
        std::string_view rule, collection, change, more;
    };
    constexpr row rows[] = {
        {"classification_type", "web", R"({"classification_identifier":{"name":"Some PURCHASE"}})",
         ""},
        {"amounts_add_up", "purchases",
         R"({"products_set":[{"product_identifier":{"code":"Soap"},"net_amount":1,)"
         R"("vat_amount":1,"total_amount":1}]})",
         ""},
        {"intended_currency", "purchases", "{}",
         R"("intended_currency_identifier":{"code":"USD"},)"},
        {"payment_medium_allowed", "financial_achievements",
         R"({"accounts_receivable_identifier":{"number":"A4"},)"
         R"("payment_medium_type_identifier":{"name":"Cash"}})",
         ""},
        {"account_active", "web", R"({"accounts_receivable_identifier":{"number":"A2"}})", ""},
        {"no_self_referral", "referrals",
         R"({"referred_rewards_participant_identifier":{"number":"P1"}})", ""},
    };
    judging strict;
    for (const row& r : rows) {
        world loose;
        loose.settings = R"({"rules":{")" + std::string(r.rule) + R"(":"off"}})";
        judging by(loose);
        const std::string event = changed(valid_event(r.collection, 1), r.change);
        BOOST_TEST(strict.create(r.collection, {event}, r.more).at(0) != outcome(), r.rule);
        BOOST_TEST(by.create(r.collection, {event}, r.more).at(0) == outcome(), r.rule);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
