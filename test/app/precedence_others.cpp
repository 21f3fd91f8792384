// SPDX-License-Identifier: BSL-1.0
//
// What only referrals, social media, web and financial achievements have.
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

verdict refers_itself(const std::string& number) {
    return {self_referral, "Participant " + number + " Cannot Refer Itself."};
}

// clang-format off
const std::vector<verdict_row> referrals = {
    {{{referred, ""}},        is_mandatory(referred)},
    {{{referred_by, "null"}},          is_mandatory(referred_by)},
    {{{referred, ""}, {referred_by, ""}}, is_mandatory(referred)},
    {{{referred, "7"}},       is_invalid(referred, "7")},
    {{{referred_by, R"({"id":7})"}},   is_invalid(referred_by + ".id", "7")},
    {{{referred_by, by("name", "P1")}}, is_mandatory(referred_by)},
    {{{referred, R"({"id":"a","number":"b"})"}}, only_one_of("id, number", referred)},
    {{{referred, by("number", "P99")}},        no_such("Participant", "P99")},
    {{{referred_by, by("id", "P1")}},                   no_such("Participant", "P1")},
    {{{referred, by("number", "P98")}, {referred_by, by("number", "P99")}},
        no_such("Participant", "P98")},
    {{{referred, by("number", "P1")}},         refers_itself("P1")},
    {{{referred, by("id", "participant-1")}},  refers_itself("P1")},
    {{{referred, by("number", "P4")}},         is_referred("P4")},
    {{{referred, by("number", "P4")}, {referred_by, by("number", "P4")}}, refers_itself("P4")},
    {{{referred, by("number", "P1")}, {classification, by("name", "Some WEB")}},
        not_of_type("Some WEB", "REFERRAL")},
    // It has no account of its own: this member is unknown, and nobody's account is inactive.
    {{{account, "7"}},                           accepted},
    {{{referred_by, by("number", "P2")}},               accepted},
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
                   const std::string& refused = "") {
    std::vector<raw_member> change = media;
    change.emplace_back(account, R"({"number":")" + number + "\"}");
    if (refused.empty()) return {change, accepted};
    return {change, {wrong_medium, "Payment Medium " + refused + " Is Not Allowed for Account (" +
                                       number + ")."}};
}

const raw_member card = {media_type, by("name", "Credit Card")},
                 cash = {media_type, by("name", "Cash")},
                 visa = {media_brand, by("name", "Visa")},
                 mastercard = {media_brand, by("name", "Mastercard")};

const std::vector<verdict_row> payment_media = {
    medium("A1", {cash, mastercard}),  // says nothing: everything
    medium("A3", {}),  // Credit Card of Visa
    medium("A3", {card, visa}),
    medium("A3", {{media_type, by("id", "type-1")}, {media_brand, by("alternative_code", "VI")}}),
    medium("A3", {cash}, "Type (Cash)"),
    medium("A3", {mastercard}, "Brand (Mastercard)"),
    medium("A3", {cash, mastercard}, "Type (Cash)"),
    medium("A3", {card, mastercard}, "Brand (Mastercard)"),
    medium("A3", {{media_type, by("alternative_code", "CA")}}, "Type (CA)"),
    medium("A4", {}),  // an empty list: nothing
    medium("A4", {card}, "Type (Credit Card)"),
    medium("A4", {visa}, "Brand (Visa)"),
    medium("A5", {cash, mastercard}),  // Cash, no brand named
    medium("A5", {visa}),
    medium("A5", {card}, "Type (Credit Card)"),
    medium("A6", {cash, visa}),  // Visa, no type named
    medium("A6", {card}),
    medium("A6", {cash, mastercard}, "Brand (Mastercard)"),
    {{{account, ""}, {participant, by("number", "P3")}, card, visa}, accepted},
    {{{account, ""}, {participant, by("number", "P3")}, cash},
        wrong_medium, "Payment Medium Type (Cash) Is Not Allowed for Account (A3)."},
    {{{account, ""}, {participant, by("number", "P5")}, cash}, accepted},  // of no account

    {{{media_type, by("name", "Cheque")}, {media_brand, by("name", "Diners")}},
        no_such("Payment Medium Type", "Cheque")},
    {{{"product_identifier", by("code", "Gold")}, {media_type, by("name", "Cheque")}},
        no_such("Product", "Gold")},
    {{{"product_identifier", by("alternative_code", "SO")}}, accepted},
    {{{"product_identifier", R"({"id":"a","code":"b"})"}},
        only_one_of("id, code, alternative_code", "product_identifier")},
    {{{"payment_medium_identifier", text_of_length(256)}},
        is_invalid("payment_medium_identifier", cut_off)},
    // The seed's order here: the media stand before unit and date.
    {{{"performed_on", "7"}, {media_type, "8"}},      is_invalid(media_type, "8")},
    {{{media_brand, "7"}, {media_type, "8"}},               is_invalid(media_type, "8")},
    {{{"performed_on", ""}, {media_type, "{}"}},      is_mandatory(media_type)},
    {{{account, by("number", "A3")}, cash, {classification, by("name", "Some WEB")}},
        not_of_type("Some WEB", "FINANCIAL_ACHIEVEMENT")},
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
    const std::vector<raw_member> both = {{media_type, "8"}, {media_brand, "7"}};
    check_verdicts(anna, "purchases", {{both, is_invalid(media_brand, "7")}});
    check_verdicts(anna, "financial_achievements", {{both, is_invalid(media_type, "8")}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
