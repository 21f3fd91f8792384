// SPDX-License-Identifier: BSL-1.0
//
// Stage five: what only one event of an organisation may have.
#include "test/http/judgement_tables.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

constexpr std::string_view referred = "ReferredByAnotherParticipantException";
constexpr std::string_view taken = "DuplicateExternalReferenceException";

// A referral of that participant; with an external reference unless its number is empty.
std::string referral(unsigned serial, std::string_view who, std::string_view reference = "") {
    object_text event = valid_event("referrals", serial);
    event.set("referred_rewards_participant_identifier", "{\"number\":" + json_text(who) + "}");
    if (!reference.empty())
        event.set("external_system", "\"POS-7\"")
            .set("external_system_reference_number", json_text(reference));
    return event.text();
}

std::string visit(unsigned serial, std::string_view system, std::string_view number) {
    object_text event = valid_event("web", serial);
    event.set("external_system", system).set("external_system_reference_number", number);
    return event.text();
}

outcome already_referred(std::string_view who) {
    return {std::string(referred),
            "Participant " + std::string(who) + " Was Already Referred by Another Participant."};
}

outcome already_exists(std::string_view system, std::string_view number) {
    return {std::string(taken), "External Reference (" + std::string(system) + ", " +
                                    std::string(number) + ") Already Exists."};
}

void check_all(const std::vector<outcome>& actual, const std::vector<outcome>& expected) {
    BOOST_TEST(actual == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judgement_of_claims)

BOOST_AUTO_TEST_CASE(a_participant_is_referred_only_once) {
    judging by;
    check_all(by.create("referrals", {referral(1, "R1"), referral(2, "R2"), referral(3, "R1")}),
              {{}, {}, already_referred("R1")});
    check_all(by.create("referrals", {referral(4, "R2"), referral(5, "R3"), referral(6, "P4")}),
              {already_referred("R2"), {}, already_referred("P4")});
}

BOOST_AUTO_TEST_CASE(a_participant_is_the_same_by_any_of_its_keys) {
    judging by;
    const std::string by_id =
        changed(valid_event("referrals", 1),
                R"({"referred_rewards_participant_identifier":{"id":"participant-1"},)"
                R"("referred_by_rewards_participant_identifier":{"number":"P2"}})");
    const std::string by_number =
        changed(valid_event("referrals", 2),
                R"({"referred_rewards_participant_identifier":{"number":"P1"},)"
                R"("referred_by_rewards_participant_identifier":{"number":"P3"}})");
    check_all(by.create("referrals", {by_id, by_number}), {{}, already_referred("P1")});
}

BOOST_AUTO_TEST_CASE(who_refers_may_refer_many) {
    judging by;
    std::vector<std::string> events;
    for (unsigned i = 1; i <= 1000; ++i) events.push_back(valid_event("referrals", i).text());
    for (const outcome& o : by.create("referrals", events)) BOOST_TEST(o == outcome());
}

BOOST_AUTO_TEST_CASE(an_external_reference_is_used_only_once) {
    judging by;
    check_all(by.create("web",
                        {visit(1, R"("POS-7")", R"("0001")"), visit(2, R"("POS-7")", R"("0002")"),
                         visit(3, R"("POS-7")", R"("0001")"), visit(4, R"("POS-8")", R"("0001")")}),
              {{}, {}, already_exists("POS-7", "0001"), {}});
    check_all(by.create("web", {visit(1, R"("POS-7")", R"("0002")")}),
              {already_exists("POS-7", "0002")});
}

BOOST_AUTO_TEST_CASE(an_external_reference_is_unique_among_all_types_of_event) {
    judging by;
    for (std::size_t i = 0; i < std::size(collections); ++i) {
        const std::string event =
            changed(valid_event(collections[i], 1),
                    R"({"external_system":"POS","external_system_reference_number":"1"})");
        const outcome expected = i == 0 ? outcome() : already_exists("POS", "1");
        BOOST_TEST(by.create(collections[i], {event}).at(0) == expected, collections[i]);
    }
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_reference_do_not_run_together) {
    judging by;
    check_all(by.create("web", {visit(1, R"("ab")", R"("c")"), visit(2, R"("a")", R"("bc")"),
                                visit(3, R"("abc\u0000")", R"("d")"),
                                visit(4, R"("abc")", R"("\u0000d")")}),
              {{}, {}, {}, {}});
}

BOOST_AUTO_TEST_CASE(a_reference_is_its_characters_however_they_are_escaped) {
    judging by;
    check_all(by.create("web", {visit(1, R"("POS")", R"("caf\u00e9")"),
                                visit(2, R"("\u0050OS")", "\"caf\xC3\xA9\"")}),
              {{}, already_exists("POS", "caf\xC3\xA9")});
}

BOOST_AUTO_TEST_CASE(half_a_reference_is_no_claim) {
    judging by;
    constexpr std::string_view halves[] = {
        R"({"external_system":"POS"})",
        R"({"external_system_reference_number":"1"})",
        R"({"external_system":"POS","external_system_reference_number":""})",
        R"({"external_system":"","external_system_reference_number":"1"})",
        R"({"external_system":null,"external_system_reference_number":"1"})",
    };
    for (std::string_view half : halves)
        check_all(by.create("web", {changed(valid_event("web", 1), half),
                                    changed(valid_event("web", 2), half)}),
                  {{}, {}});
}

BOOST_AUTO_TEST_CASE(an_event_takes_all_of_its_claims_or_none) {
    judging by;
    check_all(by.create("referrals", {referral(1, "R1", "0001"), referral(2, "R2", "0001"),
                                      referral(3, "R1", "0002")}),
              {{}, already_exists("POS-7", "0001"), already_referred("R1")});
    // Neither R2 nor 0002 was taken by the events that were refused.
    check_all(by.create("referrals", {referral(1, "R2", "0002")}), {{}});
}

BOOST_AUTO_TEST_CASE(losing_both_claims_is_said_of_the_participant) {
    judging by;
    check_all(by.create("referrals", {referral(1, "R1", "1"), referral(2, "R1", "1")}),
              {{}, already_referred("R1")});
}

BOOST_AUTO_TEST_CASE(a_refused_event_claims_nothing) {
    judging by;
    const std::string refused =
        changed(valid_event("referrals", 1),
                R"({"external_system":"POS","external_system_reference_number":"1",)"
                R"("performed_on":"never"})");
    check_all(by.create("referrals", {refused, referral(2, "R1")}),
              {{std::string(invalid), "Parameter performed_on (never) Is Invalid."}, {}});
    check_all(by.create("web", {visit(1, R"("POS")", R"("1")")}), {{}});
}

BOOST_AUTO_TEST_CASE(claims_can_be_switched_off) {
    world loose;
    loose.settings = R"({"rules":{"referred_once":"off","external_reference_once":"off"}})";
    judging by(loose);
    check_all(by.create("referrals",
                        {referral(1, "R1", "1"), referral(2, "R1", "1"), referral(3, "P4", "1")}),
              {{}, {}, {}});
}

BOOST_AUTO_TEST_CASE(identical_events_are_separate_events) {
    judging by;
    for (std::string_view collection : collections) {
        if (collection == "referrals") continue;
        check_all(by.create(collection, {changed(valid_event(collection, 1), "{}"),
                                         changed(valid_event(collection, 2), "{}")}),
                  {{}, {}});
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
