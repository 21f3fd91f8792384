// SPDX-License-Identifier: BSL-1.0
//
// What only referrals, social media, web and financial achievements have.
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

const std::string referred = "referred_rewards_participant_identifier";
const std::string by = "referred_by_rewards_participant_identifier";
const std::string account = "accounts_receivable_identifier";
const std::string participant = "rewards_participant_identifier";
const std::string type = "payment_medium_type_identifier";
const std::string brand = "payment_medium_brand_identifier";

// clang-format off
const std::vector<verdict_row> referrals = {
    {{{referred, ""}},        is_mandatory("referred_rewards_participant_identifier")},
    {{{by, "null"}},          is_mandatory("referred_by_rewards_participant_identifier")},
    {{{referred, ""}, {by, ""}}, is_mandatory("referred_rewards_participant_identifier")},
    {{{referred, "7"}},       is_invalid("referred_rewards_participant_identifier", "7")},
    {{{by, R"({"id":7})"}},   is_invalid("referred_by_rewards_participant_identifier.id", "7")},
    {{{by, R"({"name":"P1"})"}}, is_mandatory("referred_by_rewards_participant_identifier")},
    {{{referred, R"({"id":"a","number":"b"})"}}, only_one_of("id, number", "referred_rewards_participant_identifier")},
    {{{referred, R"({"number":"P99"})"}},        no_such("Participant", "P99")},
    {{{by, R"({"id":"P1"})"}},                   no_such("Participant", "P1")},
    {{{referred, R"({"number":"P98"})"}, {by, R"({"number":"P99"})"}}, no_such("Participant", "P98")},
    {{{referred, R"({"number":"P1"})"}},         self_referral, "Participant P1 Cannot Refer Itself."},
    {{{referred, R"({"id":"participant-1"})"}},  self_referral, "Participant P1 Cannot Refer Itself."},
    {{{referred, R"({"number":"P4"})"}},         already_referred, "Participant P4 Was Already Referred by Another Participant."},
    {{{referred, R"({"number":"P4"})"}, {by, R"({"number":"P4"})"}}, self_referral, "Participant P4 Cannot Refer Itself."},
    {{{referred, R"({"number":"P1"})"}, {"classification_identifier", R"({"name":"Some WEB"})"}},
        wrong_classification, "Classification (Some WEB) Is Not of Type REFERRAL."},
    // It has no account of its own: this member is unknown, and nobody's account is inactive.
    {{{account, "7"}},                           accepted},
    {{{by, R"({"number":"P2"})"}},               accepted},
};

const std::vector<verdict_row> social_media = {
    {{{"social_media", ""}},              is_mandatory("social_media")},
    {{{"social_media", R"("")"}},         is_mandatory("social_media")},
    {{{"social_media", R"("facebook")"}}, is_invalid("social_media", "facebook")},
    {{{"social_media", R"("TWITTER")"}},  is_invalid("social_media", "TWITTER")},
    {{{"social_media", R"("FACEBOOK ")"}}, is_invalid("social_media", "FACEBOOK ")},
    {{{"social_media", "7"}},             is_invalid("social_media", "7")},
    {{{"action", "null"}},                is_mandatory("action")},
    {{{"action", R"("Like")"}},           is_invalid("action", "Like")},
    {{{"action", R"("SHARE")"}},          is_invalid("action", "SHARE")},
    {{{"profile", ""}},                   is_mandatory("profile")},
    {{{"profile", R"("")"}},              is_mandatory("profile")},
    {{{"profile", text_of_length(1000)}}, accepted},
    {{{"profile", text_of_length(1001)}}, is_invalid("profile", cut_off)},
    {{{"action", R"("SHARE")"}, {"social_media", ""}}, is_invalid("action", "SHARE")},
    {{{"action", R"("SHARE")"}, {"social_media", "7"}}, is_invalid("social_media", "7")},
};

const std::vector<verdict_row> web = {
    {{{"website", ""}},                   is_mandatory("website")},
    {{{"website", "null"}},               is_mandatory("website")},
    {{{"website", R"("")"}},              is_mandatory("website")},
    {{{"website", "7"}},                  is_invalid("website", "7")},
    {{{"website", text_of_length(1000)}}, accepted},
    {{{"website", text_of_length(1001)}}, is_invalid("website", cut_off)},
    {{{"website", R"("not a URL")"}},     accepted},
};

verdict_row medium(const std::string& number, const std::vector<raw_member>& media,
                   std::string_view error_code, const std::string& what = "") {
    std::vector<raw_member> change = media;
    change.emplace_back(account, R"({"number":")" + number + "\"}");
    return {change, error_code, "Payment Medium " + what + " Is Not Allowed for Account (" + number + ")."};
}

const raw_member card = {type, R"({"name":"Credit Card"})"}, cash = {type, R"({"name":"Cash"})"},
                 visa = {brand, R"({"name":"Visa"})"}, mastercard = {brand, R"({"name":"Mastercard"})"};

const std::vector<verdict_row> payment_media = {
    medium("A1", {cash, mastercard},  accepted),  // says nothing: everything
    medium("A3", {},                  accepted),  // Credit Card of Visa
    medium("A3", {card, visa},        accepted),
    medium("A3", {{type, R"({"id":"type-1"})"}, {brand, R"({"alternative_code":"VI"})"}}, accepted),
    medium("A3", {cash},              wrong_medium, "Type (Cash)"),
    medium("A3", {mastercard},        wrong_medium, "Brand (Mastercard)"),
    medium("A3", {cash, mastercard},  wrong_medium, "Type (Cash)"),
    medium("A3", {card, mastercard},  wrong_medium, "Brand (Mastercard)"),
    medium("A3", {{type, R"({"alternative_code":"CA"})"}}, wrong_medium, "Type (CA)"),
    medium("A4", {},                  accepted),  // an empty list: nothing
    medium("A4", {card},              wrong_medium, "Type (Credit Card)"),
    medium("A4", {visa},              wrong_medium, "Brand (Visa)"),
    medium("A5", {cash, mastercard},  accepted),  // Cash, no brand named
    medium("A5", {visa},              accepted),
    medium("A5", {card},              wrong_medium, "Type (Credit Card)"),
    medium("A6", {cash, visa},        accepted),  // Visa, no type named
    medium("A6", {card},              accepted),
    medium("A6", {cash, mastercard},  wrong_medium, "Brand (Mastercard)"),
    {{{account, ""}, {participant, R"({"number":"P3"})"}, card, visa}, accepted},
    {{{account, ""}, {participant, R"({"number":"P3"})"}, cash},
        wrong_medium, "Payment Medium Type (Cash) Is Not Allowed for Account (A3)."},
    {{{account, ""}, {participant, R"({"number":"P5"})"}, cash}, accepted},  // of no account

    {{{type, R"({"name":"Cheque"})"}, {brand, R"({"name":"Diners"})"}}, no_such("Payment Medium Type", "Cheque")},
    {{{"product_identifier", R"({"code":"Gold"})"}, {type, R"({"name":"Cheque"})"}}, no_such("Product", "Gold")},
    {{{"product_identifier", R"({"alternative_code":"SO"})"}}, accepted},
    {{{"product_identifier", R"({"id":"a","code":"b"})"}}, only_one_of("id, code, alternative_code", "product_identifier")},
    {{{"payment_medium_identifier", text_of_length(256)}}, is_invalid("payment_medium_identifier", cut_off)},
    // The seed's order here: the media stand before unit and date.
    {{{"performed_on", "7"}, {type, "8"}},      is_invalid("payment_medium_type_identifier", "8")},
    {{{brand, "7"}, {type, "8"}},               is_invalid("payment_medium_type_identifier", "8")},
    {{{"performed_on", ""}, {type, "{}"}},      is_mandatory("payment_medium_type_identifier")},
    {{{account, R"({"number":"A3"})"}, cash, {"classification_identifier", R"({"name":"Some WEB"})"}},
        wrong_classification, "Classification (Some WEB) Is Not of Type FINANCIAL_ACHIEVEMENT."},
};
// clang-format on

}  // namespace

BOOST_AUTO_TEST_SUITE(precedence_others)

#define CRMLOCAL_TABLE(claim, collection, table) \
    BOOST_AUTO_TEST_CASE(claim) {                \
        world_server server;                     \
        caller anna(server.port());              \
        check_verdicts(anna, collection, table); \
    }

CRMLOCAL_TABLE(a_referral_names_two_participants, "referrals", referrals)
CRMLOCAL_TABLE(social_media_and_actions_are_those_of_the_seed, "social_media", social_media)
CRMLOCAL_TABLE(a_web_event_names_a_website, "web", web)
CRMLOCAL_TABLE(payment_media_are_those_of_the_account, "financial_achievements", payment_media)

#undef CRMLOCAL_TABLE

BOOST_AUTO_TEST_CASE(a_purchase_and_a_financial_achievement_order_type_and_brand_differently) {
    world_server server;
    caller anna(server.port());
    const std::vector<raw_member> both = {{type, "8"}, {brand, "7"}};
    check_verdicts(anna, "purchases",
                   {{both, is_invalid("payment_medium_brand_identifier", "7")}});
    check_verdicts(anna, "financial_achievements",
                   {{both, is_invalid("payment_medium_type_identifier", "8")}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
