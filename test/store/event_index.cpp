// SPDX-License-Identifier: BSL-1.0
#include "store/event_index.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "domain/fields.hpp"
#include "store/posting_lists.hpp"
#include "store/reference_builder.hpp"
#include "store/text_index.hpp"

namespace crmlocal::store {
namespace {

const domain::event_type& web = domain::customer_events.types[4];
constexpr std::uint32_t accounts = 5, participants = 8, classifications = 3;

class dice {
public:
    explicit dice(unsigned seed) : engine_(seed) {}
    std::uint32_t operator()() { return static_cast<std::uint32_t>(engine_()); }

private:
    std::mt19937 engine_;
};

// Participant p belongs to account p % accounts; the last one to none.
references make_data() {
    reference_builder all(1);
    for (std::uint32_t i = 0; i < accounts; ++i) {
        static std::string numbers[accounts];
        numbers[i] = "A" + std::to_string(i);
        entity_description e;
        e.keys[1] = numbers[i];
        all.add(domain::kinds::account, e);
    }
    for (std::uint32_t i = 0; i < participants; ++i) {
        static std::string numbers[participants], of[participants];
        numbers[i] = "P" + std::to_string(i);
        of[i] = "A" + std::to_string(i % accounts);
        entity_description e;
        e.keys[1] = numbers[i];
        if (i + 1 != participants) e.attributes[0] = of[i];
        all.add(domain::kinds::participant, e);
    }
    return references(*all.build());
}

// An event that has an account or a participant, and perhaps a classification.
struct sample {
    std::uint32_t account = no_ordinal, participant = no_ordinal, classification = no_ordinal;
    std::int64_t submitted_on = 0;  // in milliseconds

    std::string record() const {
        std::string out(1, '\0');
        const auto add = [&](std::uint32_t ordinal, const domain::field& what) {
            if (ordinal == no_ordinal) return;
            out[0] = static_cast<char>(out[0] | 1 << (domain::column_of(web.columns(), what) - 1));
            out += static_cast<char>(ordinal);
        };
        add(account, domain::fields::account);
        add(participant, domain::fields::participant);
        add(classification, domain::fields::classification);
        return out;
    }
    std::int64_t second() const { return submitted_on / 1000 - (submitted_on % 1000 < 0); }
    bool has(const domain::field& what, std::uint32_t ordinal) const {
        if (&what == &domain::fields::participant) return participant == ordinal;
        if (&what == &domain::fields::classification) return classification == ordinal;
        const bool by_participant = participant != no_ordinal && participant + 1 != participants &&
                                    participant % accounts == ordinal;
        return account == ordinal || by_participant;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(event_indexes)

BOOST_AUTO_TEST_CASE(lists_hold_what_was_added) {
    dice random(7);
    posting_lists lists;
    std::map<std::uint32_t, std::vector<std::uint32_t>> model;
    for (std::uint32_t position = 0; position < 30'000; ++position) {
        const std::uint32_t key = random() % 3 == 0 ? random() % 9000 : random() % 3 * 4096;
        lists.add(key, position);
        model[key].push_back(position);
    }
    for (const auto& [key, all] : model) {
        const std::uint64_t end = random() % 40'000;
        const std::uint64_t begin = random() % 40'000;
        const std::uint64_t skip = random() % 4 == 0 ? 0 : random() % (all.size() + 2);
        std::vector<std::uint32_t> expected(all.begin(), std::ranges::lower_bound(all, end));
        std::ranges::reverse(expected);
        expected.erase(expected.begin(),
                       expected.begin() + static_cast<std::ptrdiff_t>(
                                              std::min<std::uint64_t>(skip, expected.size())));
        std::vector<std::uint32_t> found;
        lists.for_each_newest(key, end, skip, [&](std::uint32_t position) {
            found.push_back(position);
            return true;
        });
        BOOST_TEST_REQUIRE((found == expected), key);
        const auto inside = std::ranges::count_if(
            all, [&](std::uint32_t position) { return position >= begin && position < end; });
        BOOST_TEST_REQUIRE(lists.count_between(key, begin, end) ==
                           static_cast<std::uint64_t>(inside));
    }
    std::size_t calls = 0;
    lists.for_each_newest(1, UINT64_MAX, 0, [&](std::uint32_t) { return ++calls < 5; });
    lists.for_each_newest(4'000'000'000U, UINT64_MAX, 0,
                          [&](std::uint32_t) { return ++calls < 5; });
    BOOST_TEST(calls <= 5U);
}

BOOST_AUTO_TEST_CASE(a_million_positions_of_one_key_take_four_bytes_each) {
    posting_lists lists;
    for (std::uint32_t position = 0; position < 1'000'000; ++position) lists.add(3, position);
    BOOST_TEST(lists.memory() < 6'000'000U);
    std::uint32_t found = 0;
    lists.for_each_newest(3, UINT64_MAX, 999'999, [&](std::uint32_t position) {
        found += position == 0 ? 1 : 100;
        return true;
    });
    BOOST_TEST(found == 1U);
}

BOOST_AUTO_TEST_CASE(an_index_finds_what_a_search_through_all_events_finds) {
    // Clocks that run on, stand still, jump back, and are before 1970.
    for (const int clock : {0, 1, 2, 3}) {
        dice random(static_cast<unsigned>(clock));
        const references data = make_data();
        event_index index(web);
        std::vector<sample> all;
        std::int64_t now = clock == 3 ? -5'000'000 : 1'466'601'000'000;
        for (std::uint64_t number = 1; number <= 2000; ++number) {
            now += clock == 1 ? 0 : random() % 700;
            if (clock >= 2 && random() % 40 == 0) now -= random() % 30'000;
            sample s;
            s.submitted_on = now;
            if (random() % 2 == 0) s.account = random() % accounts;
            else s.participant = random() % participants;
            if (random() % 2 == 0) s.classification = random() % classifications;
            all.push_back(s);
            const std::string record = s.record();
            index.add({number, {record, {now, 0}}}, data);
        }
        BOOST_TEST(index.size() == all.size());
        const domain::field* const by[] = {&domain::fields::account, &domain::fields::participant,
                                           &domain::fields::classification};
        for (int question = 0; question < 2000; ++question) {
            const domain::field& what = *by[random() % 3];
            event_index::question asked;
            asked.column = domain::column_of(web.columns(), what);
            asked.ordinal = random() % 9;
            asked.end = random() % 3 == 0 ? all.size() : random() % (all.size() + 1);
            asked.skip = random() % 2 == 0 ? 0 : random() % 200;
            asked.limit = random() % 4 == 0 ? 1000 : random() % 20;
            if (random() % 2) asked.after = all[random() % all.size()].second() + random() % 3 - 1;
            if (random() % 2) asked.before = all[random() % all.size()].second() + random() % 3 - 1;
            std::vector<std::uint64_t> expected;
            std::uint64_t skipped = 0;
            for (std::uint64_t position = asked.end; position-- > 0;) {
                const sample& s = all[position];
                if (!s.has(what, asked.ordinal) || (asked.after && s.second() < *asked.after) ||
                    (asked.before && s.second() > *asked.before))
                    continue;
                if (skipped++ < asked.skip) continue;
                if (expected.size() < asked.limit) expected.push_back(position);
            }
            std::vector<std::uint64_t> found;
            index.find(
                asked, [&](std::uint64_t position) { return all[position].second(); }, found);
            BOOST_TEST_REQUIRE((found == expected), "clock " << clock << ", question " << question);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
