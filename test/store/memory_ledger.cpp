// SPDX-License-Identifier: BSL-1.0
#include "store/memory_ledger.hpp"

#include <algorithm>
#include <set>

#include <boost/test/unit_test.hpp>

#include "store/record.hpp"
#include "test/store/ledger_world.hpp"

namespace crmlocal::store {
namespace {

// One organisation, filled by one thread.
struct single {
    explicit single(fixture from = ledger_fixture("acme")) : ledger(domain::customer_events) {
        const std::string name = from.organisation;
        ledger.add_organisation(std::move(from), 1);
        in = ledger.find_organisation(name);
    }

    domain::batch& commit(event_maker& made, const call_origin& origin = {}) {
        run(resolve_and_commit(ledger, *in, origin, made.call()));
        return made.call();
    }

    memory_ledger ledger;
    std::shared_ptr<organisation> in;
};

std::string detail_of(const domain::batch& call, std::size_t event) {
    return call.refused(event) ? call.refused(event)->detail : "";
}

std::vector<std::uint64_t> numbers_of(const domain::batch& call) {
    std::vector<std::uint64_t> out;
    for (std::size_t i = 0; i < call.events.size(); ++i)
        if (!call.refused(i)) out.push_back(call.created[i].number);
    return out;
}

using numbers = std::vector<std::uint64_t>;

}  // namespace

BOOST_AUTO_TEST_SUITE(memory_ledgers)

BOOST_AUTO_TEST_CASE(numbers_start_where_the_fixture_says) {
    fixture from = ledger_fixture("acme");
    from.next_numbers = {45, 123, 8, 14, 4, 42};
    single world(std::move(from));
    for (std::size_t t = 0; t < 6; ++t) {
        event_maker made(domain::customer_events.types[t]);
        made.event().event();
        const std::uint64_t first = world.in->described().next_numbers[t];
        BOOST_TEST((numbers_of(world.commit(made)) == numbers{first, first + 1}));
    }
}

BOOST_AUTO_TEST_CASE(numbers_start_at_one_where_the_fixture_is_silent) {
    single world;
    event_maker visits(web), more(web), referral(referrals);
    visits.visit().visit();
    more.visit();
    referral.referral("R5");
    BOOST_TEST((numbers_of(world.commit(visits)) == numbers{1, 2}));
    BOOST_TEST((numbers_of(world.commit(more)) == numbers{3}));
    BOOST_TEST((numbers_of(world.commit(referral)) == numbers{1}));
}

BOOST_AUTO_TEST_CASE(refused_events_leave_no_hole) {
    single world;
    event_maker made(referrals);
    made.referral("R1").referral("R1").referral("R0").referral("R2");
    const domain::batch& call = world.commit(made);
    BOOST_TEST((numbers_of(call) == numbers{1, 2}));
    BOOST_TEST(detail_of(call, 1) == "Participant R1 Was Already Referred by Another Participant.");
    BOOST_TEST(detail_of(call, 2) == "Participant R0 Was Already Referred by Another Participant.");
    event_maker next(referrals);
    next.referral("R3");
    BOOST_TEST((numbers_of(world.commit(next)) == numbers{3}));
}

BOOST_AUTO_TEST_CASE(a_call_of_which_nothing_is_left_creates_nothing) {
    single world;
    event_maker none(web), all_refused(referrals), one(referrals);
    world.commit(none);
    world.commit(all_refused.referral("R0").referral("R0"));
    BOOST_TEST((numbers_of(all_refused.call()) == numbers{}));
    world.commit(one.referral("R1"));
    BOOST_TEST((numbers_of(one.call()) == numbers{1}));
    BOOST_TEST(!world.ledger.find_event(*world.in, web, 1).has_value());
}

BOOST_AUTO_TEST_CASE(claims_of_refused_events_are_not_taken) {
    single world;
    event_maker made(referrals), again(referrals);
    made.referral("R1", "1").referral("R2", "1").referral("R1", "2").referral("R0", "3");
    const domain::batch& call = world.commit(made);
    BOOST_TEST(detail_of(call, 1) == "External Reference (POS, 1) Already Exists.");
    BOOST_TEST(detail_of(call, 2) == "Participant R1 Was Already Referred by Another Participant.");
    BOOST_TEST(call.refused_count() == 3U);
    again.referral("R2", "2").referral("R3", "3");
    BOOST_TEST(world.commit(again).refused_count() == 0U);
}

// Judged before: the ledger must not give numbers to them, nor look at their claims.
BOOST_AUTO_TEST_CASE(events_refused_before_the_commit_stay_refused) {
    single world;
    event_maker made(referrals);
    made.referral("R1", "1").referral("R2", "2");
    made.call().accept_all();
    run(world.ledger.resolve(*world.in, made.call()));
    made.call().refuse_event(0, domain::refuse(domain::faults::missing_parameter, "x"));
    const auto commit = [&]() -> task<void> {
        const call_origin origin = {};
        co_await world.ledger.commit(*world.in, origin, made.call());
    };
    run(commit());
    BOOST_TEST(detail_of(made.call(), 0) == "Parameter x Is Mandatory.");
    BOOST_TEST((numbers_of(made.call()) == numbers{1}));
    event_maker again(referrals);
    BOOST_TEST(world.commit(again.referral("R1", "1")).refused_count() == 0U);
}

BOOST_AUTO_TEST_CASE(what_was_created_is_found_again) {
    single world;
    event_maker made(referrals);
    made.referral("R7", "x").referral("R7").referral("R9");
    world.commit(made, {1'466'607'600'000, 2});
    for (const auto& [number, event] : {std::pair{1U, 0U}, {2U, 2U}}) {
        const auto found = world.ledger.find_event(*world.in, referrals, number);
        BOOST_TEST_REQUIRE(found.has_value());
        domain::scratch<char> expected;
        encode_record(made.call(), event, expected);
        BOOST_TEST(found->record == std::string_view(expected.data(), expected.size()));
        BOOST_TEST(found->origin.submitted_on == 1'466'607'600'000);
        BOOST_TEST(found->origin.user == 2U);
    }
    BOOST_TEST(!world.ledger.find_event(*world.in, referrals, 0).has_value());
    BOOST_TEST(!world.ledger.find_event(*world.in, referrals, 3).has_value());
    BOOST_TEST(!world.ledger.find_event(*world.in, web, 1).has_value());
    BOOST_TEST(world.ledger.memory(*world.in) > 0U);
}

BOOST_AUTO_TEST_CASE(a_global_sequence_starts_at_the_largest_number_and_serves_all_types) {
    fixture from = ledger_fixture("acme");
    from.next_numbers = {45, 123, 8, 14, 4, 42};
    from.settings.global_numbering = true;
    single world(std::move(from));
    event_maker visits(web), referral(referrals), more(web);
    BOOST_TEST((numbers_of(world.commit(visits.visit().visit())) == numbers{123, 124}));
    BOOST_TEST((numbers_of(world.commit(referral.referral("R1"))) == numbers{125}));
    BOOST_TEST((numbers_of(world.commit(more.visit())) == numbers{126}));
    const auto is_found = [&](const domain::event_type& type, std::uint64_t number) {
        return world.ledger.find_event(*world.in, type, number).has_value();
    };
    for (const std::uint64_t number : {123U, 124U, 126U}) BOOST_TEST(is_found(web, number));
    BOOST_TEST(is_found(referrals, 125));
    BOOST_TEST(!is_found(web, 125));
    BOOST_TEST(!is_found(referrals, 124));
    BOOST_TEST(!is_found(referrals, 126));
}

BOOST_AUTO_TEST_CASE(organisations_share_nothing) {
    memory_ledger ledger(domain::customer_events);
    BOOST_TEST(ledger.add_organisation(ledger_fixture("acme"), 1));
    BOOST_TEST(ledger.add_organisation(ledger_fixture("other"), 1));
    BOOST_TEST(!ledger.add_organisation(ledger_fixture("acme"), 2));
    BOOST_TEST((ledger.find_organisation("nobody") == nullptr));
    BOOST_TEST((ledger.find_organisation("Acme") == nullptr));
    std::set<std::array<std::uint64_t, 2>> ids;
    for (const char* name : {"acme", "other"}) {
        const auto in = ledger.find_organisation(name);
        BOOST_TEST_REQUIRE((in != nullptr));
        BOOST_TEST(in->name() == name);
        event_maker made(referrals);
        made.referral("R1", "1").referral("R2", "2");
        run(resolve_and_commit(ledger, *in, {}, made.call()));
        BOOST_TEST((numbers_of(made.call()) == numbers{1, 2}));
        for (std::size_t i = 0; i < 2; ++i) ids.insert(made.call().created[i].id);
    }
    BOOST_TEST(ids.size() == 4U);
}

BOOST_AUTO_TEST_CASE(the_same_seed_and_calls_make_the_same_ids) {
    const auto ids = [](std::uint64_t seed) {
        memory_ledger ledger(domain::customer_events);
        ledger.add_organisation(ledger_fixture("acme"), seed);
        event_maker made(web);
        made.visit().visit();
        run(resolve_and_commit(ledger, *ledger.find_organisation("acme"), {}, made.call()));
        return std::pair{made.call().created[0].id, made.call().created[1].id};
    };
    BOOST_TEST((ids(1) == ids(1)));
    BOOST_TEST((ids(1) != ids(2)));
}

BOOST_AUTO_TEST_CASE(an_organisation_tells_its_own_time_and_users) {
    time_point now(std::chrono::hours(5));
    memory_ledger ledger(domain::customer_events, [&] { return now; });
    fixture from = ledger_fixture("acme");
    from.users = {{"demo", "demo"}, {"demo", "other"}, {"", ""}};
    ledger.add_organisation(std::move(from), 1);
    const auto in = ledger.find_organisation("acme");
    BOOST_TEST((in->now() == now));
    now += std::chrono::hours(1);
    BOOST_TEST((in->now() == now));
    BOOST_TEST((in->find_user("demo", "demo") == 0U));
    BOOST_TEST((in->find_user("demo", "other") == 1U));
    BOOST_TEST(!in->find_user("demo", "Demo").has_value());
    BOOST_TEST(!in->find_user("demo", "").has_value());
    BOOST_TEST(!in->find_user("nobody", "demo").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
