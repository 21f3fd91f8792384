// SPDX-License-Identifier: BSL-1.0
//
// What only referrals, social media, web and financial achievements have.
#include <boost/test/unit_test.hpp>
#include <string>

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
    {{{referred, ""}},        missing, "Parameter referred_rewards_participant_identifier Is Mandatory."},
    {{{by, "null"}},          missing, "Parameter referred_by_rewards_participant_identifier Is Mandatory."},
    {{{referred, ""}, {by, ""}}, missing, "Parameter referred_rewards_participant_identifier Is Mandatory."},
    {{{referred, "7"}},       invalid, "Parameter referred_rewards_participant_identifier (7) Is Invalid."},
    {{{by, R"({"id":7})"}},   invalid, "Parameter referred_by_rewards_participant_identifier.id (7) Is Invalid."},
    {{{by, R"({"name":"P1"})"}}, missing, "Parameter referred_by_rewards_participant_identifier Is Mandatory."},
    {{{referred, R"({"id":"a","number":"b"})"}}, ambiguous, "Only One of id, number Is Allowed in referred_rewards_participant_identifier."},
    {{{referred, R"({"number":"P99"})"}},        not_found, "Participant (P99) Not Found."},
    {{{by, R"({"id":"P1"})"}},                   not_found, "Participant (P1) Not Found."},
    {{{referred, R"({"number":"P98"})"}, {by, R"({"number":"P99"})"}}, not_found, "Participant (P98) Not Found."},
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
    {{{"social_media", ""}},              missing, "Parameter social_media Is Mandatory."},
    {{{"social_media", R"("")"}},         missing, "Parameter social_media Is Mandatory."},
    {{{"social_media", R"("facebook")"}}, invalid, "Parameter social_media (facebook) Is Invalid."},
    {{{"social_media", R"("TWITTER")"}},  invalid, "Parameter social_media (TWITTER) Is Invalid."},
    {{{"social_media", R"("FACEBOOK ")"}}, invalid, "Parameter social_media (FACEBOOK ) Is Invalid."},
    {{{"social_media", "7"}},             invalid, "Parameter social_media (7) Is Invalid."},
    {{{"action", "null"}},                missing, "Parameter action Is Mandatory."},
    {{{"action", R"("Like")"}},           invalid, "Parameter action (Like) Is Invalid."},
    {{{"action", R"("SHARE")"}},          invalid, "Parameter action (SHARE) Is Invalid."},
    {{{"profile", ""}},                   missing, "Parameter profile Is Mandatory."},
    {{{"profile", R"("")"}},              missing, "Parameter profile Is Mandatory."},
    {{{"profile", text_of_length(1000)}}, accepted},
    {{{"profile", text_of_length(1001)}}, invalid, "Parameter profile (" + std::string(100, 'x') + "...) Is Invalid."},
    {{{"action", R"("SHARE")"}, {"social_media", ""}}, invalid, "Parameter action (SHARE) Is Invalid."},
    {{{"action", R"("SHARE")"}, {"social_media", "7"}}, invalid, "Parameter social_media (7) Is Invalid."},
};

const std::vector<verdict_row> web = {
    {{{"website", ""}},                   missing, "Parameter website Is Mandatory."},
    {{{"website", "null"}},               missing, "Parameter website Is Mandatory."},
    {{{"website", R"("")"}},              missing, "Parameter website Is Mandatory."},
    {{{"website", "7"}},                  invalid, "Parameter website (7) Is Invalid."},
    {{{"website", text_of_length(1000)}}, accepted},
    {{{"website", text_of_length(1001)}}, invalid, "Parameter website (" + std::string(100, 'x') + "...) Is Invalid."},
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

    {{{type, R"({"name":"Cheque"})"}, {brand, R"({"name":"Diners"})"}}, not_found, "Payment Medium Type (Cheque) Not Found."},
    {{{"product_identifier", R"({"code":"Gold"})"}, {type, R"({"name":"Cheque"})"}}, not_found, "Product (Gold) Not Found."},
    {{{"product_identifier", R"({"alternative_code":"SO"})"}}, accepted},
    {{{"product_identifier", R"({"id":"a","code":"b"})"}}, ambiguous, "Only One of id, code, alternative_code Is Allowed in product_identifier."},
    {{{"payment_medium_identifier", text_of_length(256)}}, invalid, "Parameter payment_medium_identifier (" + std::string(100, 'x') + "...) Is Invalid."},
    // The seed's order here: the media stand before unit and date.
    {{{"performed_on", "7"}, {type, "8"}},      invalid, "Parameter payment_medium_type_identifier (8) Is Invalid."},
    {{{brand, "7"}, {type, "8"}},               invalid, "Parameter payment_medium_type_identifier (8) Is Invalid."},
    {{{"performed_on", ""}, {type, "{}"}},      missing, "Parameter payment_medium_type_identifier Is Mandatory."},
    {{{account, R"({"number":"A3"})"}, cash, {"classification_identifier", R"({"name":"Some WEB"})"}},
        wrong_classification, "Classification (Some WEB) Is Not of Type FINANCIAL_ACHIEVEMENT."},
};
// clang-format on

}  // namespace

BOOST_AUTO_TEST_SUITE(precedence_others)

#define CRMLOCAL_TABLE(claim, collection, table)       \
    BOOST_AUTO_TEST_CASE(claim) {                      \
        world_server server;                           \
        caller anna(server.port());                    \
        check_verdicts(anna, collection, table);       \
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
                   {{both, invalid, "Parameter payment_medium_brand_identifier (7) Is Invalid."}});
    check_verdicts(anna, "financial_achievements",
                   {{both, invalid, "Parameter payment_medium_type_identifier (8) Is Invalid."}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
