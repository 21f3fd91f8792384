// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "domain/standing.hpp"

namespace crmlocal::domain {

/// One way to say no. The texts are the API's own; `detail` holds a `{}` for each argument.
struct fault {
    std::string_view name;     ///< what an event row carries as its error code
    std::string_view detail;   ///< the sentence after "Error:", with {} for each argument
    std::string_view general;  ///< the sentence after "Description:"
    int http_status;  ///< the status under `--api-fault-status 4xx`, and of HTTP's own faults
    standing rule;    ///< how well it is known that such a thing is refused
    standing text;    ///< how well the texts are known
};

namespace faults {

inline constexpr fault table[] = {
    {"NotFoundAPIValueException", "{} ({}) Not Found.", "The specified API value was not found.",
     404, standing::seed, standing::seed},
    {"ReferredByAnotherParticipantException",
     "Participant {} Was Already Referred by Another Participant.",
     "The participant was already referred by another participant.", 409, standing::seed,
     standing::seed},
    {"MissingAPIParameterException", "Parameter {} Is Mandatory.",
     "A mandatory API parameter was not specified.", 400, standing::seed, standing::assumed},
    {"InvalidAPIValueException", "Parameter {} ({}) Is Invalid.",
     "The specified API value is not valid.", 400, standing::assumed, standing::assumed},
    {"AmbiguousAPIParameterException", "Only One of {} Is Allowed{}.",
     "More than one of the mutually exclusive API parameters was specified.", 400, standing::found,
     standing::assumed},
    {"DuplicateAPIValueException", "Parameter {} ({}) Is Not Unique.",
     "The specified API value must be unique.", 409, standing::seed, standing::assumed},
    {"DuplicateExternalReferenceException", "External Reference ({}, {}) Already Exists.",
     "An event with the same external system reference was already created.", 409,
     standing::assumed, standing::assumed},
    {"InvalidClassificationTypeException", "Classification ({}) Is Not of Type {}.",
     "The classification does not apply to this type of customer event.", 400, standing::found,
     standing::assumed},
    {"InvalidAmountsException",
     "Net Amount ({}) and VAT Amount ({}) Do Not Add Up to Total Amount ({}).",
     "The amounts of the purchased product are not consistent.", 400, standing::assumed,
     standing::assumed},
    {"IntendedCurrencyMismatchException",
     "Intended Currency ({}) Is Not the Currency of Unit ({}).",
     "The intended currency does not match the currency of the performing unit.", 400,
     standing::seed, standing::assumed},
    {"PaymentMediumNotAllowedException", "{} ({}) Is Not Allowed for Account ({}).",
     "The payment medium is not allowed for the account.", 400, standing::seed, standing::assumed},
    {"SelfReferralException", "Participant {} Cannot Refer Itself.",
     "A participant cannot be referred by itself.", 400, standing::assumed, standing::assumed},
    {"AccountNotActiveException", "Account ({}) Is Not Active.", "The account is not active.", 400,
     standing::assumed, standing::assumed},
    {"CustomerEventNotPostedException", "Customer Event ({}) Is Already Cancelled.",
     "Only posted customer events can be cancelled.", 409, standing::found, standing::assumed},
    {"InvalidTokenException", "Token Is Invalid.", "The token is missing, unknown or expired.", 401,
     standing::assumed, standing::assumed},
    {"InvalidCredentialsException", "Credentials Are Invalid.",
     "The username, password or organisation is not valid.", 401, standing::assumed,
     standing::assumed},
    {"MaximumNumberOfEventsExceededException", "{} Customer Events Exceed the Maximum of {}.",
     "Too many customer events were specified.", 400, standing::seed, standing::assumed},
    {"MalformedRequestException", "{}", "The request could not be read.", 400, standing::assumed,
     standing::assumed},
    {"UnknownMethodException", "Method Is Unknown.", "The Web API method does not exist.", 404,
     standing::assumed, standing::assumed},
    {"MethodNotAllowedException", "HTTP Method {} Is Not Allowed.",
     "The Web API method must be called with {}.", 405, standing::assumed, standing::assumed},
    {"RequestTooLargeException", "{}", "The request is larger than the server accepts.", 413,
     standing::assumed, standing::assumed},
    {"RequestTimeoutException", "{}", "The request did not arrive in time.", 408, standing::assumed,
     standing::assumed},
    {"CallInProgressException", "A Call with Idempotency-Key ({}) Is in Progress.",
     "The same call is being carried out; try again to get its answer.", 409, standing::assumed,
     standing::assumed},
    {"IdempotencyKeyReusedException", "Idempotency-Key ({}) Was Used for Another Call.",
     "An idempotency key stands for one call with one body.", 422, standing::assumed,
     standing::assumed},
    {"ServiceUnavailableException", "{}", "The service is not available at the moment.", 503,
     standing::assumed, standing::assumed},
};

/// The fault of that name in the table; asking for one that is not there does not compile.
consteval const fault& named(std::string_view name) {
    for (const fault& f : table)
        if (f.name == name) return f;
    throw "no such fault";
}

inline constexpr const fault& not_found = named("NotFoundAPIValueException");
inline constexpr const fault& already_referred = named("ReferredByAnotherParticipantException");
inline constexpr const fault& missing_parameter = named("MissingAPIParameterException");
inline constexpr const fault& invalid_value = named("InvalidAPIValueException");
inline constexpr const fault& ambiguous_parameter = named("AmbiguousAPIParameterException");
inline constexpr const fault& duplicate_value = named("DuplicateAPIValueException");
inline constexpr const fault& duplicate_external_reference =
    named("DuplicateExternalReferenceException");
inline constexpr const fault& wrong_classification_type =
    named("InvalidClassificationTypeException");
inline constexpr const fault& inconsistent_amounts = named("InvalidAmountsException");
inline constexpr const fault& currency_mismatch = named("IntendedCurrencyMismatchException");
inline constexpr const fault& payment_medium_not_allowed =
    named("PaymentMediumNotAllowedException");
inline constexpr const fault& self_referral = named("SelfReferralException");
inline constexpr const fault& account_not_active = named("AccountNotActiveException");
inline constexpr const fault& event_not_posted = named("CustomerEventNotPostedException");
inline constexpr const fault& invalid_token = named("InvalidTokenException");
inline constexpr const fault& invalid_credentials = named("InvalidCredentialsException");
inline constexpr const fault& too_many_events = named("MaximumNumberOfEventsExceededException");
inline constexpr const fault& malformed_request = named("MalformedRequestException");
inline constexpr const fault& unknown_method = named("UnknownMethodException");
inline constexpr const fault& method_not_allowed = named("MethodNotAllowedException");
inline constexpr const fault& request_too_large = named("RequestTooLargeException");
inline constexpr const fault& request_timeout = named("RequestTimeoutException");
inline constexpr const fault& call_in_progress = named("CallInProgressException");
inline constexpr const fault& key_of_another_call = named("IdempotencyKeyReusedException");
inline constexpr const fault& service_unavailable = named("ServiceUnavailableException");

}  // namespace faults

/// Why something was refused: the fault, and its sentence with the arguments filled in.
struct refusal {
    const fault* why;
    std::string detail;   ///< the sentence after "Error:"
    std::string general;  ///< the sentence after "Description:"

    /// The text grammar of the seed: `Error:<detail> - Description:<general>`.
    std::string text() const;
};

/// Fills the arguments into the fault's sentences, in order, detail first. UTF-8 in, UTF-8 out.
refusal refuse(const fault& why, std::span<const std::string_view> arguments);

template <class... Text>
refusal refuse(const fault& why, const Text&... arguments) {
    const std::string_view list[] = {std::string_view(arguments)..., std::string_view()};
    return refuse(why, std::span(list, sizeof...(arguments)));
}

}  // namespace crmlocal::domain
