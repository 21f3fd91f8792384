// SPDX-License-Identifier: BSL-1.0
#include "store/event_log.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

namespace crmlocal::store {
namespace {

// Records as they lie in a run.
std::string run_of(const std::vector<std::string>& records) {
    domain::scratch<char> out;
    for (const std::string& record : records) {
        const std::size_t began = record_run::begin_record(out);
        const std::size_t at = out.extend(record.size());
        std::ranges::copy(record, out.data() + at);
        record_run::end_record(out, began);
    }
    return {out.data(), out.size()};
}

void append_to(event_log& log, std::uint64_t first_number, const std::vector<std::string>& records,
               call_origin origin = {}, std::uint64_t ticket = 0) {
    const std::string run = run_of(records);
    const std::string_view runs[] = {run};
    log.append({first_number, origin, 0, ticket}, runs);
}

// A log and, beside it, what it must hold.
class checked_log {
public:
    // Appends a call of records of these sizes.
    void append(std::uint64_t first_number, const std::vector<std::size_t>& sizes) {
        const call_origin origin = {static_cast<std::int64_t>(first_number) * 1000,
                                    static_cast<std::uint32_t>(calls_++)};
        std::vector<std::string> records;
        for (std::size_t size : sizes) records.push_back(random_bytes(size));
        append_to(log, first_number, records, origin);
        for (std::size_t i = 0; i < records.size(); ++i)
            all_[first_number + i] = {std::move(records[i]), origin};
    }

    void check(std::uint64_t number) const {
        const auto expected = all_.find(number);
        const auto found = log.find(number);
        BOOST_TEST_REQUIRE(found.has_value() == (expected != all_.end()), number);
        if (!found) return;
        const auto& [record, origin] = expected->second;
        BOOST_TEST((found->record == record), "the record of " << number << " is another");
        BOOST_TEST(found->origin.submitted_on == origin.submitted_on);
        BOOST_TEST(found->origin.user == origin.user);
    }

    void check_all() const {
        BOOST_TEST(log.size() == all_.size());
        for (const auto& [number, kept] : all_) check(number);
    }

    event_log log;

private:
    std::string random_bytes(std::size_t size) {
        std::string out(size, '\0');
        for (std::size_t i = 0; i < size; ++i)
            out[i] = i < 64 || i % 512 == 0 ? static_cast<char>(random_()) : '\xFE';
        return out;
    }

    std::mt19937_64 random_{21};
    std::uint64_t calls_ = 0;
    std::map<std::uint64_t, std::pair<std::string, call_origin>> all_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(event_logs)

BOOST_AUTO_TEST_CASE(an_empty_log_has_nothing) {
    event_log log;
    BOOST_TEST(log.size() == 0U);
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{1}, UINT64_MAX})
        BOOST_TEST(!log.find(number).has_value());
    append_to(log, 7, {});
    BOOST_TEST(log.size() == 0U);
    BOOST_TEST(!log.find(7).has_value());
}

BOOST_AUTO_TEST_CASE(records_of_every_small_size_are_kept) {
    checked_log log;
    for (std::size_t size = 0; size < 600; ++size) log.append(size + 1, {size});
    log.check_all();
    log.check(0);
    log.check(601);
}

BOOST_AUTO_TEST_CASE(records_around_the_bounds_of_chunks_are_kept) {
    for (const std::size_t chunk :
         {std::size_t{4} << 10, std::size_t{8} << 10, std::size_t{1} << 20}) {
        checked_log log;
        std::uint64_t number = 1;
        for (std::size_t size = chunk - 16; size <= chunk + 4; ++size) log.append(number++, {size});
        for (std::size_t rest = 0; rest < 24; ++rest)  // fill a chunk up to its last bytes
            log.append(number, {chunk / 2, chunk / 2 - 20 - rest, 0, 1}), number += 4;
        log.check_all();
    }
}

BOOST_AUTO_TEST_CASE(a_huge_record_is_one_of_many) {
    checked_log log;
    log.append(1, {10, 5'000'000, 10, 0, 1'000'000, 10});
    log.append(7, std::vector<std::size_t>(1000, 100));
    log.append(1007, {3'000'000});
    log.check_all();
}

BOOST_AUTO_TEST_CASE(numbers_may_have_holes_between_calls) {
    checked_log log;
    log.append(10, {1, 2, 3});
    log.append(20, {4});
    log.append(21, std::vector<std::size_t>(40, 5));
    log.append(1'000'000'000'000, {6, 7});
    log.append(UINT64_MAX, {8});
    for (std::uint64_t number = 0; number < 80; ++number) log.check(number);
    for (const std::uint64_t number :
         {999'999'999'999U, 1'000'000'000'000U, 1'000'000'000'001U, 1'000'000'000'002U})
        log.check(number);
    log.check(UINT64_MAX - 1);
    log.check_all();
}

BOOST_AUTO_TEST_CASE(any_calls_are_found_again) {
    std::mt19937_64 random(22);
    checked_log log;
    std::uint64_t number = 1, last = 0;
    for (int call = 0; call < 800; ++call) {
        std::vector<std::size_t> sizes(random() % 20);
        for (std::size_t& size : sizes)
            size = random() % 50 == 0 ? random() % 20'000 : random() % 300;
        log.append(number, sizes);
        last = number + sizes.size();
        number = last + (random() % 3 == 0 ? random() % 30 : 0);
    }
    log.check_all();
    for (std::uint64_t n = 0; n < last + 50; ++n) log.check(n);
}

BOOST_AUTO_TEST_CASE(records_do_not_move) {
    event_log log;
    const std::string text = "a record";
    append_to(log, 1, {text});
    const std::string_view first = log.find(1)->record;
    for (std::uint64_t n = 2; n < 100'000; ++n) append_to(log, n, {text});
    BOOST_TEST(static_cast<const void*>(log.find(1)->record.data()) ==
               static_cast<const void*>(first.data()));
    BOOST_TEST(first == text);
}

BOOST_AUTO_TEST_CASE(a_log_of_a_few_events_is_small_and_a_large_one_wastes_little) {
    event_log log;
    const std::string text(100, 'x');
    BOOST_TEST(log.memory() == 0U);
    for (std::uint64_t n = 1; n <= 10; ++n) append_to(log, n, {text});
    BOOST_TEST(log.memory() < 8'000U);
    const std::vector<std::string> many(1000, text);
    for (std::uint64_t call = 0; call < 100; ++call) append_to(log, 11 + call * 1000, many);
    BOOST_TEST(log.memory() > 100'000 * text.size());
    BOOST_TEST(log.memory() < 100'000 * (text.size() + 3) + (2U << 20));
}

BOOST_AUTO_TEST_CASE(calls_above_the_visible_ticket_are_not_found) {
    event_log log;
    append_to(log, 1, {"a"}, {}, 5);
    append_to(log, 2, {"b"}, {}, 6);
    BOOST_TEST(log.find(1, 5).has_value());
    BOOST_TEST(!log.find(2, 5).has_value());
    BOOST_TEST(!log.find(1, 4).has_value());
    BOOST_TEST(log.find(2, 6).has_value());
}

BOOST_AUTO_TEST_CASE(the_newest_calls_can_be_taken_back) {
    for (const std::size_t size : {1U, 100U, 3000U, 70'000U}) {
        event_log log, same;
        const std::vector<std::string> kept(7, std::string(size, 'k'));
        const std::vector<std::string> lost(9, std::string(size, 'l'));
        for (std::uint64_t call = 0; call < 60; ++call) {
            append_to(log, 1 + call * 7, kept);
            append_to(same, 1 + call * 7, kept);
            if (call % 3 != 0) continue;
            append_to(log, 1 + (call + 1) * 7, lost);
            append_to(log, 1 + (call + 1) * 7 + 9, lost);
            log.truncate(1 + (call + 1) * 7);
        }
        BOOST_TEST(log.size() == same.size());
        BOOST_TEST(log.last_number() == 420U);
        for (std::uint64_t n = 0; n <= 430; ++n) {
            BOOST_TEST_REQUIRE(log.find(n).has_value() == same.find(n).has_value());
            if (log.find(n)) BOOST_TEST((log.find(n)->record == kept[0]));
        }
        log.truncate(1);
        BOOST_TEST(log.size() == 0U);
        append_to(log, 9, {"again"});
        BOOST_TEST((log.find(9)->record == "again"));
    }
}

BOOST_AUTO_TEST_CASE(calls_are_copied_as_runs) {
    std::mt19937 random(23);
    event_log log;
    std::vector<std::string> runs;
    std::uint64_t number = 1;
    for (int call = 0; call < 300; ++call) {
        std::vector<std::string> records(1 + random() % 40);
        for (std::string& r : records) r.assign(random() % (call % 50 == 0 ? 40'000 : 200), 'r');
        append_to(log, number, records);
        runs.push_back(run_of(records));
        number += records.size();
    }
    BOOST_TEST_REQUIRE(log.call_count() == runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        domain::scratch<char> copy;
        const auto call = log.call_at(i);
        event_log::copy_run(call.first_record, call.count, copy);
        BOOST_TEST((std::string_view(copy.data(), copy.size()) == runs[i]), "call " << i);
    }
}

BOOST_AUTO_TEST_CASE(a_run_that_is_cut_is_not_read) {
    const std::string whole = run_of({std::string(20'000, 'x')});
    BOOST_TEST(record_run::read(whole).bytes == whole.size());
    for (std::size_t size = 0; size < 100; ++size)
        BOOST_TEST(record_run::read(std::string_view(whole).substr(0, size)).bytes == 0U);
    for (const char first : {'\0', '\1', '\x7F'})
        BOOST_TEST(record_run::read(std::string(1, first) + whole).bytes == 0U);
}

// A chunk is asked for when the last one is half full, once; the log goes on in it if it fits.
BOOST_AUTO_TEST_CASE(a_chunk_that_was_made_beforehand_is_used) {
    checked_log log;
    std::uint64_t number = 1;
    std::size_t ordered = 0, orders = 0;
    for (int call = 0; call < 3000; ++call) {
        log.append(number, {300, 900, 40});
        number += 3;
        const std::size_t wanted = log.log.order_chunk();
        if (wanted == 0) continue;
        ++orders;
        BOOST_TEST(log.log.order_chunk() == 0U);  // it was said already
        if (orders % 3 == 0) continue;            // it never comes
        const std::size_t before = log.log.memory();
        log.log.take_chunk(event_log::make_resident(wanted));
        BOOST_TEST(log.log.memory() == before + wanted);
        ordered += wanted;
    }
    BOOST_TEST(orders >= 3U);
    BOOST_TEST(log.log.memory() < 3000U * 1300U + ordered);
    log.append(number, {2 << 20});  // larger than what was made
    log.check_all();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
