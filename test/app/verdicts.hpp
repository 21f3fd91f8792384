// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "test/support/caller.hpp"
#include "test/support/object_text.hpp"

namespace crmlocal::test {

// The faults that an event can get, short enough for tables.
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
                                  accepted = "";

/// The general sentence of a fault, as the contract has it.
std::string_view general_sentence(std::string_view error_code);

/// `Error:<detail> - Description:<general sentence>`
std::string error_text(std::string_view error_code, std::string_view detail);

/// A row of a table: what is changed in a valid event, and what is answered. A member with an empty
/// text instead of JSON is taken out of the event.
struct verdict_row {
    std::vector<raw_member> change;
    std::string_view error_code;
    std::string detail = {};  ///< the sentence after `Error:`
};

/// The valid event of that serial with the change made.
std::string changed_event(std::string_view collection, unsigned serial,
                          const std::vector<raw_member>& change);

/// Sends the rows of a table, in calls of up to 1000 events, and checks that each gets its verdict.
/// The rows must not change request_unique_identifier.
void check_verdicts(caller& who, std::string_view collection, const std::vector<verdict_row>& rows,
                    std::string_view more = "");

/// As many characters as that, in quotes.
std::string text_of_length(std::size_t length, std::string_view character = "x");

}  // namespace crmlocal::test
