// SPDX-License-Identifier: BSL-1.0
#include "domain/batch.hpp"

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "domain/event_type.hpp"
#include "domain/fields.hpp"

namespace {

using namespace crmlocal::domain;

const event_type& web = customer_events.types[4];

}  // namespace

BOOST_AUTO_TEST_SUITE(batches)

BOOST_AUTO_TEST_CASE(a_batch_forgets_the_call_before) {
    batch call;
    call.begin(web.bulk, &web);
    call.events_given = 7;
    call.set.as = given_as::rows;
    call.call.given = 1;
    call.call.values = call.add_values(2);
    call.events.push({});
    call.accept_all();
    call.refuse_event(0, refuse(faults::invalid_token));
    BOOST_TEST(call.refused_count() == 1U);

    call.begin(login_call, nullptr);
    BOOST_TEST(call.events_given == 0U);
    BOOST_TEST((call.set.as == given_as::nothing));
    BOOST_TEST(call.events.empty());
    BOOST_TEST(call.values.empty());
    BOOST_TEST(call.refused_count() == 0U);
    BOOST_TEST(call.type == nullptr);
    BOOST_TEST(call.find_parameter(fields::username) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_column_that_was_not_given_has_no_value) {
    batch call;
    call.begin(web.bulk, &web);
    object o;
    o.values = call.add_values(64);
    o.given = std::uint64_t{1} << 63 | 1;
    BOOST_TEST(call.find(o, 0) == &call.values[o.values]);
    BOOST_TEST(call.find(o, 63) == &call.values[o.values + 63]);
    BOOST_TEST(call.find(o, 1) == nullptr);
    BOOST_TEST(call.find(o, 64) == nullptr);
    BOOST_TEST(call.find(o, no_column) == nullptr);
}

BOOST_AUTO_TEST_CASE(each_event_has_a_verdict_of_its_own) {
    batch call;
    call.begin(web.bulk, &web);
    for (int i = 0; i < 3; ++i) call.events.push({});
    call.accept_all();
    call.refuse_event(2, refuse(faults::missing_parameter, "a"));
    call.refuse_event(0, refuse(faults::missing_parameter, "b"));
    BOOST_TEST(call.refused(0)->detail == "Parameter b Is Mandatory.");
    BOOST_TEST(call.refused(1) == nullptr);
    BOOST_TEST(call.refused(2)->detail == "Parameter a Is Mandatory.");
    BOOST_TEST(call.refused_count() == 2U);
}

// Judgement, and the ledger's claims, rely on it.
BOOST_AUTO_TEST_CASE(a_refusal_found_before_another_stays_where_it_is) {
    batch call;
    call.begin(web.bulk, &web);
    for (int i = 0; i < 1000; ++i) call.events.push({});
    call.accept_all();
    for (std::size_t i = 0; i < 1000; ++i)
        call.refuse_event(i, refuse(faults::missing_parameter, std::to_string(i)));
    for (std::size_t i = 0; i < 1000; ++i)
        BOOST_TEST(call.refused(i)->detail == "Parameter " + std::to_string(i) + " Is Mandatory.");
}

BOOST_AUTO_TEST_CASE(a_trimmed_batch_can_be_used_again) {
    batch call;
    call.begin(web.bulk, &web);
    call.values.extend(10'000'000);
    call.trim();
    BOOST_TEST(call.values.capacity() == 0U);
    call.begin(web.bulk, &web);
    BOOST_TEST(call.add_values(3) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
