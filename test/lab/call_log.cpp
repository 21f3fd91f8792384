// SPDX-License-Identifier: BSL-1.0
#include "lab/call_log.hpp"

#include <cstring>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

namespace {

using namespace crmlocal;
using lab::call_log;
using lab::finished_call;

domain::scratch<char> body_of(std::string_view text) {
    domain::scratch<char> out;
    out.extend(text.size());
    text.copy(out.data(), text.size());
    return out;
}

void record(call_log& log, std::string_view body, std::int64_t time_ms = 0,
            std::string_view answer = R"({"status":{"code":"OK"}})") {
    const lab::named_text fields[] = {{"Host", "a:1"}, {"X-Test", "b: c"}};
    finished_call told;
    told.time_ms = time_ms;
    told.http_method = "POST";
    told.target = "/crmapi/rest/v2/customer_events/bulk/web/create";
    told.method = "customer_events/bulk/web/create";
    told.type = "web";
    told.fields = fields;
    told.status = 200;
    told.answer = answer;
    domain::scratch<char> memory = body_of(body);
    log.record(told, memory);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(call_logs)

BOOST_AUTO_TEST_CASE(a_call_is_kept_as_it_was) {
    call_log log({});
    record(log, R"({"a":1})", 1234);
    const std::string large = "{\"b\":\"" + std::string(100'000, 'x') + "\"}";
    record(log, large, 5, large);

    const auto read = log.read();
    BOOST_REQUIRE(read.calls.size() == 2);
    const lab::logged_call& first = *read.calls[0];
    BOOST_TEST(first.number == 1);
    BOOST_TEST(first.time_ms == 1234);
    BOOST_TEST(first.http_method() == "POST");
    BOOST_TEST(first.target() == "/crmapi/rest/v2/customer_events/bulk/web/create");
    BOOST_TEST(first.method() == "customer_events/bulk/web/create");
    BOOST_TEST(first.type() == "web");
    BOOST_TEST(first.body() == R"({"a":1})");
    BOOST_TEST(first.answer() == R"({"status":{"code":"OK"}})");
    const auto fields = first.fields();
    BOOST_REQUIRE(fields.size() == 2);
    BOOST_TEST(fields[1].name == "X-Test");
    BOOST_TEST(fields[1].value == "b: c");
    BOOST_TEST(read.calls[1]->body() == large);
    BOOST_TEST(read.calls[1]->answer() == large);
    BOOST_TEST(log.read(1).calls.size() == 1);
    BOOST_TEST(log.last_number() == 2);
}

BOOST_AUTO_TEST_CASE(it_is_bounded_in_entries_and_counts_what_it_dropped) {
    call_log log({.recording = true, .entries_max = 10});
    for (int i = 1; i <= 100'000; ++i) record(log, "{}", i);
    const auto read = log.read();
    BOOST_TEST(read.calls.size() == 10);
    BOOST_TEST(read.dropped == 99'990);
    BOOST_TEST(read.newest_dropped_time_ms == 99'990);
    BOOST_TEST(read.calls.front()->number == 99'991);
}

BOOST_AUTO_TEST_CASE(it_is_bounded_in_memory_whatever_the_size_of_bodies) {
    constexpr std::size_t bytes_max = 1 << 20;
    call_log log({.recording = true, .entries_max = 1000, .bytes_max = bytes_max});
    std::size_t recorded = 0;
    for (const std::size_t size : {10, 1000, 20'000, 300'000, 2'000'000, 50, 500'000, 16'384})
        for (int i = 0; i < 50; ++i, ++recorded)
            record(log, std::string(size, 'x'), 0, std::string(size / 2, 'y'));
    const auto read = log.read();
    std::size_t bytes = 0;
    for (const auto& call : read.calls) bytes += call->bytes();
    BOOST_TEST(bytes <= bytes_max);
    BOOST_TEST(!read.calls.empty());
    BOOST_TEST(read.calls.size() + read.dropped == recorded);
    BOOST_TEST(read.calls.back()->body() == std::string(16'384, 'x'));
}

BOOST_AUTO_TEST_CASE(a_call_that_is_too_large_for_the_log_is_dropped_itself) {
    call_log log({.recording = true, .entries_max = 1000, .bytes_max = 1000});
    record(log, std::string(5000, 'x'), 7);
    BOOST_TEST(log.read().calls.empty());
    BOOST_TEST(log.read().dropped == 1);
    BOOST_TEST(log.read().newest_dropped_time_ms == 7);
}

BOOST_AUTO_TEST_CASE(large_bodies_change_hands_and_their_memory_comes_back) {
    call_log log({.recording = true, .entries_max = 2});
    domain::scratch<char> memory;
    const std::string text(100'000, 'x');
    for (int i = 0; i < 10; ++i) {
        memory.clear();
        memory.extend(text.size());
        std::memcpy(memory.data(), text.data(), text.size());
        const char* const before = memory.data();
        finished_call told;
        log.record(told, memory);
        BOOST_TEST(static_cast<const void*>(memory.data()) != static_cast<const void*>(before), i);
        BOOST_TEST(memory.size() == 0);
        BOOST_TEST((memory.capacity() >= text.size()) == (i >= 2), i);
    }
    // While somebody reads, what is dropped may be in use and stays what it was.
    const auto read = log.read();
    for (int i = 0; i < 5; ++i) {
        memory = body_of(std::string(100'000, 'z'));
        log.record({}, memory);
        BOOST_TEST(memory.capacity() == 0, i);
    }
    for (const auto& call : read.calls) BOOST_TEST(call->body() == text);
}

BOOST_AUTO_TEST_CASE(bounds_and_recording_can_be_changed) {
    call_log log({});
    for (int i = 0; i < 20; ++i) record(log, "{}");
    log.change({.recording = true, .entries_max = 5});
    BOOST_TEST(log.read().calls.size() == 5);
    BOOST_TEST(log.read().dropped == 15);
    log.change({.recording = false, .entries_max = 5});
    BOOST_TEST(!log.recording());
    record(log, "{}");
    BOOST_TEST(log.last_number() == 20);
    BOOST_TEST(log.reset() == 5);
    BOOST_TEST(log.read().dropped == 0);
    BOOST_TEST(log.read().calls.empty());
}

BOOST_AUTO_TEST_CASE(logs_share_a_budget_and_give_it_back) {
    lab::call_log_budget budget(100'000);
    call_log busy({}, &budget);
    {
        call_log other({}, &budget);
        for (int i = 0; i < 60; ++i) record(other, std::string(1000, 'x'));
        for (int i = 0; i < 60; ++i) record(busy, std::string(1000, 'x'));
        BOOST_TEST(busy.read().dropped != 0);
        BOOST_TEST(busy.read().calls.size() + other.read().calls.size() > 60);
        BOOST_TEST(!budget.exceeded());
    }
    busy.reset();
    for (int i = 0; i < 60; ++i) record(busy, std::string(1000, 'x'));
    BOOST_TEST(busy.read().dropped == 0);
}

BOOST_AUTO_TEST_CASE(many_threads_may_record_read_and_reset) {
    call_log log({.recording = true, .entries_max = 100, .bytes_max = 4 << 20});
    constexpr int each = 2000;
    const auto work = [&log](char c) {
        const std::string small(100, c), large(20'000, c);
        for (int i = 0; i < each; ++i) record(log, i % 10 == 0 ? large : small, i);
    };
    std::thread one(work, 'a'), two(work, 'b');
    std::size_t seen = 0;
    while (seen == 0 || log.last_number() < 2 * each) {
        for (const auto& call : log.read().calls) {
            const std::string_view body = call->body();
            BOOST_REQUIRE(body.find_first_not_of(body[0]) == body.npos);
            ++seen;
        }
    }
    one.join(), two.join();
    BOOST_TEST(seen != 0);
    const auto read = log.read();
    BOOST_TEST(read.calls.size() == 100);
    BOOST_TEST(read.dropped == 2 * each - 100);
    for (std::size_t i = 1; i < read.calls.size(); ++i)
        BOOST_TEST(read.calls[i]->number == read.calls[i - 1]->number + 1);
}

BOOST_AUTO_TEST_SUITE_END()
