// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include "test/support/object_text.hpp"

namespace crmlocal::test {

/// The six types of event as paths and fixtures call them, in the order of the seed.
inline constexpr std::string_view collections[] = {
    "achievements", "purchases", "referrals", "social_media", "web", "financial_achievements"};

/// The member of a bulk call's body that holds the events: "web_customer_events_set".
std::string set_name(std::string_view collection);
/// The type of the classifications that fit: "WEB".
std::string classification_type(std::string_view collection);

/// What is particular to an organisation; everything else is the same in all of them.
struct world {
    std::string organisation = "world";
    std::string settings = "{}";      ///< the fixture's member, as JSON
    std::string next_numbers = "{}";  ///< the fixture's member, as JSON

    /// The fixture: user `u` with password `p`, the Web API keys `<organisation>-key-1` and
    /// `shared-key`, and, each with a reason to be there:
    ///
    /// - currencies EUR and USD; units `Main Store` (id unit-1, code MS, EUR) and `Dollar Store`
    /// - a classification of each type, called after it: `Some WEB`
    /// - media types `Credit Card`, `Cash`; brands `Visa`, `Mastercard`
    /// - accounts A1 (Anna), A2 (Bert, suspended), and with restricted media A3 (Credit Card of
    ///   Visa), A4 (nothing), A5 (Cash), A6 (any type of Visa)
    /// - participants P1, P2, P3 of A1, A2, A3; P4 of A1, already referred; P5 of no account;
    ///   R1 … R1200, to be referred
    /// - products Soap, Towel; invoice I1
    std::string fixture() const;
};

/// An event that such an organisation accepts. Referrals refer R1, R2, … by `serial`, from 1; its
/// request_unique_identifier is the serial as well.
object_text valid_event(std::string_view collection, unsigned serial);

}  // namespace crmlocal::test
