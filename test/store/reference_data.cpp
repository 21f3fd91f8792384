// SPDX-License-Identifier: BSL-1.0
#include "store/reference_data.hpp"

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "store/reference_builder.hpp"
#include "test/store/reference_samples.hpp"

namespace crmlocal::store {
namespace {

namespace kinds = domain::kinds;
using domain::entity_kind;

bool has(const reference_data& data, std::string_view number) {
    const domain::entity* found = data.find(kinds::account, 1, number);
    BOOST_TEST((!found || found->key == number));
    return found != nullptr;
}

BOOST_AUTO_TEST_SUITE(reference_data_suite)

BOOST_AUTO_TEST_CASE(only_the_exact_text_is_found) {
    std::vector<std::string> numbers;
    for (std::uint64_t i = 70; i < 80; ++i) numbers.push_back("ACR" + padded(i, 10));
    const auto data = accounts(numbers);
    for (const std::string& number : numbers) BOOST_TEST(has(*data, number));
    for (const char* other : {"",
                              "A",
                              "ACR",
                              "ACR77",
                              "ACR000000077",
                              "ACR00000000077",
                              "ACR0000000069",
                              "ACR0000000080",
                              "ACR9999999999",
                              "acr0000000077",
                              "ACS0000000077",
                              "ACR000000007A",
                              "ACR000000007:",
                              "ACR000000007/",
                              "ACR000000 077",
                              "ACR-000000077",
                              " ACR0000000077",
                              "ACR0000000077 ",
                              "0000000000077",
                              "RP00000000077"})
        BOOST_TEST(!has(*data, other), other);
    BOOST_TEST(!has(*data, std::string_view("ACR0000000077\0", 14)));
    BOOST_TEST(!has(*data, std::string(1000, '7')));
    BOOST_TEST(!data->find(kinds::participant, 1, "ACR0000000077"));
    BOOST_TEST(!data->find(kinds::account, 2, "ACR0000000077"));
}

// Numbered without a gap in their order, backwards, with gaps, and with one in the wrong place.
BOOST_AUTO_TEST_CASE(numbers_are_found_in_whatever_order_they_stand) {
    for (const std::vector<std::uint64_t>& order : {std::vector<std::uint64_t>{7, 8, 9, 10, 11},
                                                    {11, 10, 9, 8, 7},
                                                    {7, 9, 10, 11, 13},
                                                    {7, 8, 10, 9, 11},
                                                    {8, 9, 10, 11, 7},
                                                    {7}}) {
        std::vector<std::string> numbers;
        for (std::uint64_t i : order) numbers.push_back("ACR" + padded(i, 10));
        const auto data = accounts(numbers);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const domain::entity* found = data->find(kinds::account, 1, numbers[i]);
            BOOST_REQUIRE(found);
            BOOST_TEST(found->ordinal == i);
        }
        for (const std::uint64_t other : {0, 6, 12, 14, 1000})
            BOOST_TEST(!has(*data, "ACR" + padded(other, 10)), other);
    }
}

BOOST_AUTO_TEST_CASE(numbers_of_any_width_are_found_and_nothing_beside_them) {
    for (std::size_t width = 1; width <= 18; ++width) {
        std::set<std::string> numbers;
        for (std::uint64_t i = 1; i < 10; ++i) numbers.insert("A" + padded(i, width));
        const auto data = accounts({numbers.begin(), numbers.end()});
        for (std::size_t at = 0; at <= width; ++at) {
            std::string text = "A" + padded(7, width);
            for (int byte = 0; byte < 256; ++byte) {
                text[at] = static_cast<char>(byte);
                BOOST_TEST(has(*data, text) == numbers.contains(text), text);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_may_be_few_and_far_between) {
    const std::vector<std::string> numbers = {"ACR0000000001",
                                              "ACR0000000002",
                                              "ACR5000000000",
                                              "ACR9999999999",
                                              "ACR00000000001",
                                              "1",
                                              "2",
                                              "01",
                                              "A",
                                              "999999999999999999",
                                              "1000000000000000000",
                                              "18446744073709551615",
                                              "18446744073709551616",
                                              "99999999999999999999999999",
                                              "X18446744073709551615"};
    const auto data = accounts(numbers);
    for (const std::string& number : numbers) BOOST_TEST(has(*data, number), number);
    for (const char* other : {"ACR0000000003", "ACR5000000001", "0", "3", "02", "001",
                              "18446744073709551617", "X18446744073709551616"})
        BOOST_TEST(!has(*data, other), other);
}

BOOST_AUTO_TEST_CASE(numbers_of_any_width_are_found) {
    for (std::size_t width = 1; width <= 24; ++width) {
        std::vector<std::string> numbers;
        for (std::uint64_t i = 0; i < 10; ++i) numbers.push_back(padded(i, width));
        for (const char* prefix : {"", "A", "7-"}) {
            std::vector<std::string> prefixed;
            for (const std::string& number : numbers) prefixed.push_back(prefix + number);
            const auto data = accounts(prefixed);
            for (const std::string& number : prefixed) BOOST_TEST(has(*data, number), number);
            BOOST_TEST(!has(*data, prefix + padded(10, std::max<std::size_t>(width, 2))));
            BOOST_TEST(!has(*data, "0" + prefixed[0]));
        }
    }
}

// Any mixture of forms is found as a map would find it.
BOOST_AUTO_TEST_CASE(a_hundred_thousand_mixed_keys_agree_with_a_map) {
    std::mt19937_64 random(1);
    const auto key = [&] {
        const std::uint64_t n = random() % 150'000;
        switch (random() % 8) {
            case 0: return "ACR" + std::to_string(n);
            case 1: return "acc-" + padded(n, 7) + "-x";
            case 2: return "Λογαριασμός " + padded(n, 6);
            case 3: return padded(random(), 20);
            default: return "ACR" + padded(n, 10);
        }
    };
    std::map<std::string, std::uint32_t> oracle;
    std::vector<std::string> numbers;
    while (oracle.size() < 100'000) {
        std::string number = key();
        if (oracle.emplace(number, static_cast<std::uint32_t>(oracle.size())).second)
            numbers.push_back(std::move(number));
    }
    const auto data = accounts(numbers);
    BOOST_TEST_REQUIRE(data->all(kinds::account).size() == oracle.size());
    std::size_t wrong = 0, absent = 0;
    const auto check = [&](const std::string& text) {
        const domain::entity* found = data->find(kinds::account, 1, text);
        const auto expected = oracle.find(text);
        absent += expected == oracle.end();
        wrong += (found == nullptr) != (expected == oracle.end()) ||
                 (found && (found->ordinal != expected->second || found->key != text));
    };
    for (const std::string& number : numbers) check(number);
    for (int i = 0; i < 200'000; ++i) check(key());
    BOOST_TEST(wrong == 0U);
    BOOST_TEST(absent > 10'000U);
}

BOOST_AUTO_TEST_CASE(every_key_of_every_kind_finds_its_entity) {
    reference_builder all(1);
    std::vector<std::string> texts;
    texts.reserve(1000);
    for (const entity_kind& kind : kinds::all)
        for (int i = 0; i < 3; ++i) {
            entity_description e;
            for (std::size_t key = 0; key < kind.key_count; ++key)
                e.keys[key] =
                    texts.emplace_back(std::string(kind.label) + " " +
                                       std::string(kind.key_names[key]) + " " + std::to_string(i));
            all.add(kind, e);
        }
    const auto data = built(all);
    for (const entity_kind& kind : kinds::all) {
        BOOST_TEST(data->all(kind).size() == 3U);
        for (std::size_t key = 0; key < kind.key_count; ++key)
            for (std::uint32_t i = 0; i < 3; ++i) {
                const std::string text = std::string(kind.label) + " " +
                                         std::string(kind.key_names[key]) + " " + std::to_string(i);
                const domain::entity* found = data->find(kind, key, text);
                BOOST_TEST_REQUIRE(found);
                BOOST_TEST(found == &data->all(kind)[i]);
                BOOST_TEST(found->ordinal == i);
                BOOST_TEST(data->key_of(kind, i, key) == text);
                BOOST_TEST(!data->find(kind, (key + 1) % kind.key_count, text));
            }
        BOOST_TEST(data->id_of(kind, 1) == std::string(kind.label) + " id 1");
    }
}

BOOST_AUTO_TEST_CASE(an_absent_id_is_made_from_the_seed_and_found) {
    const auto make = [](std::uint64_t seed) {
        reference_builder all(seed);
        for (const char* number : {"A1", "A2", "A3"})
            all.add(kinds::account, with_keys("", number));
        all.add(kinds::unit, with_keys("", "U1"));
        all.add(kinds::unit, with_keys("my own id", "U2"));
        return built(all);
    };
    const auto data = make(7);
    std::set<std::string> ids;
    for (std::uint32_t i = 0; i < 3; ++i) {
        const std::string id = data->id_of(kinds::account, i);
        BOOST_TEST(id.size() == 32U);
        BOOST_TEST(id.find_first_not_of("0123456789ABCDEF") == id.npos);
        BOOST_TEST(data->find(kinds::account, 0, id) == &data->all(kinds::account)[i]);
        BOOST_TEST(!data->find(kinds::unit, 0, id));
        BOOST_TEST(!data->find(kinds::account, 1, id));
        BOOST_TEST(make(7)->id_of(kinds::account, i) == id);
        BOOST_TEST(make(8)->id_of(kinds::account, i) != id);
        BOOST_TEST(!make(8)->find(kinds::account, 0, id));
        std::string lower = id;
        for (char& c : lower) c = c >= 'A' ? static_cast<char>(c - 'A' + 'a') : c;
        BOOST_TEST((lower == id || !data->find(kinds::account, 0, lower)));
        ids.insert(id);
    }
    ids.insert(data->id_of(kinds::unit, 0));
    BOOST_TEST(ids.size() == 4U);
    BOOST_TEST(data->key_of(kinds::unit, 0, 0) == "");
    BOOST_TEST(data->find(kinds::unit, 0, "my own id") == &data->all(kinds::unit)[1]);
    BOOST_TEST(data->id_of(kinds::unit, 1) == "my own id");
}

// The id that would be made for it is nobody's then.
BOOST_AUTO_TEST_CASE(an_entity_with_a_given_id_has_no_other) {
    const std::string made = accounts({"A1"})->id_of(kinds::account, 0);
    reference_builder all(1);
    all.add(kinds::account, with_keys("given", "A1"));
    const auto data = built(all);
    BOOST_TEST(!data->find(kinds::account, 0, made));
    BOOST_TEST(data->find(kinds::account, 0, "given"));

    reference_builder same(1);
    same.add(kinds::account, with_keys(made, "A1"));
    BOOST_TEST(built(same)->find(kinds::account, 0, made));
}

BOOST_AUTO_TEST_CASE(the_texts_may_go_once_it_is_built) {
    std::shared_ptr<const reference_data> data;
    {
        reference_builder all(1);
        std::string number = "ACR0000000001", name(300, 'n');
        all.add(kinds::account, with_keys("", number, name));
        data = built(all);
        number.assign(13, '?');
        name.assign(300, '?');
    }
    BOOST_TEST(has(*data, "ACR0000000001"));
    BOOST_TEST(data->find(kinds::account, 2, std::string(300, 'n')));
}

BOOST_AUTO_TEST_CASE(an_organisation_may_have_no_data_at_all) {
    reference_builder none(1);
    const auto data = built(none);
    for (const entity_kind& kind : kinds::all) {
        BOOST_TEST(data->all(kind).empty());
        for (std::size_t key = 0; key < kind.key_count; ++key) {
            BOOST_TEST(!data->find(kind, key, ""));
            BOOST_TEST(!data->find(kind, key, "ACR0000000077"));
            BOOST_TEST(!data->find(kind, key, "A4340AC3F973495E81F69A75D2D32BD3"));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::store
