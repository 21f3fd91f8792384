// SPDX-License-Identifier: BSL-1.0
//
// A ledger under four threads, each with an event loop of its own.
#include <map>
#include <random>
#include <set>

#include <boost/test/unit_test.hpp>

#include "test/store/ledger_world.hpp"

namespace crmlocal::store {
namespace {

using id = std::array<std::uint64_t, 2>;

// What a thread was told about its events.
struct answers {
    struct referral {
        std::string who, reference;
        bool won;
    };
    std::vector<std::vector<std::uint64_t>> calls;  // the numbers of each
    std::vector<id> ids;
    std::vector<referral> referrals;

    void take(const domain::batch& call) {
        std::vector<std::uint64_t> numbers;
        for (std::size_t i = 0; i < call.events.size(); ++i) {
            if (call.refused(i)) continue;
            numbers.push_back(call.created[i].number);
            ids.push_back(call.created[i].id);
        }
        calls.push_back(std::move(numbers));
    }
};

struct world {
    explicit world(bool global = false) : ledger(domain::customer_events) {
        fixture from = ledger_fixture("acme");
        from.settings.global_numbering = global;
        ledger.add_organisation(std::move(from), 1);
        in = ledger.find_organisation("acme");
    }

    memory_ledger ledger;
    std::shared_ptr<organisation> in;
};

// Every number from 1 to the last once; those of one call one after the other.
void check_numbers(const std::vector<std::vector<std::vector<std::uint64_t>>>& of_threads) {
    std::set<std::uint64_t> all;
    std::size_t count = 0;
    for (const auto& calls : of_threads)
        for (const auto& numbers : calls)
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                BOOST_TEST(numbers[i] == numbers[0] + i);
                all.insert(numbers[i]);
                ++count;
            }
    BOOST_TEST(all.size() == count);
    BOOST_TEST_REQUIRE(!all.empty());
    BOOST_TEST(*all.begin() == 1U);
    BOOST_TEST(*all.rbegin() == count);
}

void visit_often(world& at, std::uint64_t seed, answers& told) {
    asio::io_context loop(1);
    std::mt19937_64 random(seed);
    for (int c = 0; c < 300; ++c) {
        event_maker made(web);
        for (auto events = random() % 20; events > 0; --events) made.visit();
        run(loop, resolve_and_commit(at.ledger, *at.in, {}, made.call()));
        told.take(made.call());
    }
}

// Referrals of few participants with few references: most of them lose something.
void refer_often(world& at, std::uint64_t seed, answers& told) {
    asio::io_context loop(1);
    std::mt19937_64 random(seed);
    for (int c = 0; c < 120; ++c) {
        event_maker made(referrals);
        const std::size_t first = told.referrals.size();
        for (auto events = random() % 5 + 1; events > 0; --events) {
            answers::referral one = {"R" + std::to_string(1 + random() % 150),
                                     std::to_string(random() % 150), false};
            made.referral(one.who, one.reference);
            told.referrals.push_back(std::move(one));
        }
        run(loop, resolve_and_commit(at.ledger, *at.in, {}, made.call()));
        told.take(made.call());
        for (std::size_t i = 0; i < made.call().events.size(); ++i)
            told.referrals[first + i].won = !made.call().refused(i);
    }
}

void refer_the_same(world& at, std::vector<bool>& won) {
    asio::io_context loop(1);
    for (int i = 1; i <= 300; ++i) {
        event_maker made(referrals);
        made.referral("R" + std::to_string(i));
        run(loop, resolve_and_commit(at.ledger, *at.in, {}, made.call()));
        won.push_back(!made.call().refused(0));
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(memory_ledger_under_threads)

BOOST_AUTO_TEST_CASE(numbers_have_no_holes_and_ids_are_unique) {
    world at;
    std::vector<answers> told(4);
    in_threads([&](std::size_t t) { visit_often(at, t, told[t]); });
    std::set<id> ids;
    std::size_t events = 0;
    std::vector<std::vector<std::vector<std::uint64_t>>> numbers;
    for (const answers& a : told) {
        numbers.push_back(a.calls);
        ids.insert(a.ids.begin(), a.ids.end());
        events += a.ids.size();
    }
    check_numbers(numbers);
    BOOST_TEST(ids.size() == events);
    for (std::uint64_t n = 1; n <= events; ++n)
        BOOST_TEST(at.ledger.find_event(*at.in, web, n).has_value());
}

BOOST_AUTO_TEST_CASE(a_participant_is_referred_only_once_among_concurrent_calls) {
    world at;
    std::vector<std::vector<bool>> won(4);
    in_threads([&](std::size_t t) { refer_the_same(at, won[t]); });
    for (std::size_t i = 0; i < 300; ++i) {
        int winners = 0;
        for (const auto& w : won) winners += w[i];
        BOOST_TEST(winners == 1);
    }
}

BOOST_AUTO_TEST_CASE(both_claims_of_an_event_are_taken_or_none) {
    world at;
    std::vector<answers> told(4);
    in_threads([&](std::size_t t) { refer_often(at, t, told[t]); });
    std::set<std::string> participants, references;
    std::vector<std::vector<std::vector<std::uint64_t>>> numbers;
    std::size_t lost = 0;
    for (const answers& a : told) {
        numbers.push_back(a.calls);
        for (const answers::referral& r : a.referrals) {
            lost += !r.won;
            if (!r.won) continue;
            BOOST_TEST(participants.insert(r.who).second, r.who << " was referred twice");
            BOOST_TEST(references.insert(r.reference).second, r.reference << " was used twice");
        }
    }
    BOOST_TEST(lost > 50U);
    // Who lost did so to an event that was created: refused ones have taken nothing.
    for (const answers& a : told)
        for (const answers::referral& r : a.referrals)
            if (!r.won)
                BOOST_TEST((participants.contains(r.who) || references.contains(r.reference)));
    check_numbers(numbers);
}

BOOST_AUTO_TEST_CASE(a_global_sequence_has_no_holes_across_types) {
    world at(true);
    std::vector<answers> told(4);
    in_threads([&](std::size_t t) { (t % 2 == 0 ? visit_often : refer_often)(at, t, told[t]); });
    std::vector<std::vector<std::vector<std::uint64_t>>> numbers;
    std::set<id> ids;
    std::size_t events = 0;
    for (std::size_t t = 0; t < 4; ++t) {
        numbers.push_back(told[t].calls);
        ids.insert(told[t].ids.begin(), told[t].ids.end());
        events += told[t].ids.size();
        for (const auto& call : told[t].calls)
            for (std::uint64_t n : call) {
                BOOST_TEST(at.ledger.find_event(*at.in, web, n).has_value() == (t % 2 == 0));
                BOOST_TEST(at.ledger.find_event(*at.in, referrals, n).has_value() == (t % 2 != 0));
            }
    }
    check_numbers(numbers);
    BOOST_TEST(ids.size() == events);
}

BOOST_AUTO_TEST_CASE(organisations_do_not_wait_for_one_another) {
    memory_ledger ledger(domain::customer_events);
    std::vector<std::vector<bool>> won(4);
    const auto refer = [](memory_ledger& to, std::string name, std::vector<bool>& mine) {
        const auto in = to.find_organisation(name);
        for (int i = 1; i <= 100; ++i) {
            event_maker made(referrals);
            made.referral("R" + std::to_string(i), std::to_string(i));
            run(resolve_and_commit(to, *in, {}, made.call()));
            mine.push_back(!made.call().refused(0));
        }
    };
    in_threads([&](std::size_t t) {
        const std::string name = "org" + std::to_string(t);
        ledger.add_organisation(ledger_fixture(name), 1);
        refer(ledger, name, won[t]);
    });
    for (const auto& mine : won)
        for (bool w : mine) BOOST_TEST(w);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
