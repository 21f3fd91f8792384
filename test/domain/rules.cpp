// SPDX-License-Identifier: BSL-1.0
#include "domain/rules.hpp"

#include <boost/test/unit_test.hpp>

#include "domain/columns.hpp"
#include "domain/rule.hpp"

namespace {

using namespace crmlocal::domain;

constexpr column few[] = {{&fields::request_unique_identifier, need::mandatory},
                          {&fields::participant, need::semi_optional},
                          {&fields::external_system_reference_number, need::optional},
                          {&fields::external_system, need::optional}};

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_and_claims)

BOOST_AUTO_TEST_CASE(the_rules_are_those_of_the_contract_in_its_order) {
    constexpr std::string_view names[] = {"classification_type", "amounts_add_up",
                                          "intended_currency",   "payment_medium_allowed",
                                          "account_active",      "no_self_referral"};
    BOOST_TEST_REQUIRE(std::size(rules::all) == std::size(names));
    for (std::size_t i = 0; i < std::size(names); ++i)
        BOOST_TEST(rules::all[i]->says.name == names[i]);
    BOOST_TEST_REQUIRE(std::size(claims::all) == 2U);
    BOOST_TEST(claims::all[0]->says.name == "referred_once");
    BOOST_TEST(claims::all[1]->says.name == "external_reference_once");
}

BOOST_AUTO_TEST_CASE(every_rule_can_be_switched_off_by_its_name_alone) {
    const auto count_on = [](const rule_settings& settings) {
        std::size_t on = 0;
        for (const rule* r : rules::all) on += settings.applies(*r);
        for (const claim* c : claims::all) on += settings.applies(*c);
        return on;
    };
    constexpr std::size_t all = std::size(rules::all) + std::size(claims::all);
    BOOST_TEST(count_on({}) == all);
    const auto check = [&](const auto& what) {
        rule_settings settings;
        BOOST_TEST(settings.set(what.says.name, false));
        BOOST_TEST(!settings.applies(what));
        BOOST_TEST(count_on(settings) == all - 1);
        BOOST_TEST(settings.set(what.says.name, true));
        BOOST_TEST(count_on(settings) == all);
    };
    for (const rule* r : rules::all) check(*r);
    for (const claim* c : claims::all) check(*c);
}

BOOST_AUTO_TEST_CASE(a_name_that_no_rule_has_changes_nothing) {
    rule_settings settings;
    BOOST_TEST(!settings.set("", false));
    BOOST_TEST(!settings.set("Account_active", false));
    BOOST_TEST(!settings.set("account_activ", false));
    for (const rule* r : rules::all) BOOST_TEST(settings.applies(*r));
}

BOOST_AUTO_TEST_CASE(a_rule_of_a_private_catalogue_always_applies) {
    constexpr rule mine = {{"account_active", "Mine.", standing::assumed, {&fields::website}, 1, 1},
                           &faults::invalid_value,
                           nullptr};
    rule_settings settings;
    for (const rule* r : rules::all) settings.set(r->says.name, false);
    for (const claim* c : claims::all) settings.set(c->says.name, false);
    BOOST_TEST(settings.applies(mine));
}

BOOST_AUTO_TEST_CASE(a_rule_is_bound_to_the_columns_of_its_fields) {
    constexpr auto active = bind(rules::account_active, few);
    BOOST_TEST(active.at[0] == no_column);
    BOOST_TEST(active.at[1] == 1);
    BOOST_TEST(active.triggers == 0b10U);

    constexpr auto once = bind(claims::external_reference_once, few);
    BOOST_TEST(once.at[0] == 3);
    BOOST_TEST(once.at[1] == 2);
    BOOST_TEST(once.at[2] == no_column);
    BOOST_TEST(once.triggers == 0b1000U);
}

BOOST_AUTO_TEST_CASE(what_a_rule_only_looks_at_does_not_make_it_apply) {
    constexpr column media[] = {{&fields::request_unique_identifier, need::mandatory},
                                {&fields::account, need::optional},
                                {&fields::payment_medium_brand, need::optional}};
    constexpr auto allowed = bind(rules::payment_medium_allowed, media);
    BOOST_TEST(allowed.triggers == 0b100U);
    BOOST_TEST(allowed.at[2] == 1);
}

BOOST_AUTO_TEST_SUITE_END()
