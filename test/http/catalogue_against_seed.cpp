// SPDX-License-Identifier: BSL-1.0
//
// The catalogue against the parameter tables of the vendor's page, row by row.
#include <algorithm>
#include <map>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "test/support/seed.hpp"

namespace crmlocal::test {

std::ostream& operator<<(std::ostream& out, const seed_method& method) {
    return out << method.path;
}

namespace {

using domain::column;
using domain::event_type;
using domain::field;
using domain::value_type;

// The one known misprint of the page: the second of these rows describes the brand.
constexpr std::string_view misprinted = "payment_medium_type_identifier";
constexpr std::string_view meant = "payment_medium_brand_identifier";
constexpr std::string_view misprinted_in = "financial_achievements";

const std::vector<seed_method>& seed() {
    static const auto methods =
        read_seed(CRMLOCAL_SOURCE_DIR "/test/seed/customer_events_bulk.txt");
    return methods;
}

const event_type* type_of(const seed_method& method) {
    const auto& types = domain::customer_events.types;
    const auto found = std::ranges::find(types, method.collection(), &event_type::collection);
    return found == types.end() ? nullptr : &*found;
}

// The kinds of reference data by the words that the page has for their identifiers.
const std::map<std::string, const domain::entity_kind*> kind_of = {
    {"Accounts receivable Identifier", &domain::kinds::account},
    {"Rewards Participant Identifier", &domain::kinds::participant},
    {"Customer Event Classification Identifier", &domain::kinds::classification},
    {"Unit Identifier", &domain::kinds::unit},
    {"Currency Identifier", &domain::kinds::currency},
    {"Product Identifier", &domain::kinds::product},
    {"Products Identifier", &domain::kinds::product},
    {"Payment Medium Type Identifier", &domain::kinds::payment_medium_type},
    {"Payment Medium Brand Identifier", &domain::kinds::payment_medium_brand},
    {"Invoice Identifier", &domain::kinds::invoice},
};

bool is_of_type(const field& what, const std::string& type) {
    if (type == "String" || type == "List of Strings, comma separated")
        return what.type == value_type::text;
    if (type == "Date") return what.type == value_type::date;
    if (type == "Float") return what.type == value_type::floating;
    if (type == "Number")
        return what.type == (what.name == "quantity" ? value_type::quantity : value_type::amount);
    if (type == "Set of Purchase Product Objects") return what.type == value_type::rows;
    const auto kind = kind_of.find(type);
    return what.type == value_type::identifier && kind != kind_of.end() &&
           what.kind == kind->second;
}

std::string_view word_for(domain::need how) {
    switch (how) {
        case domain::need::mandatory: return "mandatory";
        case domain::need::semi_optional: return "semi-optional";
        case domain::need::optional: break;
    }
    return "optional";
}

std::vector<std::string> key_names(const seed_parameter& of) {
    std::vector<std::string> out;
    for (const seed_parameter& key : of.keys) out.push_back(key.name);
    return out;
}

void check_keys(const field& what, const seed_parameter& row) {
    if (!what.kind) {
        BOOST_TEST(row.keys.empty());
        return;
    }
    const auto keys = what.kind->keys();
    BOOST_TEST(key_names(row) == std::vector<std::string>(keys.begin(), keys.end()),
               boost::test_tools::per_element());
    for (const seed_parameter& key : row.keys) {
        BOOST_TEST(key.need == "semi-optional");
        BOOST_TEST(key.type == "String");
    }
}

void check_table(std::span<const column> ours, const std::vector<seed_parameter>& table) {
    BOOST_TEST(ours.size() == table.size());
    for (std::size_t i = 0; i < std::min(ours.size(), table.size()); ++i) {
        const field& what = *ours[i].what;
        const seed_parameter& row = table[i];
        BOOST_TEST_CONTEXT("row " << i << ": " << row.name) {
            BOOST_TEST(what.name == row.name);
            if (!row.need.empty()) BOOST_TEST(word_for(ours[i].how) == row.need);
            BOOST_TEST(is_of_type(what, row.type), row.type);
            check_keys(what, row);
        }
    }
}

// The page's table with its misprint corrected; how many corrections it took.
std::size_t correct(std::vector<seed_parameter>& table) {
    const auto first = std::ranges::find(table, misprinted, &seed_parameter::name);
    if (first == table.end()) return 0;
    const auto second = std::find_if(
        first + 1, table.end(), [](const seed_parameter& row) { return row.name == misprinted; });
    if (second == table.end()) return 0;
    second->name = meant;
    second->type = "Payment Medium Brand Identifier";
    return 1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(catalogue_against_seed)

BOOST_AUTO_TEST_CASE(the_types_are_those_of_the_seed_in_its_order) {
    std::vector<std::string> in_seed, ours;
    for (const seed_method& method : seed()) in_seed.push_back(method.collection());
    for (const event_type& type : domain::customer_events.types) ours.emplace_back(type.collection);
    BOOST_TEST(ours == in_seed, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(an_event_has_the_parameters_of_the_seed, seed(), method) {
    const event_type* type = type_of(method);
    BOOST_REQUIRE(type);
    std::vector<seed_parameter> table = method.event;
    const std::size_t corrections = correct(table);
    BOOST_TEST(corrections == (method.collection() == misprinted_in ? 1U : 0U));
    check_table(type->bulk.columns, table);
}

BOOST_DATA_TEST_CASE(the_misprinted_row_speaks_of_the_brand, seed(), method) {
    for (const seed_parameter& row : method.event) {
        if (row.name != misprinted) continue;
        const bool is_misprint = row.description.find("brand") != std::string::npos;
        BOOST_TEST((!is_misprint || method.collection() == misprinted_in));
    }
}

BOOST_DATA_TEST_CASE(a_call_has_the_parameters_of_the_seed, seed(), method) {
    const event_type* type = type_of(method);
    BOOST_REQUIRE(type);
    std::vector<seed_parameter> table = method.call;
    const auto set = std::ranges::find(table, type->bulk.set, &seed_parameter::name);
    BOOST_REQUIRE((set != table.end()));
    BOOST_TEST(set->need == "mandatory");
    table.erase(set);
    check_table(type->bulk.parameters, table);
}

BOOST_DATA_TEST_CASE(a_product_line_has_the_parameters_of_the_seed, seed(), method) {
    const event_type* type = type_of(method);
    BOOST_REQUIRE(type);
    std::span<const column> line;
    for (const column& each : type->bulk.columns)
        if (each.what->type == value_type::rows) line = each.what->columns;
    check_table(line, method.line);
}

BOOST_DATA_TEST_CASE(the_values_of_an_enumeration_are_the_seeds, seed(), method) {
    const event_type* type = type_of(method);
    BOOST_REQUIRE(type);
    for (const column& each : type->bulk.columns) {
        const auto row = std::ranges::find(method.event, each.what->name, &seed_parameter::name);
        if (each.what->one_of.empty()) continue;
        BOOST_REQUIRE((row != method.event.end()));
        for (const std::string_view value : each.what->one_of)
            BOOST_TEST(row->description.ends_with(" " + std::string(value)), row->description);
    }
}

BOOST_DATA_TEST_CASE(the_maximum_of_events_is_the_seeds, seed(), method) {
    const event_type* type = type_of(method);
    BOOST_REQUIRE(type);
    const auto set = std::ranges::find(method.call, type->bulk.set, &seed_parameter::name);
    BOOST_REQUIRE((set != method.call.end()));
    BOOST_TEST(set->description.ends_with(" is " + std::to_string(domain::events_per_call_max)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
