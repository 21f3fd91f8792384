// SPDX-License-Identifier: BSL-1.0
#include "store/token_table.hpp"

#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace crmlocal::store {
namespace {

using namespace std::chrono_literals;

// An organisation whose clock the test sets.
struct clocked {
    explicit clocked(std::string name = "acme") {
        auto from = std::make_shared<fixture>();
        from->organisation = std::move(name);
        of = std::make_shared<tenant>(
            from->organisation,
            std::make_shared<organisation>(
                from, std::make_shared<organisation_clock>([this] { return now; })));
    }
    login user(std::uint32_t position = 0, std::string unit = {}) const {
        return {of, position, std::move(unit)};
    }

    time_point now = time_point(1000h);
    std::shared_ptr<tenant> of;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(token_tables)

BOOST_AUTO_TEST_CASE(a_token_is_32_upper_case_hexadecimal_characters) {
    clocked acme;
    token_table tokens;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string token = tokens.issue(acme.user());
        BOOST_TEST(token.size() == 32U);
        BOOST_TEST(token.find_first_not_of("0123456789ABCDEF") == token.npos);
        BOOST_TEST(seen.insert(token).second);
    }
}

BOOST_AUTO_TEST_CASE(a_token_stands_for_its_login) {
    clocked acme, other("other");
    token_table tokens;
    const std::string first = tokens.issue(acme.user(3, "unit-1"));
    const std::string second = tokens.issue(other.user(4));
    const auto who = tokens.find(first);
    BOOST_TEST_REQUIRE(who.has_value());
    BOOST_TEST((who->of == acme.of));
    BOOST_TEST((who->in == acme.of->current()));
    BOOST_TEST(who->user == 3U);
    BOOST_TEST(who->unit == "unit-1");
    BOOST_TEST((tokens.find(second)->of == other.of));
}

BOOST_AUTO_TEST_CASE(other_texts_are_no_tokens) {
    clocked acme;
    token_table tokens;
    const std::string token = tokens.issue(acme.user());
    std::string lower = token;
    for (char& c : lower) c = c >= 'A' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != token) BOOST_TEST(!tokens.find(lower).has_value());
    for (const std::string& text :
         {std::string(), token.substr(1), token + "0", " " + token.substr(1), token.substr(0, 31),
          std::string(32, '0'), std::string(32, '\0'), "{" + token.substr(2) + "}"})
        BOOST_TEST(!tokens.find(text).has_value(), text);
    for (std::size_t i = 0; i < 32; ++i) {
        std::string changed = token;
        changed[i] = changed[i] == '7' ? '8' : '7';
        BOOST_TEST(!tokens.find(changed).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_token_dies_after_an_idle_hour) {
    clocked acme;
    token_table tokens;
    const std::string token = tokens.issue(acme.user());
    acme.now += 1h + 1s;
    BOOST_TEST(!tokens.find(token).has_value());
    BOOST_TEST(!tokens.find(token).has_value());  // asking does not wake it
    BOOST_TEST(!tokens.release(token));
}

BOOST_AUTO_TEST_CASE(use_keeps_a_token_alive) {
    clocked acme;
    token_table tokens;
    const std::string token = tokens.issue(acme.user());
    for (int i = 0; i < 100; ++i) {
        acme.now += 1h;
        BOOST_TEST(tokens.find(token).has_value());
    }
    acme.now += 1h + std::chrono::system_clock::duration(1);
    BOOST_TEST(!tokens.find(token).has_value());
}

BOOST_AUTO_TEST_CASE(a_clock_that_goes_backwards_kills_nothing) {
    clocked acme;
    token_table tokens;
    const std::string token = tokens.issue(acme.user());
    acme.now -= 500h;
    BOOST_TEST(tokens.find(token).has_value());
    acme.now += 59min;
    BOOST_TEST(tokens.find(token).has_value());
}

BOOST_AUTO_TEST_CASE(each_organisation_has_its_own_time) {
    clocked acme, other("other");
    token_table tokens;
    const std::string dead = tokens.issue(acme.user());
    const std::string alive = tokens.issue(other.user());
    acme.now += 2h;
    BOOST_TEST(!tokens.find(dead).has_value());
    BOOST_TEST(tokens.find(alive).has_value());
}

BOOST_AUTO_TEST_CASE(a_released_token_is_unknown) {
    clocked acme;
    token_table tokens;
    const std::string token = tokens.issue(acme.user());
    const std::string another = tokens.issue(acme.user());
    BOOST_TEST(tokens.release(token));
    BOOST_TEST(!tokens.find(token).has_value());
    BOOST_TEST(!tokens.release(token));
    BOOST_TEST(!tokens.release(""));
    BOOST_TEST(tokens.find(another).has_value());
    BOOST_TEST(tokens.size() == 1U);
}

BOOST_AUTO_TEST_CASE(many_tokens_of_a_user_live_side_by_side) {
    clocked acme;
    token_table tokens;
    std::vector<std::string> issued;
    for (int i = 0; i < 500; ++i) issued.push_back(tokens.issue(acme.user()));
    for (const std::string& token : issued) BOOST_TEST(tokens.find(token).has_value());
}

BOOST_AUTO_TEST_CASE(dead_tokens_are_swept_and_live_ones_are_not) {
    clocked acme, other("other");
    token_table tokens;
    std::vector<std::string> live;
    for (int i = 0; i < 5000; ++i) tokens.issue(acme.user());
    for (int i = 0; i < 100; ++i) live.push_back(tokens.issue(other.user()));
    acme.now += 2h;
    for (int i = 0; i < 20'000; ++i) {
        live.push_back(tokens.issue(other.user()));
        if (i % 100 != 0) {
            BOOST_TEST_REQUIRE(tokens.release(live.back()));
            live.pop_back();
        }
    }
    BOOST_TEST(tokens.size() < live.size() + 1000);
    for (const std::string& token : live) BOOST_TEST(tokens.find(token).has_value());
}

BOOST_AUTO_TEST_CASE(threads_issue_find_and_release_at_once) {
    clocked acme;
    token_table tokens;
    constexpr std::size_t threads = 4;
    std::vector<std::set<std::string>> kept(threads);
    std::vector<int> wrong(threads, 0);
    {
        std::vector<std::jthread> running;
        for (std::size_t t = 0; t < threads; ++t)
            running.emplace_back([&, t] {
                for (std::uint32_t i = 0; i < 1000; ++i) {
                    const std::string token = tokens.issue(acme.user(i));
                    const auto who = tokens.find(token);
                    if (!who || who->user != i) ++wrong[t];
                    if (i % 2 == 0) kept[t].insert(token);
                    else if (!tokens.release(token)) ++wrong[t];
                }
            });
    }
    std::set<std::string> all;
    for (std::size_t t = 0; t < threads; ++t) {
        BOOST_TEST(wrong[t] == 0);
        all.insert(kept[t].begin(), kept[t].end());
    }
    BOOST_TEST(all.size() == threads * 500);
    BOOST_TEST(tokens.size() == all.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::store
