// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/fields.hpp"
#include "domain/rule.hpp"

namespace crmlocal::domain {

namespace rules {

verdict check_classification_type(const event&, const rule_columns&);
verdict check_amounts(const event&, const rule_columns&);
verdict check_intended_currency(const event&, const rule_columns&);
verdict check_payment_medium(const event&, const rule_columns&);
verdict check_account_active(const event&, const rule_columns&);
verdict check_self_referral(const event&, const rule_columns&);

inline constexpr rule classification_type = {{"classification_type",
                                              "The classification is of the type of the event.",
                                              standing::found,
                                              {&fields::classification},
                                              1,
                                              1},
                                             &faults::wrong_classification_type,
                                             check_classification_type};

inline constexpr rule amounts_add_up = {
    {"amounts_add_up",
     "The net amount and the VAT amount of every product add up to its total amount.",
     standing::assumed,
     {&fields::products},
     1,
     1},
    &faults::inconsistent_amounts,
    check_amounts};

inline constexpr rule intended_currency = {
    {"intended_currency",
     "The intended currency, if the call names one, is the currency of the performing unit.",
     standing::seed,
     {&fields::performed_by_unit},
     1,
     1},
    &faults::currency_mismatch,
    check_intended_currency};

inline constexpr rule payment_medium_allowed = {
    {"payment_medium_allowed",
     "The payment medium's type and brand are allowed for the account.",
     standing::seed,
     {&fields::payment_medium_type, &fields::payment_medium_brand, &fields::account,
      &fields::participant},
     4,
     2},
    &faults::payment_medium_not_allowed,
    check_payment_medium};

inline constexpr rule account_active = {{"account_active",
                                         "The account of the event is active.",
                                         standing::assumed,
                                         {&fields::account, &fields::participant},
                                         2,
                                         2},
                                        &faults::account_not_active,
                                        check_account_active};

inline constexpr rule no_self_referral = {
    {"no_self_referral",
     "A participant is not referred by itself.",
     standing::assumed,
     {&fields::referred_participant, &fields::referred_by_participant},
     2,
     1},
    &faults::self_referral,
    check_self_referral};

/// All of them, in the order in which they are judged.
inline constexpr const rule* all[] = {&classification_type,    &amounts_add_up, &intended_currency,
                                      &payment_medium_allowed, &account_active, &no_self_referral};

}  // namespace rules

namespace claims {

bool was_referred(const event&, const rule_columns&);
refusal lost_referral(const event&, const rule_columns&);
bool never_taken(const event&, const rule_columns&);
refusal lost_reference(const event&, const rule_columns&);

inline constexpr claim referred_once = {{"referred_once",
                                         "A participant is referred only once.",
                                         standing::seed,
                                         {&fields::referred_participant},
                                         1,
                                         1},
                                        &faults::already_referred,
                                        was_referred,
                                        lost_referral};

inline constexpr claim external_reference_once = {
    {"external_reference_once",
     "An external system's reference number is used by one event only.",
     standing::assumed,
     {&fields::external_system, &fields::external_system_reference_number},
     2,
     1},
    &faults::duplicate_external_reference,
    never_taken,
    lost_reference};

/// All of them, in the order in which they are judged.
inline constexpr const claim* all[] = {&referred_once, &external_reference_once};

}  // namespace claims

/// What an organisation has decided about the rules.
class rule_settings {
public:
    bool refuse_unknown_members = false;

    /// Switches a rule or claim on or off by its name; false if there is none of that name.
    bool set(std::string_view name, bool on) noexcept;

    /// The names of those that are switched off.
    std::vector<std::string_view> switched_off() const;

    bool applies(const rule& r) const noexcept { return !off(find(r, rules::all, 0)); }
    bool applies(const claim& c) const noexcept {
        return !off(find(c, claims::all, std::size(rules::all)));
    }

private:
    static constexpr std::size_t never_off = 31;  // of a private catalogue: cannot be switched off
    static_assert(std::size(rules::all) + std::size(claims::all) <= never_off);

    // The bit of a rule or claim; those of `all` start at `first`.
    template <class What, std::size_t N>
    static constexpr std::size_t find(const What& what, const What* const (&all)[N],
                                      std::size_t first) noexcept {
        for (std::size_t i = 0; i < N; ++i)
            if (all[i] == &what) return first + i;
        return never_off;
    }
    bool off(std::size_t ordinal) const noexcept { return off_ >> ordinal & 1; }

    std::uint32_t off_ = 0;
};

}  // namespace crmlocal::domain
