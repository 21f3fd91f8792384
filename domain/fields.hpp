// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "domain/field.hpp"

/// Every parameter that the API knows, once. The texts are the seed's, shortened.
namespace crmlocal::domain::fields {

using enum value_type;

constexpr field named_text(std::string_view name, std::uint32_t length_max,
                           std::string_view example, std::string_view description) {
    return {.name = name,
            .type = text,
            .description = description,
            .example = example,
            .length_max = length_max};
}

constexpr field reference_to(const entity_kind& kind, std::string_view name,
                             std::string_view example, std::string_view description) {
    return {.name = name,
            .type = identifier,
            .description = description,
            .example = example,
            .kind = &kind};
}

constexpr field plain(value_type type, std::string_view name, std::string_view example,
                      std::string_view description) {
    return {.name = name, .type = type, .description = description, .example = example};
}

// Of a call.
inline constexpr field token =
    named_text("token", text_length_max, R"("0123456789ABCDEF0123456789ABCDEF")",
               "The token retrieved from the login method.");
inline constexpr field fields_set = named_text(
    "fields_set", text_length_max, R"("number, request_unique_identifier")",
    "A comma-separated list of the fields to include in the results; all of them if absent.");
inline constexpr field intended_currency = reference_to(
    kinds::currency, "intended_currency_identifier", R"({"code":"EUR"})",
    "The currency intended for the events. Compared with the performing unit's, not stored.");
inline constexpr field username =
    named_text("username", name_length_max, R"("demo")", "The name of the user who logs in.");
inline constexpr field password =
    named_text("password", text_length_max, R"("demo")", "The user's password.");
inline constexpr field organisation = named_text("organisation", name_length_max, R"("demo")",
                                                 "The organisation that the user belongs to.");
inline constexpr field unit_id =
    named_text("unit", name_length_max, R"("1")", "The id of the unit to work for.");

// Of the methods that create one event, read events back and list them.
inline constexpr field process_immediately =
    plain(boolean, "process_immediately", "true",
          "Whether the event is processed at once. It is stored and shown, nothing else.");
inline constexpr field customer_event =
    reference_to(kinds::customer_event, "customer_event_identifier", R"({"number":"45"})",
                 "The customer event, of the type that the method is for.");
inline constexpr field submitted_after_date =
    plain(date, "submitted_after_date", R"("2016-06-01T00:00:00")",
          "Only customer events that were submitted at this time or after it.");
inline constexpr field submitted_before_date =
    plain(date, "submitted_before_date", R"("2036-06-30T23:59:59")",
          "Only customer events that were submitted at this time or before it.");
inline constexpr std::int64_t results_max = 1000;
inline constexpr std::int64_t results_default = 100;
inline constexpr field number_of_results = {
    .name = "number_of_results",
    .type = whole,
    .description = "How many results are returned at most; 100 if not specified.",
    .example = "100",
    .least = 1,
    .most = results_max};
inline constexpr field offset = {
    .name = "offset",
    .type = whole,
    .description = "How many results are skipped, from the first one; 0 if not specified.",
    .example = "0",
    .least = 0,
    .most = 999'999'999'999};

// Of the methods that are about reference data.
inline constexpr field new_number =
    named_text("number", name_length_max, R"("ACR0000009999")",
               "The number that it is to have; the next free one if not specified.");
inline constexpr field new_name =
    named_text("name", name_length_max, R"("Polina Kestora")", "The name that it is to have.");
inline constexpr field new_description = named_text(
    "description", description_length_max, R"("Opened at the counter")", "A description of it.");
inline constexpr field sign_up_on = plain(date, "sign_up_on", R"("2016-06-22T15:00:00")",
                                          "The date that the rewards participant signed up.");
inline constexpr field sign_up_by_unit =
    reference_to(kinds::unit, "sign_up_by_unit_identifier", R"({"name":"Admin Unit"})",
                 "The unit that signed up the rewards participant.");
inline constexpr std::string_view classification_types[] = {"PURCHASE",
                                                            "REFERRAL",
                                                            "WEB",
                                                            "SOCIAL_MEDIA",
                                                            "ACHIEVEMENT",
                                                            "SPEND_REQUEST",
                                                            "FINANCIAL_ACHIEVEMENT",
                                                            "FINANCIAL_STATEMENT"};
inline constexpr field classification_type = {
    .name = "type",
    .type = text,
    .description = "The type related with the retrieved classifications.",
    .example = R"("WEB")",
    .length_max = text_length_max,
    .one_of = classification_types};

// Of every event.
inline constexpr field request_unique_identifier =
    named_text("request_unique_identifier", name_length_max, R"("221")",
               "The caller's identifier of the event within the call. It is not stored.");
inline constexpr field account =
    reference_to(kinds::account, "accounts_receivable_identifier", R"({"number":"ACR0000000077"})",
                 "The related accounts receivable.");
inline constexpr field participant = reference_to(
    kinds::participant, "rewards_participant_identifier", R"({"number":"RP0000000010"})",
    "The related rewards participant, who stands for their account.");
inline constexpr field classification =
    reference_to(kinds::classification, "classification_identifier", {},
                 "The classification of the customer event.");
inline constexpr field performed_by_unit =
    reference_to(kinds::unit, "performed_by_unit_identifier", R"({"name":"Admin Unit"})",
                 "The unit that initiated the customer event.");
inline constexpr field performed_on =
    plain(date, "performed_on", R"("2016-06-22T15:00:00")",
          "The date that the customer event was actually performed.");
inline constexpr field description =
    named_text("description", description_length_max, R"("Signed up at the counter")",
               "A description of the customer event.");
inline constexpr field external_system =
    named_text("external_system", name_length_max, R"("POS-7")",
               "The third party system that generates the customer event.");
inline constexpr field external_system_reference_number =
    named_text("external_system_reference_number", name_length_max, R"("0001")",
               "The unique reference number of the customer event in the external system.");

// Of some types of event.
inline constexpr field reference_number =
    named_text("reference_number", name_length_max, R"("RF01")",
               "The reference number of the purchase. Not unique.");
inline constexpr field payment_medium_brand =
    reference_to(kinds::payment_medium_brand, "payment_medium_brand_identifier",
                 R"({"name":"Visa"})", "The brand of the payment medium.");
inline constexpr field payment_medium_type =
    reference_to(kinds::payment_medium_type, "payment_medium_type_identifier",
                 R"({"name":"Credit Card"})", "The type of the payment medium.");
inline constexpr field payment_medium_identifier =
    named_text("payment_medium_identifier", name_length_max, R"("************1234")",
               "The identifier of the payment medium.");
inline constexpr field invoice =
    reference_to(kinds::invoice, "invoice_identifier", R"({"number":"INV1"})",
                 "The invoice related with the purchase.");
inline constexpr field product =
    reference_to(kinds::product, "product_identifier", R"({"code":"Bronze"})",
                 "The product of the event or of the line.");
inline constexpr field referred_participant =
    reference_to(kinds::participant, "referred_rewards_participant_identifier",
                 R"({"number":"RP0000000017"})", "The referred rewards participant.");
inline constexpr field referred_by_participant = reference_to(
    kinds::participant, "referred_by_rewards_participant_identifier",
    R"({"number":"RP0000000010"})", "The rewards participant that provided the referral.");
inline constexpr field website = named_text("website", text_length_max, R"("www.crm.com")",
                                            "The website URL related with the customer event.");
inline constexpr field profile =
    named_text("profile", text_length_max, R"("www.facebook.com/polina")",
               "The social media profile related with the customer event.");

inline constexpr std::string_view social_media_values[] = {"FACEBOOK"};
inline constexpr field social_media = {
    .name = "social_media",
    .type = text,
    .description = "The social media related with the customer event.",
    .example = R"("FACEBOOK")",
    .length_max = text_length_max,
    .one_of = social_media_values};
inline constexpr std::string_view action_values[] = {"LIKE"};
inline constexpr field action = {.name = "action",
                                 .type = text,
                                 .description = "The social media action that was performed.",
                                 .example = R"("LIKE")",
                                 .length_max = text_length_max,
                                 .one_of = action_values};

// Of a product line.
inline constexpr field line_quantity =
    plain(quantity, "quantity", R"(1)", "The quantity of the product; 1 if not specified.");
inline constexpr field net_amount =
    plain(amount, "net_amount", R"(50)", "The net amount of the product.");
inline constexpr field vat_amount =
    plain(amount, "vat_amount", R"(10)", "The VAT amount of the product.");
inline constexpr field total_amount =
    plain(amount, "total_amount", R"(60)", "The total amount of the product.");
inline constexpr column product_line[] = {{&product, need::mandatory},
                                          {&line_quantity, need::optional},
                                          {&net_amount, need::mandatory},
                                          {&vat_amount, need::mandatory},
                                          {&total_amount, need::mandatory}};
inline constexpr field products = {
    .name = "products_set",
    .type = rows,
    .description = "The purchased products, with the amounts of each.",
    .example = {},
    .columns = product_line};

// User-defined ones. A type of event has the first so many of each.
constexpr field user_text(std::string_view name) {
    return named_text(name, text_length_max, R"("tier gold")",
                      "User Defined Field of type String.");
}
constexpr field user_float(std::string_view name) {
    return plain(floating, name, "12.5", "User Defined Field of type Float.");
}
constexpr field user_date(std::string_view name) {
    return plain(date, name, R"("2016-12-31T00:00:00")", "User Defined Field of type Date.");
}
inline constexpr field user_texts[] = {
    user_text("udf_string_1"),  user_text("udf_string_2"),  user_text("udf_string_3"),
    user_text("udf_string_4"),  user_text("udf_string_5"),  user_text("udf_string_6"),
    user_text("udf_string_7"),  user_text("udf_string_8"),  user_text("udf_string_9"),
    user_text("udf_string_10"), user_text("udf_string_11"), user_text("udf_string_12"),
    user_text("udf_string_13"), user_text("udf_string_14"), user_text("udf_string_15"),
    user_text("udf_string_16")};
inline constexpr field user_floats[] = {user_float("udf_float_1"), user_float("udf_float_2"),
                                        user_float("udf_float_3"), user_float("udf_float_4")};
inline constexpr field user_dates[] = {user_date("udf_date_1"), user_date("udf_date_2"),
                                       user_date("udf_date_3"), user_date("udf_date_4")};

}  // namespace crmlocal::domain::fields
