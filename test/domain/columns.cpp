// SPDX-License-Identifier: BSL-1.0
#include "domain/columns.hpp"

#include <boost/test/unit_test.hpp>

#include "domain/rule.hpp"

namespace {

using namespace crmlocal::domain;
using enum need;

constexpr column request = {&fields::request_unique_identifier, mandatory};

// The seed's misprint: the payment medium's type twice.
constexpr column misprint[] = {
    request, {&fields::payment_medium_type, optional}, {&fields::payment_medium_type, optional}};
static_assert(!columns_are_sound(misprint));

constexpr field another_website = fields::user_date("website");
constexpr column same_name[] = {
    request, {&fields::website, optional}, {&another_website, optional}};
static_assert(!columns_are_sound(same_name));

constexpr column request_second[] = {{&fields::website, optional}, request};
static_assert(!columns_are_sound(request_second));
static_assert(!columns_are_sound({}));

constexpr column just_request[] = {request};
static_assert(columns_are_sound(just_request));

constexpr auto one = std::array<column, 1>{request};
static_assert(columns_are_sound(join(one, user_defined<16, 4, 4>())));
static_assert(!columns_are_sound(join(one, user_defined<8, 4, 4>(), user_defined<1, 0, 0>())));

// More columns than there are bits.
template <std::size_t N>
constexpr auto many_names = [] {
    std::array<std::array<char, 3>, N> names = {};
    for (std::size_t i = 0; i < N; ++i)
        names[i] = {'f', static_cast<char>('0' + i / 10), static_cast<char>('0' + i % 10)};
    return names;
}();
template <std::size_t N>
constexpr auto many_fields = [] {
    std::array<field, N> out = {};
    for (std::size_t i = 0; i < N; ++i) out[i].name = {many_names<N>[i].data(), 3};
    return out;
}();
template <std::size_t N>
constexpr auto many_columns = [] {
    std::array<column, N + 1> out = {};
    out[0] = request;
    for (std::size_t i = 0; i < N; ++i) out[i + 1].what = &many_fields<N>[i];
    return out;
}();
static_assert(columns_are_sound(many_columns<63>));
static_assert(!columns_are_sound(many_columns<64>));

// Rows are columns as well; and they cannot hold rows, which nothing could decode.
constexpr column double_line[] = {{&fields::product, mandatory}, {&fields::product, mandatory}};
constexpr field double_rows = {.name = "double",
                               .type = value_type::rows,
                               .description = {},
                               .example = {},
                               .columns = double_line};
constexpr column with_double_rows[] = {request, {&double_rows, optional}};
static_assert(!columns_are_sound(with_double_rows));

constexpr column nested_line[] = {{&fields::products, mandatory}};
constexpr field nested_rows = {.name = "nested",
                               .type = value_type::rows,
                               .description = {},
                               .example = {},
                               .columns = nested_line};
constexpr column with_nested_rows[] = {request, {&nested_rows, optional}};
static_assert(!columns_are_sound(with_nested_rows));

}  // namespace

BOOST_AUTO_TEST_SUITE(columns)

BOOST_AUTO_TEST_CASE(lists_are_joined_in_order) {
    constexpr auto joined = join(one, user_defined<2, 1, 1>());
    constexpr std::string_view names[] = {"request_unique_identifier", "udf_string_1",
                                          "udf_string_2", "udf_float_1", "udf_date_1"};
    BOOST_TEST_REQUIRE(joined.size() == std::size(names));
    for (std::size_t c = 0; c < joined.size(); ++c) BOOST_TEST(joined[c].what->name == names[c]);
    BOOST_TEST((joined[0].how == mandatory));
    BOOST_TEST((joined[4].how == optional));
}

BOOST_AUTO_TEST_CASE(a_column_is_found_by_the_name_of_its_field) {
    constexpr column some[] = {request, {&another_website, optional}};
    BOOST_TEST(column_of(some, fields::request_unique_identifier) == 0);
    BOOST_TEST(column_of(some, fields::website) == 1);
    BOOST_TEST(column_of(some, fields::profile) == no_column);
    BOOST_TEST(column_of({}, fields::profile) == no_column);
}

BOOST_AUTO_TEST_SUITE_END()
