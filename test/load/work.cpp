// SPDX-License-Identifier: BSL-1.0
#include "load/work.hpp"

#include <set>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "http/fixture_reader.hpp"

namespace crmlocal::load {
namespace {

namespace data = boost::unit_test::data;
namespace json = boost::json;

work_options small() {
    work_options out;
    out.bodies = 3;
    out.events = 200;
    out.accounts = 1000;
    return out;
}

json::array events_of(const body& of) {
    const json::value read = json::parse(of.json());
    return read.as_object().at((read.as_object().begin() + 1)->key()).as_array();
}

// How many user-defined fields an event has.
std::size_t user_fields(const json::value& event) {
    std::size_t out = 0;
    for (const auto& member : event.as_object()) out += member.key().starts_with("udf_");
    return out;
}

const auto every_type = data::make(collections_of_work());

}  // namespace

BOOST_AUTO_TEST_SUITE(standard_work)

BOOST_DATA_TEST_CASE(the_same_seed_makes_the_same_bytes, every_type, type) {
    const auto first = make_bodies(type, small());
    const auto again = make_bodies(type, small());
    work_options other = small();
    other.seed = 2;
    const auto others = make_bodies(type, other);
    for (std::size_t i = 0; i < first.size(); ++i) {
        BOOST_TEST(first[i].json() == again[i].json());
        BOOST_TEST(first[i].json() != others[i].json());
    }
    BOOST_TEST(first[0].json() != first[1].json());
}

BOOST_DATA_TEST_CASE(a_body_knows_its_events, every_type, type) {
    work_options how = small();
    how.refused_share = 0.2;
    for (const body& b : make_bodies(type, how)) {
        BOOST_CHECK_EQUAL(events_of(b).size(), how.events);
        BOOST_CHECK_EQUAL(b.events(), how.events);
        BOOST_CHECK_GT(b.refused_count(), how.events / 10);
        BOOST_CHECK_LT(b.refused_count(), how.events / 3);
    }
}

BOOST_DATA_TEST_CASE(a_share_of_all_or_nothing_is_exact, every_type, type) {
    for (const double share : {0.0, 1.0}) {
        work_options how = small();
        how.refused_share = how.udf_density.emplace(share);
        const std::size_t most = type == "purchases" ? 24 : 16;
        for (const body& b : make_bodies(type, how)) {
            BOOST_CHECK_EQUAL(b.refused_count(), share == 1.0 ? how.events : 0);
            for (const json::value& event : events_of(b))
                BOOST_CHECK_EQUAL(user_fields(event), share == 1.0 ? most : 0);
        }
    }
}

BOOST_DATA_TEST_CASE(no_external_reference_comes_twice, every_type, type) {
    work_options how = small();
    auto bodies = make_bodies(type, how);
    running_numbers next = {.participants = 1'000'000};
    std::set<std::string> seen;
    for (int turn = 0; turn < 2; ++turn)
        for (body& b : bodies) {
            b.renumber(next);
            for (const json::value& event : events_of(b))
                BOOST_TEST(
                    seen.emplace(event.at("external_system_reference_number").as_string()).second);
        }
}

BOOST_AUTO_TEST_CASE(nobody_is_referred_twice_or_by_themselves) {
    auto bodies = make_bodies("referrals", small());
    running_numbers next = {.participants = 1000};
    std::set<std::string> referred;
    for (body& b : bodies) {
        b.renumber(next);
        for (const json::value& event : events_of(b)) {
            const auto number = [&](const char* member) {
                return std::string(event.at(member).at("number").as_string());
            };
            const std::string who = number("referred_rewards_participant_identifier");
            BOOST_TEST(who != number("referred_by_rewards_participant_identifier"));
            BOOST_TEST(referred.insert(who).second);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_head_and_a_token_leave_the_rest_as_it_was) {
    body b = make_bodies("web", small()).front();
    const std::string before(b.json());
    const std::string request(b.created_request(1));
    b.put_in_front("POST / HTTP/1.1\r\n\r\n");
    b.put_in_front("POST /longer HTTP/1.1\r\n\r\n");
    b.set_token("0123456789ABCDEF0123456789ABCDEF");
    BOOST_TEST(b.bytes().starts_with("POST /longer HTTP/1.1\r\n\r\n{\"token\":\"0123456789ABCDEF"));
    BOOST_TEST(b.json().substr(50) == before.substr(50));
    BOOST_TEST(b.created_request(1) == request);
    BOOST_CHECK_THROW(b.set_token("short"), std::runtime_error);
    b.fit_token(5);
    b.set_token("short");
    BOOST_TEST(b.json().starts_with("{\"token\":\"short\",\"web_customer_events_set\":[{"));
    BOOST_TEST(b.created_request(1) == request);
}

BOOST_AUTO_TEST_CASE(the_fixture_is_one_that_a_server_reads) {
    const auto read =
        http::read_fixture(make_fixture("somebody", 100), "here", domain::customer_events, 1);
    BOOST_REQUIRE(read);
    BOOST_TEST(read->organisation == "somebody");
    BOOST_CHECK_EQUAL(participants_of(make_fixture("somebody", 100)), 100U);
}

BOOST_AUTO_TEST_CASE(other_bodies_are_refused) {
    for (const char* json : {"{}", R"({"token":"T"})",
                             R"({"token":"T","web":[{"request_unique_identifier":"short"}]})"})
        BOOST_CHECK_THROW(body{json}, std::runtime_error);
    BOOST_CHECK_THROW(make_bodies("visits", small()), std::invalid_argument);
    BOOST_CHECK_THROW(read_bodies("/nowhere", "web"), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::load
