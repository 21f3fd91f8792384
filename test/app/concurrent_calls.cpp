// SPDX-License-Identifier: BSL-1.0
//
// Bulk calls from many connections at the same time.
#include <algorithm>
#include <functional>
#include <future>
#include <latch>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

constexpr unsigned connections = 8;

// What `connections` callers are answered who start at the same moment.
std::vector<bulk_answer> call_at_once(
    std::uint16_t port, const std::function<std::vector<bulk_answer>(caller&, unsigned)>& call) {
    std::latch all_are_ready(connections);
    std::vector<std::future<std::vector<bulk_answer>>> running;
    for (unsigned i = 0; i < connections; ++i)
        running.push_back(std::async(std::launch::async, [&, i] {
            std::optional<caller> who;
            try {
                who.emplace(port);
            } catch (...) {
                all_are_ready.count_down();
                throw;
            }
            all_are_ready.arrive_and_wait();
            return call(*who, i);
        }));
    std::vector<bulk_answer> out;
    for (auto& each : running)
        for (bulk_answer& answer : each.get()) out.push_back(std::move(answer));
    return out;
}

// Everybody sends the same events, each in another order and in `calls` calls.
std::vector<bulk_answer> send_same(caller& who, unsigned which, std::string_view collection,
                                   std::vector<std::string> events, std::size_t calls) {
    std::ranges::rotate(events, events.begin() + events.size() * which / connections);
    const std::size_t size = events.size() / calls;
    std::vector<bulk_answer> out;
    for (std::size_t i = 0; i < calls; ++i)
        out.push_back(
            who.create(collection, {events.begin() + i * size, events.begin() + (i + 1) * size}));
    return out;
}

// How often each event was created, by its request_unique_identifier.
std::map<std::string, unsigned> created(const std::vector<bulk_answer>& answers) {
    std::map<std::string, unsigned> out;
    for (const bulk_answer& answer : answers)
        for (const processed_row& row : answer.processed) ++out[row.request_unique_identifier];
    return out;
}

void check_each_created_once(const std::vector<bulk_answer>& answers, std::size_t events,
                             std::string_view otherwise) {
    const auto counts = created(answers);
    BOOST_TEST(counts.size() == events);
    for (const auto& [request, count] : counts)
        if (count != 1) BOOST_ERROR(request << " was created " << count << " times");
    for (const bulk_answer& answer : answers)
        for (const unprocessed_row& row : answer.unprocessed)
            if (row.error_code != otherwise) BOOST_ERROR(row.error_description);
}

// All numbers from 1 on, each once.
void check_numbers_and_ids(const std::vector<bulk_answer>& answers, std::size_t events) {
    std::set<std::string> numbers, ids;
    for (const bulk_answer& answer : answers)
        for (const processed_row& row : answer.processed) {
            if (!numbers.insert(row.number).second) BOOST_ERROR("twice: number " << row.number);
            if (!ids.insert(row.id).second) BOOST_ERROR("twice: id " << row.id);
        }
    const auto expected = numbers_from(1, events);
    BOOST_TEST((numbers == std::set<std::string>(expected.begin(), expected.end())));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(concurrent_calls)

BOOST_AUTO_TEST_CASE(a_participant_is_referred_only_once_however_many_try) {
    world_server server(world(), {"--threads=4"});
    const std::vector<std::string> events = valid_events("referrals", 800);
    const auto answers = call_at_once(server.port(), [&](caller& who, unsigned which) {
        return send_same(who, which, "referrals", events, 20);
    });
    check_each_created_once(answers, events.size(), "ReferredByAnotherParticipantException");
    check_numbers_and_ids(answers, events.size());
}

BOOST_AUTO_TEST_CASE(an_external_reference_is_used_only_once_however_many_try) {
    world_server server(world(), {"--threads=4"});
    std::vector<std::string> events;
    for (unsigned i = 1; i <= 800; ++i)
        events.push_back(
            valid_event("web", i)
                .set("external_system", "\"POS-7\"")
                .set("external_system_reference_number", "\"" + std::to_string(i) + "\"")
                .text());
    const auto answers = call_at_once(server.port(), [&](caller& who, unsigned which) {
        return send_same(who, which, "web", events, 20);
    });
    check_each_created_once(answers, events.size(), "DuplicateExternalReferenceException");
    check_numbers_and_ids(answers, events.size());
}

BOOST_AUTO_TEST_CASE(the_same_event_in_calls_of_one_is_created_once) {
    world_server server(world(), {"--threads=4"});
    const auto answers = call_at_once(server.port(), [&](caller& who, unsigned) {
        std::vector<bulk_answer> out;
        for (unsigned i = 1; i <= 50; ++i)
            out.push_back(who.create("referrals", {valid_event("referrals", i).text()}));
        return out;
    });
    check_each_created_once(answers, 50, "ReferredByAnotherParticipantException");
    check_numbers_and_ids(answers, 50);
}

BOOST_AUTO_TEST_CASE(numbers_are_disjoint_and_without_holes) {
    world_server server(world(), {"--threads=4"});
    constexpr unsigned calls = 20, events = 100;
    const auto answers = call_at_once(server.port(), [&](caller& who, unsigned) {
        std::vector<bulk_answer> out;
        for (unsigned i = 0; i < calls; ++i) {
            std::vector<std::string> some = valid_events("achievements", events);
            some[i] = "{}";  // refused: it must not take a number
            out.push_back(who.create("achievements", some));
        }
        return out;
    });
    check_numbers_and_ids(answers, connections * calls * (events - 1));
}

BOOST_AUTO_TEST_CASE(global_numbering_is_without_holes_over_all_types) {
    world_server server({.settings = R"({"numbering":"global"})"}, {"--threads=4"});
    constexpr unsigned calls = 10, events = 50;
    const auto answers = call_at_once(server.port(), [&](caller& who, unsigned which) {
        constexpr std::string_view types[] = {"achievements", "purchases", "web", "social_media"};
        const std::string_view type = types[which % std::size(types)];
        std::vector<bulk_answer> out;
        for (unsigned i = 0; i < calls; ++i)
            out.push_back(who.create(type, valid_events(type, events)));
        return out;
    });
    check_numbers_and_ids(answers, connections * calls * events);
}

BOOST_AUTO_TEST_CASE(a_call_is_answered_whole_or_not_at_all_when_the_server_stops) {
    world_server server(world(), {"--threads=4"});
    std::vector<std::future<void>> running;
    for (unsigned i = 0; i < connections; ++i)
        running.push_back(std::async(std::launch::async, [&] {
            try {
                caller who(server.port());
                while (who.create("web", valid_events("web", 100)).processed.size() == 100) {
                }
                throw std::logic_error("not all of a call's events were created");
            } catch (const connection_ended&) {
            } catch (const std::system_error&) {  // while sending, or connecting
            }
        }));
    caller who(server.port());
    for (int i = 0; i < 100; ++i) who.create("web", valid_events("web", 1));
    BOOST_TEST(server.process().stop() == 0);
    for (auto& each : running) BOOST_CHECK_NO_THROW(each.get());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
