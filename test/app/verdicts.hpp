// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "test/support/caller.hpp"
#include "test/support/object_text.hpp"

namespace crmlocal::test {

// The faults that an event or a login can get, short enough for tables.
inline constexpr std::string_view not_found = "NotFoundAPIValueException",
                                  already_referred = "ReferredByAnotherParticipantException",
                                  missing = "MissingAPIParameterException",
                                  invalid = "InvalidAPIValueException",
                                  ambiguous = "AmbiguousAPIParameterException",
                                  not_unique = "DuplicateAPIValueException",
                                  reference_used = "DuplicateExternalReferenceException",
                                  wrong_classification = "InvalidClassificationTypeException",
                                  wrong_amounts = "InvalidAmountsException",
                                  wrong_currency = "IntendedCurrencyMismatchException",
                                  wrong_medium = "PaymentMediumNotAllowedException",
                                  self_referral = "SelfReferralException",
                                  not_active = "AccountNotActiveException",
                                  wrong_credentials = "InvalidCredentialsException",
                                  not_posted = "CustomerEventNotPostedException",
                                  wrong_token = "InvalidTokenException";

// Parameters with long names.
inline const std::string account = "accounts_receivable_identifier",
                         participant = "rewards_participant_identifier",
                         classification = "classification_identifier",
                         unit = "performed_by_unit_identifier",
                         media_type = "payment_medium_type_identifier",
                         media_brand = "payment_medium_brand_identifier",
                         referred = "referred_rewards_participant_identifier",
                         referred_by = "referred_by_rewards_participant_identifier",
                         intended_currency = "intended_currency_identifier";

/// The general sentence of a fault, as the contract has it.
std::string_view general_sentence(std::string_view error_code);

/// `Error:<detail> - Description:<general sentence>`
std::string error_text(std::string_view error_code, std::string_view detail);

/// What is expected: the fault and the sentence after `Error:`, or nothing if it is accepted.
struct verdict {
    std::string_view error_code = {};
    std::string detail = {};

    bool is_accepted() const noexcept { return error_code.empty(); }
};

inline const verdict accepted;

/// `Parameter <name> Is Mandatory.`
verdict is_mandatory(const std::string& name);
/// `Parameter <name> (<value>) Is Invalid.`
verdict is_invalid(const std::string& name, const std::string& value);
/// `Only One of <keys> Is Allowed in <name>.`
verdict only_one_of(const std::string& keys, const std::string& name);
/// `<label> (<value>) Not Found.`
verdict no_such(const std::string& label, const std::string& value);

/// `External Reference (<system>, <number>) Already Exists.`
verdict is_used(const std::string& system, const std::string& number);
/// `Participant <number> Was Already Referred by Another Participant.`
verdict is_referred(const std::string& number);
/// `Classification (<value>) Is Not of Type <type>.`
verdict not_of_type(const std::string& value, const std::string& type);
/// `Net Amount (<net>) and VAT Amount (<vat>) Do Not Add Up to Total Amount (<total>).`
verdict no_sum(const std::string& net, const std::string& vat, const std::string& total);

/// How a text of many x is shown where it is invalid.
inline const std::string cut_off = std::string(100, 'x') + "...";

/// A row of a table: what is changed in a valid event, and what is answered. A member with an empty
/// text instead of JSON is taken out of the event.
struct verdict_row {
    std::vector<raw_member> change;
    verdict expected;
};

/// The valid event of that serial with the change made.
std::string changed_event(std::string_view collection, unsigned serial,
                          const std::vector<raw_member>& change);

/// Sends the rows of a table, in calls of up to 1000 events, and checks that each gets its verdict.
/// The rows must not change request_unique_identifier.
void check_verdicts(caller& who, std::string_view collection, const std::vector<verdict_row>& rows,
                    std::string_view more = "");

/// How the answer differs from a refusal of the call for that reason; empty if it does not.
std::string difference(const verdict& expected, const response& from);

/// An identifier, `{"<key>":"<value>"}`.
std::string by(std::string_view key, std::string_view value);

/// As many characters as that, in quotes.
std::string text_of_length(std::size_t length, std::string_view character = "x");

}  // namespace crmlocal::test
