// SPDX-License-Identifier: BSL-1.0
#include "store/event_log.hpp"

#include <map>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

namespace crmlocal::store {
namespace {

// A log and, beside it, what it must hold.
class checked_log {
public:
    // Appends a call of records of these sizes.
    void append(std::uint64_t first_number, const std::vector<std::size_t>& sizes) {
        const call_origin origin = {static_cast<std::int64_t>(first_number) * 1000,
                                    static_cast<std::uint32_t>(calls_++)};
        std::vector<std::string> records;
        for (std::size_t size : sizes) records.push_back(random_bytes(size));
        const std::vector<std::string_view> views(records.begin(), records.end());
        log.append(first_number, origin, views);
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
    log.append(7, {}, {});
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
    const std::string_view one[] = {text};
    log.append(1, {}, one);
    const std::string_view first = log.find(1)->record;
    for (std::uint64_t n = 2; n < 100'000; ++n) log.append(n, {}, one);
    BOOST_TEST(static_cast<const void*>(log.find(1)->record.data()) ==
               static_cast<const void*>(first.data()));
    BOOST_TEST(first == text);
}

BOOST_AUTO_TEST_CASE(a_log_of_a_few_events_is_small_and_a_large_one_wastes_little) {
    event_log log;
    const std::string text(100, 'x');
    const std::string_view one[] = {text};
    BOOST_TEST(log.memory() == 0U);
    for (std::uint64_t n = 1; n <= 10; ++n) log.append(n, {}, one);
    BOOST_TEST(log.memory() < 8'000U);
    const std::vector<std::string_view> many(1000, text);
    for (std::uint64_t call = 0; call < 100; ++call) log.append(11 + call * 1000, {}, many);
    BOOST_TEST(log.memory() > 100'000 * text.size());
    BOOST_TEST(log.memory() < 100'000 * (text.size() + 3) + (2U << 20));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
