// SPDX-License-Identifier: BSL-1.0
#include "lab/fault_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "test/lab/faults.hpp"

namespace crmlocal::test {
namespace {

using lab::fault_plan;

// Of `calls` equal calls, the numbers of those on which a fault fires, counted from 1.
std::vector<int> fires_on(fault_plan& plan, int calls, std::uint64_t seed = 7) {
    std::vector<int> out;
    for (int i = 1; i <= calls; ++i)
        if (!plan.meet(web_call(), seed).empty()) out.push_back(i);
    return out;
}

std::vector<int> fires_on(std::string_view match, int calls) {
    fault_plan plan;
    plan.add({fault_of(R"({"id":"f",)" + std::string(match) + R"(,"effect":{"answer":503}})")});
    return fires_on(plan, calls);
}

bool is_candidate(std::string_view match, const lab::call_facts& call) {
    fault_plan plan;
    plan.add({fault_of(R"({"match":{)" + std::string(match) + R"(},"effect":{"answer":503}})")});
    return !plan.meet(call, 7).empty();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fault_plans)

BOOST_AUTO_TEST_CASE(a_plan_without_faults_is_not_in_use) {
    fault_plan plan;
    BOOST_TEST(!plan.in_use());
    plan.add({fault_of(R"({"effect":{"delay":1}})")});
    BOOST_TEST(plan.in_use());
    plan.clear();
    BOOST_TEST(!plan.in_use());
}

BOOST_AUTO_TEST_CASE(candidates_are_counted_and_chosen_by_their_number) {
    const std::pair<std::string_view, std::vector<int>> table[] = {
        {R"("times":2)", {1, 2}},
        {R"("match":{"nth":3})", {3}},
        {R"("match":{"nth":[2,5]})", {2, 5}},
        {R"("match":{"every":4})", {4, 8}},
        {R"("match":{"first":2})", {1, 2}},
        {R"("match":{"after":7})", {8, 9, 10}},
        {R"("match":{"after":2,"every":3})", {3, 6, 9}},
        {R"("match":{"after":2,"every":3},"times":2)", {3, 6}},
        {R"("match":{"probability":0})", {}},
        {R"("match":{"probability":1,"nth":10})", {10}},
    };
    for (const auto& [match, expected] : table)
        BOOST_TEST(fires_on(match, 10) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(calls_are_candidates_by_what_they_are) {
    const std::array<lab::named_text, 2> fields = {{{"x-test", "anna"}, {"X-Other", "1"}}};
    lab::call_facts call = web_call(R"({"web_customer_events_set":[{"quantity":3}]})");
    call.fields = fields;
    call.time = 1'000'000;
    const std::pair<std::string_view, bool> table[] = {
        {R"("method":"customer_events/bulk/web/create")", true},
        {R"("method":"/customer_events/bulk/*/create")", true},
        {R"("method":["authentication/token","customer_events/*"])", true},
        {R"("method":"customer_events/bulk/web")", false},
        {R"("method":"*list")", false},
        {R"("type":"web")", true},
        {R"("type":"purchases")", false},
        {R"("header":{"X-TEST":"anna"})", true},
        {R"("header":{"X-Test":"bert"})", false},
        {R"("header":{"X-Test":"anna","X-Other":"2"})", false},
        {R"("header":{"name":"X-Test","matches":"a..a"})", true},
        {R"("header":{"name":"X-None"})", false},
        {R"("header":{"name":"X-None","absent":true})", true},
        {R"("body":"/web_customer_events_set/0")", true},
        {R"("body":"$.web_customer_events_set[?@.quantity > 3]")", false},
        {R"("body":{"pointer":"/web_customer_events_set/0/quantity","equals":3})", true},
        {R"("time":{"from":1000000,"until":1000001})", true},
        {R"("time":{"until":1000000})", false},
        {R"("type":"web","header":{"X-Test":"bert"})", false},
    };
    for (const auto& [match, expected] : table)
        BOOST_TEST(is_candidate(match, call) == expected, match);
}

BOOST_AUTO_TEST_CASE(the_first_fault_that_ends_a_call_is_the_last_that_is_looked_at) {
    fault_plan plan;
    plan.add({fault_of(R"({"id":"late","effect":{"delay":10}})"),
              fault_of(R"({"id":"later","effect":{"delay":5}})"),
              fault_of(R"({"id":"busy","match":{"first":2},"effect":{"answer":503,"delay":1}})"),
              fault_of(R"({"id":"gone","match":{"nth":1},"effect":{"transport":"reset"}})"),
              fault_of(R"({"id":"last","effect":{"delay":100}})")});
    const auto ids = [](const lab::call_faults& of) {
        std::string out;
        for (const auto& each : of.fired()) out += each.what().id + " ";
        return out;
    };
    for (int i = 0; i < 2; ++i) {
        const auto faults = plan.meet(web_call(), 7);
        BOOST_TEST(ids(faults) == "late later busy ");
        BOOST_TEST(faults.delay_after().count() == 16);
        BOOST_TEST(!faults.carries_out());
    }
    BOOST_TEST(ids(plan.meet(web_call(), 7)) == "late later gone ");
    const auto faults = plan.meet(web_call(), 7);
    BOOST_TEST(ids(faults) == "late later last ");
    BOOST_TEST(faults.carries_out());
    BOOST_TEST(plan.find("gone")->counts.matched == 2U);
    BOOST_TEST(plan.find("gone")->counts.fired == 1U);
    BOOST_TEST(plan.find("busy")->counts.matched == 4U);
}

BOOST_AUTO_TEST_CASE(chance_is_a_matter_of_seed_and_id_alone) {
    const auto drawn = [](std::uint64_t seed, const std::string& id) {
        fault_plan plan;
        plan.add({fault_of(R"({"id":")" + id +
                           R"(","match":{"probability":0.3},"effect":{"answer":503}})")});
        return fires_on(plan, 1000, seed);
    };
    const auto once = drawn(1, "a");
    BOOST_TEST(once == drawn(1, "a"), boost::test_tools::per_element());
    BOOST_TEST((once != drawn(2, "a")));
    BOOST_TEST((once != drawn(1, "b")));
    BOOST_TEST(once.size() > 250U);
    BOOST_TEST(once.size() < 350U);
}

BOOST_AUTO_TEST_CASE(threads_change_nothing_about_how_often_and_how_long) {
    const auto hammered = [](unsigned threads) {
        fault_plan plan;
        plan.add({fault_of(R"({"id":"p","match":{"probability":0.25},"times":900,"effect":
                           {"delay":{"type":"lognormal","median":80,"sigma":0.4}}})")});
        std::vector<std::multiset<double>> seen(threads);
        {
            std::vector<std::jthread> all;
            for (unsigned t = 0; t < threads; ++t)
                all.emplace_back([&, t] {
                    for (unsigned i = 0; i < 4000 / threads; ++i)
                        if (const auto faults = plan.meet(web_call(), 7); !faults.empty())
                            seen[t].insert(faults.delay_after().count());
                });
        }
        std::multiset<double> out;
        for (auto& each : seen) out.merge(each);
        BOOST_TEST(plan.find("p")->counts.matched == 4000U);
        return out;
    };
    const auto alone = hammered(1);
    BOOST_TEST(alone.size() == 900U);
    BOOST_TEST((alone == hammered(8)));
}

BOOST_AUTO_TEST_CASE(delays_are_distributed_as_they_say) {
    const auto drawn = [](const std::string& text) {
        fault_plan plan;
        plan.add({fault_of(R"({"effect":{"delay":)" + text + "}}")});
        std::vector<double> out;
        for (int i = 0; i < 10'000; ++i)
            out.push_back(plan.meet(web_call(), 7).delay_after().count());
        std::ranges::sort(out);
        return out;
    };
    const auto uniform = drawn(R"({"type":"uniform","lower":15,"upper":25})");
    BOOST_TEST(uniform.front() >= 15);
    BOOST_TEST(uniform.front() < 15.1);
    BOOST_TEST(uniform.back() <= 25);
    BOOST_TEST(std::abs(uniform[5000] - 20) < 0.3);
    const auto lognormal = drawn(R"({"type":"lognormal","median":80,"sigma":0.4,"max":200})");
    BOOST_TEST(std::abs(lognormal[5000] - 80) < 2);
    BOOST_TEST(std::abs(lognormal[8413] - 80 * std::exp(0.4)) < 4);  // one sigma
    BOOST_TEST(lognormal.back() == 200);
    BOOST_TEST(drawn(R"({"type":"fixed","milliseconds":2.5})").front() == 2.5);
}

BOOST_AUTO_TEST_CASE(ids_are_made_and_unique) {
    fault_plan plan;
    using enum fault_plan::outcome;
    const auto some = [](const std::string& id) {
        return fault_of(id.empty() ? R"({"effect":{"delay":1}})"
                                   : R"({"id":")" + id + R"(","effect":{"delay":1}})");
    };
    BOOST_TEST((plan.add({some("fault-2"), some(""), some("")}) == done));
    BOOST_TEST(plan.list()[1].what->id == "fault-1");
    BOOST_TEST(plan.list()[2].what->id == "fault-3");
    BOOST_TEST((plan.add({some("x"), some("fault-1")}) == id_taken));
    BOOST_TEST(plan.list().size() == 3U);
    BOOST_TEST((plan.put(some("fault-1")) == done));
    BOOST_TEST(plan.list()[1].what->id == "fault-1");
    BOOST_TEST(plan.remove("fault-2"));
    BOOST_TEST(!plan.remove("fault-2"));
    BOOST_TEST((plan.replace_all({some(""), some("b")}) == done));
    BOOST_TEST(plan.list()[0].what->id == "fault-1");
    BOOST_TEST((plan.replace_all({some("b"), some("b")}) == id_taken));
    BOOST_TEST((plan.add(std::vector(fault_plan::faults_max, some(""))) == full));
}

BOOST_AUTO_TEST_CASE(counting_begins_anew_after_a_reset) {
    fault_plan plan;
    plan.add({fault_of(R"({"match":{"nth":2},"effect":{"answer":500}})")});
    BOOST_TEST(fires_on(plan, 3) == std::vector{2}, boost::test_tools::per_element());
    plan.reset();
    BOOST_TEST(plan.list()[0].counts.matched == 0U);
    BOOST_TEST(fires_on(plan, 3) == std::vector{2}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
