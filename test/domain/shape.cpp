// SPDX-License-Identifier: BSL-1.0
#include "domain/shape.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "domain/event_type.hpp"
#include "domain/fields.hpp"
#include "domain/text.hpp"

namespace {

using namespace crmlocal::domain;

value given(given_as as, std::string_view text = {}) {
    value v;
    v.as = as;
    v.data = text.data();
    v.size = static_cast<std::uint32_t>(text.size());
    return v;
}

const batch no_batch{};

std::string refusal_of(const field& what, value v) {
    const verdict refused = check_shape(no_batch, what, v, {});
    return refused ? refused->detail : "";
}

struct float_row {
    std::string_view digits;
    double value;
};

const std::string zeros(400, '0');

}  // namespace

BOOST_AUTO_TEST_SUITE(shapes)

BOOST_AUTO_TEST_CASE(a_value_is_shown_as_sent) {
    BOOST_TEST(shown(given(given_as::text, "22/06/2016")) == "22/06/2016");
    BOOST_TEST(shown(given(given_as::text, "")) == "");
    BOOST_TEST(shown(given(given_as::number, "50.00")) == "50.00");
    BOOST_TEST(shown(given(given_as::number, "-1.50E+007")) == "-1.50E+007");
    BOOST_TEST(shown(given(given_as::yes, "true")) == "true");
    BOOST_TEST(shown(given(given_as::no, "false")) == "false");
    BOOST_TEST(shown(given(given_as::null, "null")) == "null");
    BOOST_TEST(shown(given(given_as::array)) == "[...]");
    BOOST_TEST(shown(given(given_as::rows)) == "[...]");
    BOOST_TEST(shown(given(given_as::object)) == "{...}");
    BOOST_TEST(shown(given(given_as::parts)) == "{...}");
}

BOOST_AUTO_TEST_CASE(a_long_value_is_shown_by_its_first_100_characters) {
    const std::string euros = [] {
        std::string out;
        for (int i = 0; i < 101; ++i) out += "\xE2\x82\xAC";
        return out;
    }();
    BOOST_TEST(shown(given(given_as::text, euros.substr(3))) == euros.substr(3));
    BOOST_TEST(shown(given(given_as::text, euros)) == euros.substr(3) + "...");
    BOOST_TEST(shown(given(given_as::number, "1" + zeros)) == "1" + zeros.substr(0, 99) + "...");
}

BOOST_AUTO_TEST_CASE(a_parameter_inside_another_is_named_by_its_path) {
    BOOST_TEST(path{}.to("net_amount") == "net_amount");
    BOOST_TEST((path{"products_set", 0}.to("net_amount") == "products_set[0].net_amount"));
    BOOST_TEST((path{"products_set", 12}.to("x") == "products_set[12].x"));
}

BOOST_AUTO_TEST_CASE(a_float_is_the_nearest_double) {
    const std::string long_tiny = "0." + zeros + "1e+5", long_one = "1" + zeros + "e-400",
                      digits_400 = std::string(300, '9') + "." + std::string(100, '9');
    const float_row rows[] = {
        {"0", 0.0},
        {"-0", -0.0},
        {"12.5", 12.5},
        {"1e308", 1e308},
        {"1.7976931348623157e308", std::numeric_limits<double>::max()},
        {"-1.7976931348623157e308", -std::numeric_limits<double>::max()},
        {"4.9e-324", std::numeric_limits<double>::denorm_min()},
        {"1e-310", 1e-310},
        {"1e-400", 0.0},
        {"-1e-400", -0.0},
        {"1e-99999999999", 0.0},
        {"0e99999999999", 0.0},
        {"0.0000E-5", 0.0},
        {long_tiny, 0.0},
        {long_one, 1.0},
        {digits_400, 1e300},
    };
    for (const float_row& r : rows) {
        BOOST_TEST_CONTEXT(r.digits) {
            value v = given(given_as::number, r.digits);
            BOOST_TEST(!check_shape(no_batch, fields::user_floats[0], v, {}).has_value());
            BOOST_TEST(v.floating == r.value);
            BOOST_TEST(std::signbit(v.floating) == std::signbit(r.value));
            BOOST_TEST(v.text() == r.digits);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_float_beyond_the_range_of_a_double_is_invalid) {
    const std::string long_huge = "1" + zeros + "e-5";
    for (const std::string_view digits : std::initializer_list<std::string_view>{
             "1e309", "-1e309", "1.8e308", "1e400", "1E+99999999999", long_huge}) {
        BOOST_TEST(refusal_of(fields::user_floats[0], given(given_as::number, digits)) ==
                   "Parameter udf_float_1 (" + cut(digits, 100) + ") Is Invalid.");
    }
}

BOOST_AUTO_TEST_CASE(a_text_is_bounded_in_code_points) {
    std::string text;
    for (int i = 0; i < 255; ++i) text += "\xC3\xA9";
    BOOST_TEST(refusal_of(fields::external_system, given(given_as::text, text)) == "");
    text += "a";
    BOOST_TEST(refusal_of(fields::external_system, given(given_as::text, text)) ==
               "Parameter external_system (" + text.substr(0, 200) + "...) Is Invalid.");
}

BOOST_AUTO_TEST_CASE(a_quantity_is_above_zero) {
    for (const std::string_view digits : {"0", "-0", "0.000", "0e5", "-1", "0.0000001"})
        BOOST_TEST(refusal_of(fields::line_quantity, given(given_as::number, digits)) ==
                   "Parameter quantity (" + std::string(digits) + ") Is Invalid.");
    for (const std::string_view digits : {"1", "0.5", "0.000001", "999999999999.999999"})
        BOOST_TEST(refusal_of(fields::line_quantity, given(given_as::number, digits)) == "");
}

BOOST_AUTO_TEST_CASE(an_amount_may_be_negative) {
    BOOST_TEST(refusal_of(fields::net_amount, given(given_as::number, "-12.50")) == "");
    BOOST_TEST(refusal_of(fields::net_amount, given(given_as::text, "12.50")) ==
               "Parameter net_amount (12.50) Is Invalid.");
}

BOOST_AUTO_TEST_CASE(an_enumeration_is_exact) {
    BOOST_TEST(refusal_of(fields::social_media, given(given_as::text, "FACEBOOK")) == "");
    BOOST_TEST(refusal_of(fields::social_media, given(given_as::text, "")) == "");
    for (const std::string_view text : {"facebook", "FACEBOOK ", "TWITTER", "FACEBOO"})
        BOOST_TEST(refusal_of(fields::social_media, given(given_as::text, text)) ==
                   "Parameter social_media (" + std::string(text) + ") Is Invalid.");
}

BOOST_AUTO_TEST_SUITE_END()
