// SPDX-License-Identifier: BSL-1.0
#include "domain/uuid.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using crmlocal::domain::id_maker;
using crmlocal::domain::parse_uuid;
using crmlocal::domain::uuid;
using crmlocal::domain::write_uuid;

std::string text_of(const uuid& id) {
    std::string text(32, '?');
    write_uuid(id, text.data());
    return text;
}

constexpr id_maker::meaning corners[] = {
    {0, 0},
    {0, 1},
    {0, UINT64_MAX},
    {0xFFFF, 0},
    {0xFFFF, UINT64_MAX},
    {1, std::uint64_t{1} << 60},
    {1, std::uint64_t{1} << 61},
    {1, (std::uint64_t{1} << 61) - 1},
    {1, std::uint64_t{7} << 61},
    {0x8000, std::uint64_t{1} << 63},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(uuids)

BOOST_AUTO_TEST_CASE(an_id_is_32_upper_case_hexadecimal_characters) {
    BOOST_TEST(text_of({0x0123456789ABCDEF, 0xFEDCBA9876543210}) ==
               "0123456789ABCDEFFEDCBA9876543210");
    BOOST_TEST(text_of({0, 1}) == "00000000000000000000000000000001");
}

BOOST_AUTO_TEST_CASE(an_id_is_read_as_it_was_written) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 10'000; ++i) {
        const uuid id = {random(), random()};
        BOOST_TEST((parse_uuid(text_of(id)) == id));
    }
}

BOOST_AUTO_TEST_CASE(any_other_text_is_no_id) {
    constexpr std::string_view good = "A4340AC3F973495E81F69A75D2D32BD3";
    BOOST_TEST(parse_uuid(good).has_value());
    for (std::size_t i = 0; i < good.size(); ++i)
        for (char c : {'a', 'f', 'G', 'g', '@', '/', ':', '-', ' ', '\0', '\xC3'}) {
            std::string text(good);
            text[i] = c;
            BOOST_TEST(!parse_uuid(text).has_value());
        }
    BOOST_TEST(!parse_uuid("").has_value());
    BOOST_TEST(!parse_uuid(good.substr(1)).has_value());
    BOOST_TEST(!parse_uuid(std::string(good) + "0").has_value());
    BOOST_TEST(!parse_uuid("A4340AC3-F973-495E-81F6-9A75D2D32BD3").has_value());
}

BOOST_AUTO_TEST_CASE(ids_look_like_version_4_uuids) {
    const id_maker maker(7);
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const std::string text = text_of(maker.make({3, i}));
        BOOST_TEST(text[12] == '4');
        BOOST_TEST(std::string_view("89AB").find(text[16]) != std::string_view::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_million_ids_are_different) {
    const id_maker maker(20160622);
    std::vector<uuid> ids;
    for (std::uint16_t space = 0; space < 10; ++space)
        for (std::uint64_t i = 0; i < 100'000; ++i) ids.push_back(maker.make({space, i}));
    std::ranges::sort(ids);
    BOOST_TEST((std::ranges::adjacent_find(ids) == ids.end()));
}

BOOST_AUTO_TEST_CASE(an_id_opens_to_what_it_was_made_of) {
    std::mt19937_64 random(2);
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, UINT64_MAX}) {
        const id_maker maker(seed);
        for (const id_maker::meaning& what : corners)
            BOOST_TEST((maker.open(maker.make(what)) == what));
        for (int i = 0; i < 20'000; ++i) {
            const id_maker::meaning what = {static_cast<std::uint16_t>(random()), random()};
            BOOST_TEST((maker.open(maker.make(what)) == what));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_foreign_id_is_not_opened) {
    const id_maker maker(1), other(2);
    std::mt19937_64 random(3);
    int opened = 0;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        if (maker.open(other.make({0, i}))) ++opened;
        if (maker.open({random(), random()})) ++opened;
    }
    BOOST_TEST(opened == 0);
}

BOOST_AUTO_TEST_CASE(one_changed_bit_makes_an_id_foreign) {
    const id_maker maker(1);
    const uuid id = maker.make({2, 45});
    for (int bit = 0; bit < 128; ++bit) {
        uuid changed = id;
        changed[static_cast<std::size_t>(bit / 64)] ^= std::uint64_t{1} << bit % 64;
        BOOST_TEST(!maker.open(changed).has_value());
    }
}

BOOST_AUTO_TEST_CASE(the_same_seed_makes_the_same_ids_and_another_seed_others) {
    BOOST_TEST((id_maker(5).make({1, 45}) == id_maker(5).make({1, 45})));
    BOOST_TEST((id_maker(5).make({1, 45}) != id_maker(6).make({1, 45})));
}

// Neighbouring numbers must not give neighbouring ids: about half of the bits differ.
BOOST_AUTO_TEST_CASE(ids_do_not_tell_their_numbers) {
    const id_maker maker(9);
    int least = 128, bits = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const uuid a = maker.make({0, i}), b = maker.make({0, i + 1});
        const int differ = std::popcount(a[0] ^ b[0]) + std::popcount(a[1] ^ b[1]);
        least = std::min(least, differ);
        bits += differ;
    }
    BOOST_TEST(least > 30);
    BOOST_TEST(bits / 1000 >= 59);
    BOOST_TEST(bits / 1000 <= 63);
}

BOOST_AUTO_TEST_SUITE_END()
