// SPDX-License-Identifier: BSL-1.0
#include "domain/fault.hpp"

#include <set>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using namespace crmlocal::domain;

struct row {
    const fault* why;
    std::vector<std::string_view> arguments;
    std::string_view text;
};

// The sentences of the contract, section 3, with its own examples.
const row sentences[] = {
    {&faults::not_found,
     {"Account", "ACR000177"},
     "Error:Account (ACR000177) Not Found. - Description:The specified API value was not found."},
    {&faults::already_referred,
     {"RP0000000004"},
     "Error:Participant RP0000000004 Was Already Referred by Another Participant. - "
     "Description:The participant was already referred by another participant."},
    {&faults::missing_parameter,
     {"performed_on"},
     "Error:Parameter performed_on Is Mandatory. - Description:A mandatory API parameter was not "
     "specified."},
    {&faults::invalid_value,
     {"performed_on", "22/06/2016"},
     "Error:Parameter performed_on (22/06/2016) Is Invalid. - Description:The specified API value "
     "is not valid."},
    {&faults::ambiguous_parameter,
     {"id, number, name", " in accounts_receivable_identifier"},
     "Error:Only One of id, number, name Is Allowed in accounts_receivable_identifier. - "
     "Description:More than one of the mutually exclusive API parameters was specified."},
    {&faults::duplicate_value,
     {"request_unique_identifier", "221"},
     "Error:Parameter request_unique_identifier (221) Is Not Unique. - Description:The specified "
     "API value must be unique."},
    {&faults::duplicate_external_reference,
     {"POS-7", "0001"},
     "Error:External Reference (POS-7, 0001) Already Exists. - Description:An event with the same "
     "external system reference was already created."},
    {&faults::wrong_classification_type,
     {"Financial Achievement 1", "ACHIEVEMENT"},
     "Error:Classification (Financial Achievement 1) Is Not of Type ACHIEVEMENT. - Description:The "
     "classification does not apply to this type of customer event."},
    {&faults::inconsistent_amounts,
     {"50", "10", "61"},
     "Error:Net Amount (50) and VAT Amount (10) Do Not Add Up to Total Amount (61). - "
     "Description:The amounts of the purchased product are not consistent."},
    {&faults::currency_mismatch,
     {"EUR", "Admin Unit"},
     "Error:Intended Currency (EUR) Is Not the Currency of Unit (Admin Unit). - Description:The "
     "intended currency does not match the currency of the performing unit."},
    {&faults::payment_medium_not_allowed,
     {"Payment Medium Type", "Credit Card", "ACR0000000218"},
     "Error:Payment Medium Type (Credit Card) Is Not Allowed for Account (ACR0000000218). - "
     "Description:The payment medium is not allowed for the account."},
    {&faults::self_referral,
     {"RP0000000010"},
     "Error:Participant RP0000000010 Cannot Refer Itself. - Description:A participant cannot be "
     "referred by itself."},
    {&faults::account_not_active,
     {"ACR0000000077"},
     "Error:Account (ACR0000000077) Is Not Active. - Description:The account is not active."},
    {&faults::invalid_token,
     {},
     "Error:Token Is Invalid. - Description:The token is missing, unknown or expired."},
    {&faults::invalid_credentials,
     {},
     "Error:Credentials Are Invalid. - Description:The username, password or organisation is not "
     "valid."},
    {&faults::too_many_events,
     {"1001", "1000"},
     "Error:1001 Customer Events Exceed the Maximum of 1000. - Description:Too many customer "
     "events were specified."},
    {&faults::malformed_request,
     {"Request Body Is Not Valid JSON (offset 17)."},
     "Error:Request Body Is Not Valid JSON (offset 17). - Description:The request could not be "
     "read."},
    {&faults::unknown_method,
     {},
     "Error:Method Is Unknown. - Description:The Web API method does not exist."},
    {&faults::method_not_allowed,
     {"GET", "POST"},
     "Error:HTTP Method GET Is Not Allowed. - Description:The Web API method must be called with "
     "POST."},
};

struct named_row {
    std::string_view name;
    int http_status;
};

constexpr named_row names[] = {
    {"NotFoundAPIValueException", 404},
    {"ReferredByAnotherParticipantException", 409},
    {"MissingAPIParameterException", 400},
    {"InvalidAPIValueException", 400},
    {"AmbiguousAPIParameterException", 400},
    {"DuplicateAPIValueException", 409},
    {"DuplicateExternalReferenceException", 409},
    {"InvalidClassificationTypeException", 400},
    {"InvalidAmountsException", 400},
    {"IntendedCurrencyMismatchException", 400},
    {"PaymentMediumNotAllowedException", 400},
    {"SelfReferralException", 400},
    {"AccountNotActiveException", 400},
    {"CustomerEventNotPostedException", 409},
    {"InvalidTokenException", 401},
    {"InvalidCredentialsException", 401},
    {"MaximumNumberOfEventsExceededException", 400},
    {"MalformedRequestException", 400},
    {"UnknownMethodException", 404},
    {"MethodNotAllowedException", 405},
    {"RequestTooLargeException", 413},
    {"RequestTimeoutException", 408},
    {"CallInProgressException", 409},
    {"IdempotencyKeyReusedException", 422},
    {"ServiceUnavailableException", 503},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(fault_texts)

BOOST_AUTO_TEST_CASE(a_refusal_says_what_the_contract_says) {
    for (const row& r : sentences) {
        BOOST_TEST_CONTEXT(r.why->name) {
            const refusal said = refuse(*r.why, std::span(r.arguments));
            BOOST_TEST(said.why == r.why);
            BOOST_TEST(said.text() == r.text);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_table_holds_the_faults_of_the_contract_and_no_others) {
    BOOST_TEST_REQUIRE(std::size(faults::table) == std::size(names));
    for (std::size_t i = 0; i < std::size(names); ++i) {
        BOOST_TEST(faults::table[i].name == names[i].name);
        BOOST_TEST(faults::table[i].http_status == names[i].http_status);
    }
}

BOOST_AUTO_TEST_CASE(names_of_faults_are_unique_and_end_alike) {
    std::set<std::string_view> seen;
    for (const fault& f : faults::table) {
        BOOST_TEST(seen.insert(f.name).second);
        BOOST_TEST(f.name.ends_with("Exception"));
        BOOST_TEST(f.general.ends_with("."));
    }
}

BOOST_AUTO_TEST_CASE(what_the_seed_shows_is_marked_as_seen) {
    BOOST_TEST((faults::not_found.text == standing::seed));
    BOOST_TEST((faults::already_referred.text == standing::seed));
    for (const fault& f : faults::table)
        if (&f != &faults::not_found && &f != &faults::already_referred)
            BOOST_TEST((f.text == standing::assumed), f.name << " has a text of ours");
}

BOOST_AUTO_TEST_CASE(braces_in_an_argument_are_left_alone) {
    BOOST_TEST(refuse(faults::invalid_value, "a{}b", "{}").detail ==
               "Parameter a{}b ({}) Is Invalid.");
}

BOOST_AUTO_TEST_CASE(arguments_that_are_not_given_leave_a_gap) {
    BOOST_TEST(refuse(faults::not_found, "Unit").detail == "Unit () Not Found.");
    BOOST_TEST(refuse(faults::invalid_token, "too", "many").detail == "Token Is Invalid.");
}

BOOST_AUTO_TEST_SUITE_END()
