// SPDX-License-Identifier: BSL-1.0
//
// Lost answers and what becomes of the calls; and that chance is the same in every run.
#include <atomic>
#include <set>
#include <thread>

#include "test/app/faulty.hpp"
#include "test/app/verdicts.hpp"

namespace crmlocal::test {
namespace {

std::string sale(unsigned serial) {
    return changed_event(
        "web", serial,
        {{"external_system", R"("SHOP")"},
         {"external_system_reference_number", '"' + std::to_string(serial) + '"'}});
}

// Makes a call whose answer is lost.
void lose(const world_server& server, const std::string& token,
          const std::vector<std::string>& events, const header_fields& more = {}) {
    http_client client(server.port());
    BOOST_CHECK_THROW(client.post(bulk_path("web"), bulk_body(token, "web", events), more),
                      std::runtime_error);
}

// Of many calls from several threads, how many are refused, and which events of all are.
struct verdicts_of_chance {
    int refused_calls = 0;
    std::multiset<std::string> refused_events;  // their places, a text for each call

    bool operator==(const verdicts_of_chance&) const = default;
};

verdicts_of_chance hammer(unsigned clients, const std::string& seed) {
    world_server server(world{}, {"--seed=" + seed, "--threads=" + std::to_string(clients)});
    caller admin(server.port());
    put_faults(admin.client, R"([
        {"id":"calls","match":{"type":"web","probability":0.3},"effect":{"answer":503}},
        {"id":"events","match":{"type":"purchases"},"effect":{"refuse_events":{"probability":0.2}}}])");
    std::vector<verdicts_of_chance> seen(clients);
    {
        std::vector<std::jthread> all;
        for (unsigned c = 0; c < clients; ++c)
            all.emplace_back([&, c] {
                caller one(server.port());
                for (unsigned i = 0; i < 240 / clients; ++i) {
                    if (one.post("web", {}).status == 503) ++seen[c].refused_calls;
                    const auto answer = one.create("purchases", valid_events("purchases", 20));
                    std::string places;
                    for (const auto& row : answer.unprocessed)
                        places += row.request_unique_identifier + " ";
                    seen[c].refused_events.insert(places);
                }
            });
    }
    verdicts_of_chance out;
    for (auto& each : seen) {
        out.refused_calls += each.refused_calls;
        out.refused_events.merge(each.refused_events);
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults_and_retries)

BOOST_AUTO_TEST_CASE(a_call_lost_before_was_never_made) {
    world_server server;
    caller anna(server.port());
    for (const char* what : {"reset", "empty", "garbage", "malformed_chunk"}) {
        put_faults(anna.client, std::string(R"([{"match":{"type":"web"},"effect":{"transport":")") +
                                    what + R"("},"when":"before"}])");
        lose(server, anna.token, {sale(1)});
    }
    put_faults(anna.client, "[]");
    BOOST_TEST(anna.create("web", {sale(1)}).numbers().front() == "1");
}

BOOST_AUTO_TEST_CASE(a_call_lost_after_is_found_by_its_external_reference) {
    world_server server;
    caller anna(server.port());
    unsigned serial = 0;
    for (const char* what : {"reset", "empty", "garbage", "malformed_chunk", "truncate"}) {
        put_faults(anna.client, std::string(R"([{"effect":{"transport":")") + what +
                                    R"("},"when":"after","times":1}])");
        ++serial;
        lose(server, anna.token, {sale(serial)});
        const bulk_answer again = anna.create("web", {sale(serial), sale(100 + serial)});
        BOOST_TEST_REQUIRE(again.unprocessed.size() == 1U);
        BOOST_TEST(again.unprocessed[0].error_code == reference_used);
        BOOST_TEST(again.numbers().front() == std::to_string(2 * serial));
    }
}

BOOST_AUTO_TEST_CASE(a_call_that_was_answered_with_503_after_it_was_carried_out_is_found) {
    world_server server;
    caller anna(server.port());
    put_faults(anna.client, R"([{"effect":{"answer":503},"when":"after","times":1}])");
    BOOST_TEST(anna.post("web", {sale(1)}).status == 503);
    BOOST_TEST(anna.create("web", {sale(1)}).unprocessed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_retry_with_the_same_key_gets_the_answer_that_was_lost) {
    world_server server;
    caller anna(server.port());
    put_faults(anna.client, R"([{"effect":{"transport":"reset"},"when":"after","times":2}])");
    const header_fields key = {{"Idempotency-Key", "k1"}};
    const std::vector<std::string> events = valid_events("web", 3);
    lose(server, anna.token, events, key);
    lose(server, anna.token, events, key);
    const bulk_answer answer = read_bulk_answer(
        anna.client.post(bulk_path("web"), bulk_body(anna.token, "web", events), key));
    BOOST_TEST((answer.numbers() == numbers_from(1, 3)));
    BOOST_TEST(anna.create("web", valid_events("web", 1)).numbers().front() == "4");
}

BOOST_AUTO_TEST_CASE(what_was_carried_out_and_lost_is_on_the_disk) {
    temporary_directory data;
    const auto arguments = std::vector<std::string>{"--data=" + data.path().string()};
    const std::vector<std::string> events = {sale(1)};
    {
        world_server server(world{}, arguments);
        caller anna(server.port());
        put_faults(anna.client, R"([{"effect":{"transport":"reset"},"when":"after"}])");
        lose(server, anna.token, events, {{"Idempotency-Key", "k1"}});
        server.process().process().signal(SIGKILL);
    }
    world_server server(world{}, arguments);
    caller anna(server.port());
    BOOST_TEST(
        read_bulk_answer(anna.client.post(bulk_path("web"), bulk_body(anna.token, "web", events),
                                          {{"Idempotency-Key", "k1"}}))
            .numbers()
            .front() == "1");
    BOOST_TEST(anna.create("web", events).unprocessed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(chance_is_the_same_whatever_the_number_of_threads) {
    const verdicts_of_chance alone = hammer(1, "1");
    BOOST_TEST(alone.refused_calls > 40);
    BOOST_TEST(alone.refused_calls < 110);
    BOOST_TEST((alone == hammer(6, "1")));
    BOOST_TEST((alone == hammer(1, "1")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
