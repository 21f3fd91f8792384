// SPDX-License-Identifier: BSL-1.0
#include "domain/event_catalogue.hpp"

#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "domain/fields.hpp"
#include "domain/rules.hpp"

namespace {

using namespace crmlocal::domain;

const event_type* type_of(std::string_view collection) {
    for (const event_type& type : customer_events.types)
        if (type.collection == collection) return &type;
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(catalogue)

BOOST_AUTO_TEST_CASE(every_type_claims_its_external_reference) {
    for (const event_type& type : customer_events.types) {
        BOOST_TEST_REQUIRE(!type.claims.empty());
        BOOST_TEST(type.claims.back().what == &claims::external_reference_once);
    }
    const event_type& referrals = *type_of("referrals");
    BOOST_TEST(referrals.claims.size() == 2U);
    BOOST_TEST(referrals.claims[0].what == &claims::referred_once);
}

// Payment media are restricted where the seed says so: on financial achievements only.
BOOST_AUTO_TEST_CASE(each_type_has_the_rules_that_concern_it) {
    struct row {
        std::string_view collection, rules;
    };
    constexpr row rows[] = {
        {"achievements", "classification_type account_active"},
        {"purchases", "classification_type amounts_add_up intended_currency account_active"},
        {"referrals", "classification_type no_self_referral"},
        {"social_media", "classification_type account_active"},
        {"web", "classification_type account_active"},
        {"financial_achievements", "classification_type payment_medium_allowed account_active"},
    };
    for (const row& r : rows) {
        std::string names;
        for (const bound<rule>& b : type_of(r.collection)->rules)
            names.append(names.empty() ? "" : " ").append(b.what->says.name);
        BOOST_TEST(names == r.rules, r.collection << " has the rules " << names);
    }
}

BOOST_AUTO_TEST_CASE(what_must_be_unique_is) {
    std::set<std::string_view> collections, names, sets, classifications;
    for (const event_type& type : customer_events.types) {
        BOOST_TEST(collections.insert(type.collection).second);
        BOOST_TEST(names.insert(type.name).second);
        BOOST_TEST(sets.insert(type.bulk.set).second);
        BOOST_TEST(classifications.insert(type.classification).second);
        for (const column& c : type.bulk.parameters) BOOST_TEST(c.what->name != type.bulk.set);
    }
}

// What the contract says of bounds, for every field that any type has.
BOOST_AUTO_TEST_CASE(every_text_is_bounded) {
    std::set<const field*> seen;
    for (const event_type& type : customer_events.types)
        for (const column& c : type.bulk.columns) seen.insert(c.what);
    for (const field* f : seen) {
        if (f->type != value_type::text) {
            BOOST_TEST(f->length_max == 0U);
            continue;
        }
        const bool is_name = f->name.find("identifier") != f->name.npos ||
                             f->name.find("reference") != f->name.npos ||
                             f->name == "external_system";
        const std::size_t bound = f->name == "description" ? 4000 : is_name ? 255 : 1000;
        BOOST_TEST(f->length_max == bound, f->name << " may have " << f->length_max);
        BOOST_TEST(!f->description.empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()
