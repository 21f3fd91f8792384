// SPDX-License-Identifier: BSL-1.0
#include "domain/rules.hpp"

#include <algorithm>

#include "domain/decimal.hpp"
#include "domain/event_type.hpp"

namespace crmlocal::domain {
namespace {

// The account that an event is about: the one it names, or the one its participant stands for.
struct event_account {
    const entity* found = nullptr;
    std::string_view shown;  // as the caller gave it, or its number
};

event_account account_of(const event& e, std::uint8_t account, std::uint8_t participant) {
    if (const value* v = e.find(account)) return {v->found, v->text()};
    const entity* who = e.find_entity(participant);
    if (!who || !who->related) return {};
    return {who->related, who->related->key};
}

// True if some row allows it, or if no row says anything about media of its kind.
bool allows(const entity& account, const entity* payment_medium::*part, const entity* medium) {
    if (!account.media_restricted) return true;
    if (account.media.empty()) return false;
    bool mentioned = false;
    for (const payment_medium& row : account.media) {
        if (row.*part == medium) return true;
        mentioned |= row.*part != nullptr;
    }
    return !mentioned;
}

}  // namespace

namespace rules {

verdict check_classification_type(const event& e, const rule_columns& at) {
    const value& given = *e.find(at[0]);
    if (given.found->type == e.type().classification) return {};
    return refuse(faults::wrong_classification_type, given.text(), e.type().classification);
}

verdict check_amounts(const event& e, const rule_columns& at) {
    constexpr std::uint8_t net = column_of(fields::product_line, fields::net_amount),
                           vat = column_of(fields::product_line, fields::vat_amount),
                           total = column_of(fields::product_line, fields::total_amount);
    const batch& call = e.call();
    for (const object& line : call.rows_of(*e.find(at[0]))) {
        const value &n = *call.find(line, net), &v = *call.find(line, vat),
                    &t = *call.find(line, total);
        if (n.whole + v.whole != t.whole)
            return refuse(faults::inconsistent_amounts, n.text(), v.text(), t.text());
    }
    return {};
}

verdict check_intended_currency(const event& e, const rule_columns& at) {
    const value* intended = e.call().find_parameter(fields::intended_currency);
    if (!intended) return {};
    const value& unit = *e.find(at[0]);
    if (unit.found->related == intended->found) return {};
    return refuse(faults::currency_mismatch, intended->text(), unit.text());
}

verdict check_payment_medium(const event& e, const rule_columns& at) {
    const event_account account = account_of(e, at[2], at[3]);
    if (!account.found) return {};
    const auto check = [&](std::uint8_t column, const entity* payment_medium::*part,
                           const entity_kind& kind) -> verdict {
        const value* medium = e.find(column);
        if (!medium || allows(*account.found, part, medium->found)) return {};
        return refuse(faults::payment_medium_not_allowed, kind.label, medium->text(),
                      account.shown);
    };
    if (verdict v = check(at[0], &payment_medium::type, kinds::payment_medium_type)) return v;
    return check(at[1], &payment_medium::brand, kinds::payment_medium_brand);
}

verdict check_account_active(const event& e, const rule_columns& at) {
    const event_account account = account_of(e, at[0], at[1]);
    if (!account.found || account.found->active) return {};
    return refuse(faults::account_not_active, account.shown);
}

verdict check_self_referral(const event& e, const rule_columns& at) {
    const entity* referred = e.find_entity(at[0]);
    if (referred != e.find_entity(at[1])) return {};
    return refuse(faults::self_referral, referred->key);
}

}  // namespace rules

namespace claims {

bool was_referred(const event& e, const rule_columns& at) { return e.find_entity(at[0])->referred; }

refusal lost_referral(const event& e, const rule_columns& at) {
    return refuse(faults::already_referred, e.find_entity(at[0])->key);
}

bool never_taken(const event&, const rule_columns&) { return false; }

refusal lost_reference(const event& e, const rule_columns& at) {
    return refuse(faults::duplicate_external_reference, e.find(at[0])->text(),
                  e.find(at[1])->text());
}

}  // namespace claims

bool rule_settings::set(std::string_view name, bool on) noexcept {
    std::uint32_t bit = 1;
    const auto matches = [&](const sentence& says) {
        if (says.name == name) {
            off_ = on ? off_ & ~bit : off_ | bit;
            return true;
        }
        bit <<= 1;
        return false;
    };
    return std::ranges::any_of(rules::all, [&](const rule* r) { return matches(r->says); }) ||
           std::ranges::any_of(claims::all, [&](const claim* c) { return matches(c->says); });
}

std::vector<std::string_view> rule_settings::switched_off() const {
    std::vector<std::string_view> out;
    for (const rule* r : rules::all)
        if (!applies(*r)) out.push_back(r->says.name);
    for (const claim* c : claims::all)
        if (!applies(*c)) out.push_back(c->says.name);
    return out;
}

}  // namespace crmlocal::domain
