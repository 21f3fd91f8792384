// SPDX-License-Identifier: BSL-1.0
#include "domain/event_catalogue.hpp"

#include "domain/columns.hpp"
#include "domain/rules.hpp"

namespace crmlocal::domain {
namespace {

using enum need;
using std::array;

// The columns that types share, in the order of the seed's tables.
constexpr array<column, 1> request = {{{&fields::request_unique_identifier, mandatory}}};
constexpr array<column, 2> customer = {
    {{&fields::account, semi_optional}, {&fields::participant, semi_optional}}};
constexpr array<column, 1> classified = {{{&fields::classification, mandatory}}};
constexpr array<column, 1> may_be_classified = {{{&fields::classification, optional}}};
constexpr array<column, 3> performed = {{{&fields::performed_by_unit, mandatory},
                                         {&fields::performed_on, mandatory},
                                         {&fields::description, optional}}};
constexpr array<column, 2> external = {
    {{&fields::external_system, optional}, {&fields::external_system_reference_number, optional}}};
constexpr auto user_fields = user_defined<8, 4, 4>();

// The parameters of the calls.
constexpr column plain_call[] = {{&fields::token, optional}, {&fields::fields_set, optional}};
constexpr column purchases_call[] = {{&fields::token, optional},
                                     {&fields::intended_currency, optional},
                                     {&fields::fields_set, optional}};

// What lists are asked by: one of the first ones, then how much of it.
constexpr array<column, 1> list_begin = {{{&fields::token, optional}}};
constexpr array<column, 6> list_end = {{{&fields::classification, semi_optional},
                                        {&fields::submitted_after_date, optional},
                                        {&fields::submitted_before_date, optional},
                                        {&fields::number_of_results, optional},
                                        {&fields::offset, optional},
                                        {&fields::fields_set, optional}}};
constexpr auto customer_list = join(list_begin, customer, list_end);
constexpr auto referral_list =
    join(list_begin,
         array<column, 2>{{{&fields::referred_participant, semi_optional},
                           {&fields::referred_by_participant, semi_optional}}},
         list_end);

// What only single events have. At the end, so that the records of both are alike.
constexpr array<column, 1> single_only = {{{&fields::process_immediately, optional}}};

// achievements
constexpr auto achievement = join(request, customer, classified, performed, external, user_fields);
constexpr bound<rule> achievement_rules[] = {bind(rules::classification_type, achievement),
                                             bind(rules::account_active, achievement)};
constexpr bound<claim> achievement_claims[] = {bind(claims::external_reference_once, achievement)};
constexpr auto single_achievement = join(achievement, single_only);
static_assert(columns_are_sound(single_achievement));

// purchases
constexpr auto purchase =
    join(request, customer, may_be_classified, performed,
         array<column, 5>{{{&fields::reference_number, mandatory},
                           {&fields::payment_medium_brand, optional},
                           {&fields::payment_medium_type, optional},
                           {&fields::payment_medium_identifier, optional},
                           {&fields::invoice, optional}}},
         external, user_defined<16, 4, 4>(), array<column, 1>{{{&fields::products, mandatory}}});
constexpr bound<rule> purchase_rules[] = {
    bind(rules::classification_type, purchase), bind(rules::amounts_add_up, purchase),
    bind(rules::intended_currency, purchase), bind(rules::account_active, purchase)};
constexpr bound<claim> purchase_claims[] = {bind(claims::external_reference_once, purchase)};
constexpr auto single_purchase = join(purchase, single_only);
static_assert(columns_are_sound(single_purchase));

// referrals
constexpr auto referral = join(request, may_be_classified, performed,
                               array<column, 2>{{{&fields::referred_participant, mandatory},
                                                 {&fields::referred_by_participant, mandatory}}},
                               external, user_fields);
constexpr bound<rule> referral_rules[] = {bind(rules::classification_type, referral),
                                          bind(rules::no_self_referral, referral)};
constexpr bound<claim> referral_claims[] = {bind(claims::referred_once, referral),
                                            bind(claims::external_reference_once, referral)};
constexpr auto single_referral = join(referral, single_only);
static_assert(columns_are_sound(single_referral));

// social media
constexpr auto social_media = join(request, customer, may_be_classified, performed,
                                   array<column, 3>{{{&fields::social_media, mandatory},
                                                     {&fields::profile, mandatory},
                                                     {&fields::action, mandatory}}},
                                   external, user_fields);
constexpr bound<rule> social_media_rules[] = {bind(rules::classification_type, social_media),
                                              bind(rules::account_active, social_media)};
constexpr bound<claim> social_media_claims[] = {
    bind(claims::external_reference_once, social_media)};
constexpr auto single_social_media = join(social_media, single_only);
static_assert(columns_are_sound(single_social_media));

// web
constexpr auto web = join(request, customer, may_be_classified, performed,
                          array<column, 1>{{{&fields::website, mandatory}}}, external, user_fields);
constexpr bound<rule> web_rules[] = {bind(rules::classification_type, web),
                                     bind(rules::account_active, web)};
constexpr bound<claim> web_claims[] = {bind(claims::external_reference_once, web)};
constexpr auto single_web = join(web, single_only);
static_assert(columns_are_sound(single_web));

// financial achievements; the brand's row carries the type's name in the seed, a misprint
constexpr auto financial_achievement =
    join(request, customer, classified,
         array<column, 4>{{{&fields::product, optional},
                           {&fields::payment_medium_type, optional},
                           {&fields::payment_medium_brand, optional},
                           {&fields::payment_medium_identifier, optional}}},
         performed, external, user_fields);
constexpr bound<rule> financial_achievement_rules[] = {
    bind(rules::classification_type, financial_achievement),
    bind(rules::payment_medium_allowed, financial_achievement),
    bind(rules::account_active, financial_achievement)};
constexpr bound<claim> financial_achievement_claims[] = {
    bind(claims::external_reference_once, financial_achievement)};
constexpr auto single_financial_achievement = join(financial_achievement, single_only);
static_assert(columns_are_sound(single_financial_achievement));

constexpr event_type types[] = {
    {.name = "achievement",
     .collection = "achievements",
     .classification = "ACHIEVEMENT",
     .summary = "A customer did something that is worth a reward.",
     .classification_example = R"({"name":"Customer Feedback 3"})",
     .bulk = {plain_call, "achievement_customer_events_set", achievement},
     .single = {plain_call, {}, single_achievement},
     .list = {customer_list},
     .rules = achievement_rules,
     .claims = achievement_claims},
    {.name = "purchase",
     .collection = "purchases",
     .classification = "PURCHASE",
     .summary = "A customer bought products.",
     .classification_example = R"({"name":"Store Purchase"})",
     .bulk = {purchases_call, "purchase_customer_events_set", purchase},
     .single = {purchases_call, {}, single_purchase},
     .list = {customer_list},
     .can_be_cancelled = true,
     .rules = purchase_rules,
     .claims = purchase_claims},
    {.name = "referral",
     .collection = "referrals",
     .classification = "REFERRAL",
     .summary = "A rewards participant brought in another one.",
     .classification_example = R"({"name":"Friend Referral"})",
     .bulk = {plain_call, "referral_customer_events_set", referral},
     .single = {plain_call, {}, single_referral},
     .list = {referral_list},
     .rules = referral_rules,
     .claims = referral_claims},
    {.name = "social media",
     .collection = "social_media",
     .classification = "SOCIAL_MEDIA",
     .summary = "A customer acted on a social medium.",
     .classification_example = R"({"name":"Facebook Like"})",
     .bulk = {plain_call, "social_media_customer_events_set", social_media},
     .single = {plain_call, {}, single_social_media},
     .list = {customer_list},
     .rules = social_media_rules,
     .claims = social_media_claims},
    {.name = "web",
     .collection = "web",
     .classification = "WEB",
     .summary = "A customer visited a website.",
     .classification_example = R"({"name":"Website Visit"})",
     .bulk = {plain_call, "web_customer_events_set", web},
     .single = {plain_call, {}, single_web},
     .list = {customer_list},
     .rules = web_rules,
     .claims = web_claims},
    {.name = "financial achievement",
     .collection = "financial_achievements",
     .classification = "FINANCIAL_ACHIEVEMENT",
     .summary = "A customer reached a financial goal.",
     .classification_example = R"({"name":"Financial Achievement 1"})",
     .bulk = {plain_call, "financial_achievement_customer_events_set", financial_achievement},
     .single = {plain_call, {}, single_financial_achievement},
     .list = {customer_list},
     .rules = financial_achievement_rules,
     .claims = financial_achievement_claims},
};

constexpr column login_parameters[] = {{&fields::username, mandatory},
                                       {&fields::password, mandatory},
                                       {&fields::organisation, mandatory},
                                       {&fields::unit_id, optional}};
constexpr column key_login_parameters[] = {{&fields::unit_id, optional}};
constexpr column release_parameters[] = {{&fields::token, mandatory}};

constexpr column event_parameters[] = {{&fields::token, optional},
                                       {&fields::customer_event, mandatory},
                                       {&fields::fields_set, optional}};

}  // namespace

constinit const event_catalogue customer_events = {types};
constinit const call_shape event_call = {.parameters = event_parameters};
constinit const call_shape login_call = {.parameters = login_parameters};
constinit const call_shape key_login_call = {.parameters = key_login_parameters};
constinit const call_shape release_call = {.parameters = release_parameters};

}  // namespace crmlocal::domain
