// SPDX-License-Identifier: BSL-1.0
//
// Calls with an Idempotency-Key: sent again, they are answered again and not carried out again.
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

header_fields key(const std::string& text) { return {{"Idempotency-Key", text}}; }

response post(caller& who, const std::string& with_key, std::string_view collection,
              const std::vector<std::string>& events) {
    return who.client.post(bulk_path(collection), bulk_body(who.token, collection, events),
                           key(with_key));
}

// An event of which only one can exist.
std::string once_only(unsigned serial) {
    return changed_event(
        "web", serial,
        {{"external_system", R"("X")"},
         {"external_system_reference_number", '"' + std::to_string(serial) + '"'}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(idempotency)

BOOST_AUTO_TEST_CASE(the_same_call_is_answered_with_the_same_bytes) {
    world_server server;
    caller anna(server.port());
    const std::vector<std::string> events = {once_only(1), once_only(1), once_only(2)};
    const response first = post(anna, "k1", "web", events);
    BOOST_TEST(read_bulk_answer(first).processed.size() == 2U);
    for (int i = 0; i < 3; ++i) BOOST_TEST(post(anna, "k1", "web", events).body == first.body);
    BOOST_TEST(anna.create("web", valid_events("web", 1, 9)).numbers().front() == "3");
}

BOOST_AUTO_TEST_CASE(a_new_token_makes_no_other_call) {
    world_server server;
    caller anna(server.port()), again(server.port());
    BOOST_TEST(anna.token != again.token);
    const response first = post(anna, "k1", "web", {once_only(1)});
    BOOST_TEST(post(again, "k1", "web", {once_only(1)}).body == first.body);
}

BOOST_AUTO_TEST_CASE(a_call_of_which_everything_is_refused_is_answered_again_as_well) {
    world_server server;
    caller anna(server.port());
    anna.create("web", {once_only(1)});
    const response refused = post(anna, "k1", "web", {once_only(1)});
    BOOST_TEST(read_bulk_answer(refused).unprocessed.size() == 1U);
    BOOST_TEST(post(anna, "k1", "web", {once_only(1)}).body == refused.body);
}

BOOST_AUTO_TEST_CASE(another_body_or_method_under_the_same_key_is_refused) {
    world_server server;
    caller anna(server.port());
    post(anna, "k1", "web", {once_only(1)});
    for (const response& other :
         {post(anna, "k1", "web", {once_only(2)}), post(anna, "k1", "achievements", {}),
          post(anna, "k1", "web", {once_only(1), once_only(2)})}) {
        BOOST_TEST(other.status == 422);
        BOOST_TEST(difference(refusal_of("IdempotencyKeyReusedException",
                                         "Idempotency-Key (k1) Was Used for Another Call.",
                                         "An idempotency key stands for one call with one body."),
                              other) == "");
    }
    BOOST_TEST(read_bulk_answer(post(anna, "k2", "web", {once_only(2)})).numbers().front() == "2");
}

BOOST_AUTO_TEST_CASE(a_key_belongs_to_an_organisation) {
    const std::vector<world> worlds = {{.organisation = "one"}, {.organisation = "two"}};
    world_server server(worlds, {});
    caller one(server.port(), "one"), two(server.port(), "two");
    const response first = post(one, "k1", "web", {once_only(1)});
    const response other = post(two, "k1", "web", {once_only(7)});
    BOOST_TEST(read_bulk_answer(other).processed.size() == 1U);
    BOOST_TEST(first.body != other.body);
}

BOOST_AUTO_TEST_CASE(a_call_that_was_refused_as_a_whole_may_be_mended_and_sent_again) {
    world_server server;
    caller anna(server.port());
    const response refused = anna.client.post(
        bulk_path("web"), bulk_body(anna.token, "web", {once_only(1)}, R"("fields_set":"foo",)"),
        key("k1"));
    BOOST_TEST(read_refusal(refused).code.ends_with("INVALIDAPIVALUEEXCEPTION"));
    BOOST_TEST(read_bulk_answer(post(anna, "k1", "web", {once_only(1)})).processed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_event_that_is_created_singly_is_created_once) {
    world_server server;
    caller anna(server.port());
    const auto create = [&](const std::string& with_key, const std::string& description) {
        return anna.client.post(
            "/customer_events/web/create",
            R"({"token":")" + anna.token +
                R"(","accounts_receivable_identifier":{"number":"A1"},"website":"w",)"
                R"("performed_by_unit_identifier":{"name":"Main Store"},)"
                R"("performed_on":"2016-06-22T15:00:00","description":")" +
                description + "\"}",
            key(with_key));
    };
    const response first = create("k1", "one");
    BOOST_TEST(first.body.find(R"("number":"1")") != std::string::npos);
    BOOST_TEST(create("k1", "one").body == first.body);
    BOOST_TEST(create("k1", "two").status == 422);
    BOOST_TEST(create("k2", "two").body.find(R"("number":"2")") != std::string::npos);
    BOOST_TEST(anna.create("web", valid_events("web", 1)).numbers().front() == "3");
}

BOOST_AUTO_TEST_CASE(a_key_that_is_none_is_malformed) {
    world_server server;
    caller anna(server.port());
    for (const std::string& text :
         {std::string(), std::string(256, 'k'), std::string("k\xC3\xA4")}) {
        const response answer = post(anna, text, "web", {once_only(1)});
        BOOST_TEST(answer.status == 400);
        BOOST_TEST(read_refusal(answer).code.ends_with("MALFORMEDREQUESTEXCEPTION"));
    }
    BOOST_TEST(read_bulk_answer(post(anna, std::string(255, 'k'), "web", {once_only(1)}))
                   .processed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(answers_survive_a_kill_and_a_clean_stop) {
    temporary_directory data;
    const std::vector<std::string> arguments = {"--data=" + data.path().string()};
    std::string first, refused;
    {
        world_server server(world{}, arguments);
        caller anna(server.port());
        first = post(anna, "k1", "web", {once_only(1)}).body;
        refused = post(anna, "k2", "web", {once_only(1)}).body;
        server.process().process().signal(SIGKILL);
        server.process().process().wait();
    }
    for (int round = 0; round < 2; ++round) {
        world_server server(world{}, arguments);
        caller anna(server.port());
        BOOST_TEST(post(anna, "k1", "web", {once_only(1)}).body == first);
        BOOST_TEST(post(anna, "k2", "web", {once_only(1)}).body == refused);
        BOOST_TEST(post(anna, "k1", "web", {once_only(3)}).status == 422);
        BOOST_TEST(server.process().stop() == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
