// SPDX-License-Identifier: BSL-1.0
#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "test/lab/faults.hpp"

namespace crmlocal::test {
namespace {

// A call of ten events with the quantities 0 to 9 and the identifiers "0" to "9".
struct ten_events {
    domain::batch batch;
    std::string body = R"({"web_customer_events_set":[)";
    std::vector<std::string> identifiers;

    ten_events() {
        const domain::event_type* web = nullptr;
        for (const auto& type : domain::customer_events.types)
            if (type.collection == "web") web = &type;
        batch.begin(web->bulk, web);
        for (int i = 0; i < 10; ++i) identifiers.push_back(std::to_string(i));
        for (int i = 0; i < 10; ++i) {
            if (i > 0) body += ',';
            body += R"({"quantity":)" + identifiers[static_cast<std::size_t>(i)] + "}";
            domain::object event;
            event.given = 1;
            event.values = batch.add_values(1);
            domain::value id;
            id.data = identifiers[static_cast<std::size_t>(i)].data();
            id.size = 1;
            id.as = domain::given_as::text;
            batch.values[event.values] = id;
            batch.events.push(event);
        }
        body += "]}";
        batch.accept_all();
    }

    std::string refused() const {
        std::string out;
        for (std::size_t i = 0; i < batch.events.size(); ++i)
            if (batch.refused(i)) out += std::to_string(i);
        return out;
    }
};

std::string refuses(lab::fault_plan& plan) {
    ten_events call;
    auto faults = plan.meet(web_call(call.body), 7);
    faults.refuse_events(call.batch);
    return call.refused();
}

std::string refuses(std::string_view chosen) {
    lab::fault_plan plan;
    plan.add({fault_of(R"({"id":"f","effect":{"refuse_events":{)" + std::string(chosen) + "}}}")});
    return refuses(plan);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(refused_events)

BOOST_AUTO_TEST_CASE(events_are_chosen_by_place_chance_and_content) {
    const std::pair<std::string_view, std::string_view> table[] = {
        {"", "0123456789"},
        {R"("index":3)", "3"},
        {R"("index":[0,-1,50])", "09"},
        {R"("range":[2,4])", "234"},
        {R"("range":[8,1000])", "89"},
        {R"("every":3)", "258"},
        {R"("every":3,"range":[3,9])", "58"},
        {R"("probability":0)", ""},
        {R"("where":{"pointer":"/quantity","equals":7})", "7"},
        {R"("where":"$[?@ > 7]")", "89"},
        {R"("where":[{"path":"$.quantity","one_of":[1,2,3]},"/quantity"],"range":[2,9])", "23"},
        {R"("where":"/nothing")", ""},
    };
    for (const auto& [chosen, expected] : table) BOOST_TEST(refuses(chosen) == expected, chosen);
}

BOOST_AUTO_TEST_CASE(chance_is_drawn_for_each_event_and_the_same_each_time) {
    const std::string once = refuses(R"("probability":0.5)");
    BOOST_TEST(once.size() > 1U);
    BOOST_TEST(once.size() < 9U);
    BOOST_TEST(refuses(R"("probability":0.5)") == once);
}

BOOST_AUTO_TEST_CASE(each_event_fails_as_often_as_attempts_says) {
    lab::fault_plan plan;
    plan.add({fault_of(R"({"id":"f","effect":{"refuse_events":{"range":[0,1],"attempts":2}}})")});
    BOOST_TEST(refuses(plan) == "01");
    BOOST_TEST(refuses(plan) == "01");
    BOOST_TEST(refuses(plan) == "");
    BOOST_TEST(plan.find("f")->counts.refused_events == 4U);
    BOOST_TEST(plan.find("f")->counts.fired == 3U);
}

BOOST_AUTO_TEST_CASE(what_the_rules_refused_keeps_their_verdict) {
    lab::fault_plan plan;
    plan.add({fault_of(R"({"effect":{"refuse_events":{"index":[1,2],"code":"DiskFullException",
                       "error":"Disk Full.","description":"No room is left."}}})")});
    ten_events call;
    call.batch.refuse_event(1, domain::refuse(domain::faults::self_referral, "A"));
    auto faults = plan.meet(web_call(call.body), 7);
    faults.refuse_events(call.batch);
    BOOST_TEST(call.refused() == "12");
    BOOST_TEST(call.batch.refused(1)->why->name == "SelfReferralException");
    plan.clear();  // what is refused stays refused, whatever becomes of the fault
    BOOST_TEST(call.batch.refused(2)->why->name == "DiskFullException");
    BOOST_TEST(call.batch.refused(2)->text() == "Error:Disk Full. - Description:No room is left.");
}

BOOST_AUTO_TEST_CASE(only_bulk_calls_are_candidates) {
    lab::fault_plan plan;
    plan.add({fault_of(R"({"effect":{"refuse_events":{}}})")});
    lab::call_facts single = web_call();
    single.method = "customer_events/web/create";
    BOOST_TEST(plan.meet(single, 7).empty());
    BOOST_TEST(plan.list()[0].counts.matched == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
