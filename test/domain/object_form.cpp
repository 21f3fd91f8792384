// SPDX-License-Identifier: BSL-1.0
#include "domain/object_form.hpp"

#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"

namespace crmlocal::domain {
namespace {

std::string names_of(const object_form& form) {
    std::string out;
    for (std::size_t at = 0; at < form.members().size(); at = form.members()[at].end)
        out += form.members()[at].name + " ";
    return out;
}

std::size_t count_chosen(const object_form& form, std::string_view names, std::string& unknown) {
    std::string_view first_unknown;
    const auto chosen = form.select(names, first_unknown);
    unknown = first_unknown;
    std::size_t count = 0;
    for (std::size_t at = 0; at < form.members().size(); ++at) count += chosen[at];
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(object_forms)

BOOST_AUTO_TEST_CASE(a_purchase_has_its_members_in_the_order_of_the_vendors_page) {
    const auto form = object_form::of_event(customer_events.types[1]);
    const std::string names = names_of(form);
    BOOST_TEST(names.starts_with(
                   "id number type life_cycle_state performed_on description process_immediately "
                   "reference_number payment_medium_identifier "),
               names);
    BOOST_TEST(
        names.find("total_amount net_amount vat_amount classification accounts_receivable ") !=
            names.npos,
        names);
    BOOST_TEST(names.find("log_information currency instant_spend_request automatic_spend_request "
                          "udf_string_1 ") != names.npos,
               names);
    BOOST_TEST(names.ends_with("udf_date_4 products_set "), names);
}

BOOST_AUTO_TEST_CASE(every_column_of_every_type_is_shown_once) {
    for (const event_type& type : customer_events.types) {
        const auto form = object_form::of_event(type);
        std::multiset<std::string> names;
        for (std::size_t at = 0; at < form.members().size(); at = form.members()[at].end)
            names.insert(form.members()[at].name);
        for (const column& c : type.columns().subspan(1)) {
            std::string name(c.what->name);
            if (c.what->type == value_type::identifier)
                name.resize(name.size() - std::string("_identifier").size());
            BOOST_TEST(names.count(name) == 1U, type.name << ": " << name);
        }
        for (const std::string& name : names) BOOST_TEST(names.count(name) == 1U, name);
    }
}

BOOST_AUTO_TEST_CASE(members_know_where_they_end_and_what_they_are_within) {
    for (const event_type& type : customer_events.types) {
        const auto form = object_form::of_event(type);
        const auto& all = form.members();
        for (std::size_t at = 0; at < all.size(); ++at) {
            BOOST_TEST(all[at].end > at);
            BOOST_TEST(all[at].end <= all.size());
            BOOST_TEST(all[all[at].parent].end >= all[at].end);
            BOOST_TEST(all[at].parent <= at);
        }
    }
}

BOOST_AUTO_TEST_CASE(names_select_members_with_all_they_consist_of) {
    const auto form = object_form::of_event(customer_events.types[1]);
    std::string unknown;
    BOOST_TEST(count_chosen(form, "", unknown) == form.members().size());
    BOOST_TEST(count_chosen(form, " , ,", unknown) == form.members().size());
    BOOST_TEST(count_chosen(form, "id", unknown) == 1U);
    BOOST_TEST(count_chosen(form, "id, number ,id", unknown) == 2U);
    BOOST_TEST(count_chosen(form, "currency", unknown) == 3U);
    BOOST_TEST(count_chosen(form, "currency.code", unknown) == 2U);
    BOOST_TEST(count_chosen(form, "products_set.product.code,currency", unknown) == 6U);
    BOOST_TEST(unknown == "");
    for (const char* name : {"ID", "currency.name", "currency.code.x", "code", ".", "id."}) {
        count_chosen(form, std::string("id,") + name + ",number", unknown);
        BOOST_TEST(unknown == name);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::domain
