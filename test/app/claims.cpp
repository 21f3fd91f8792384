// SPDX-License-Identifier: BSL-1.0
//
// Stage five: what can be had only once. Between concurrent calls: concurrent_calls.cpp.
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

// The members of an external reference.
std::vector<raw_member> external(const std::string& system, const std::string& number,
                                 std::vector<raw_member> more = {}) {
    more.emplace_back("external_system", system);
    more.emplace_back("external_system_reference_number", number);
    return more;
}

const verdict used_0001 = is_used("POS-7", "0001");

// clang-format off
const std::vector<verdict_row> references = {
    {external(R"("POS-7")", R"("0001")"), accepted},
    {external(R"("POS-7")", R"("0001")"), used_0001},
    {external(R"("POS\u002d7")", R"("0001")"), used_0001},
    {external(R"("POS-7")", R"("0002")"), accepted},
    {external(R"("POS-8")", R"("0001")"), accepted},
    {external(R"("POS-70")", R"("001")"), accepted},
    {external(R"("POS-7, 0")", R"("001")"), accepted},
    // Without both parts it is no claim.
    {external(R"("POS-7")", ""),      accepted},
    {external(R"("POS-7")", ""),      accepted},
    {external(R"("POS-7")", R"("")"), accepted},
    {external(R"("POS-7")", R"("")"), accepted},
    {external("", R"("0001")"),       accepted},
    {external("", R"("0001")"),       accepted},
    {external("null", R"("0001")"),   accepted},
    {external(R"("")", R"("0001")"),  accepted},
    {external(R"("")", R"("")"),      accepted},
    {external(R"("")", R"("")"),      accepted},
    // A refused event claims nothing.
    {external(R"("POS-7")", R"("0003")", {{"performed_on", ""}}), is_mandatory("performed_on")},
    {external(R"("POS-7")", R"("0003")", {{unit, by("name", "Nowhere")}}),
        no_such("Unit", "Nowhere")},
    {external(R"("POS-7")", R"("0003")", {{classification, by("name", "Nothing")}}),
        no_such("Classification", "Nothing")},
    {external(R"("POS-7")", R"("0003")"), accepted},
    // It is the last thing judged.
    {external(R"("POS-7")", R"("0001")", {{"performed_on", ""}}), is_mandatory("performed_on")},
    {external(R"("POS-7")", R"("0001")", {{unit, by("name", "Nowhere")}}),
        no_such("Unit", "Nowhere")},
};

// Serials refer R1, R2, … unless the row says otherwise.
const std::vector<verdict_row> referrals = {
    {external(R"("POS")", R"("1")"), accepted},
    // Referred comes before the external reference.
    {external(R"("POS")", R"("1")", {{referred, by("number", "R1")}}), is_referred("R1")},
    // Who loses one claim keeps nothing of the other.
    {external(R"("POS")", R"("1")"),                                     is_used("POS", "1")},
    {{{referred, by("number", "R3")}},                                 accepted},
    {external(R"("POS")", R"("2")", {{referred, by("number", "R1")}}), is_referred("R1")},
    {external(R"("POS")", R"("2")"),                                     accepted},
    // By whom does not matter; who referred can be referred.
    {{{referred, by("number", "R1")}, {referred_by, by("number", "P2")}},
        is_referred("R1")},
    {{{referred, by("id", "participant-1")}, {referred_by, by("number", "P2")}}, accepted},
    {{{referred, by("number", "P1")}, {referred_by, by("number", "P3")}},
        is_referred("P1")},
};
// clang-format on

std::string event_with_reference(std::string_view collection, unsigned serial) {
    return changed_event(collection, serial, external(R"("POS-7")", R"("0001")"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(claims)

BOOST_DATA_TEST_CASE(an_external_reference_is_used_only_once, data::make(collections), collection) {
    world_server server;
    caller anna(server.port());
    check_verdicts(anna, collection, references);
}

BOOST_AUTO_TEST_CASE(a_participant_is_referred_only_once) {
    world_server server;
    caller anna(server.port());
    check_verdicts(anna, "referrals", referrals);
}

BOOST_AUTO_TEST_CASE(an_external_reference_is_used_only_once_over_all_types) {
    world_server server;
    caller anna(server.port());
    bool first = true;
    for (const std::string_view collection : collections) {
        const bulk_answer answer = anna.create(collection, {event_with_reference(collection, 1)});
        BOOST_TEST(answer.processed.size() == (first ? 1U : 0U));
        first = false;
        for (const unprocessed_row& row : answer.unprocessed)
            BOOST_TEST(row.error_description == error_text(used_0001.error_code, used_0001.detail));
    }
}

BOOST_DATA_TEST_CASE(a_retry_after_a_lost_answer_creates_nothing_twice, data::make(collections),
                     collection) {
    world_server server;
    const std::string event = event_with_reference(collection, 1);
    {
        caller cut_off(server.port());
        cut_off.client.send(request_text("POST", bulk_path(collection),
                                         bulk_body(cut_off.token, collection, {event})));
        cut_off.client.receive();
    }
    caller anna(server.port());
    BOOST_TEST(anna.create(collection, {event}).unprocessed.size() == 1U);
    BOOST_TEST(
        (anna.create(collection, valid_events(collection, 1, 2)).numbers() == numbers_from(2, 1)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
