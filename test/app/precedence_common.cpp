// SPDX-License-Identifier: BSL-1.0
//
// What the six types have in common: tables of changes to a valid event, in order of precedence.
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

verdict_row performed_on(const std::string& value, const std::string& shown) {
    return {{{"performed_on", value}}, is_invalid("performed_on", shown)};
}

verdict_row refused_date(const std::string& date) { return performed_on("\"" + date + "\"", date); }

// clang-format off
const std::vector<verdict_row> dates = {
    {{{"performed_on", ""}},                            is_mandatory("performed_on")},
    {{{"performed_on", "null"}},                        is_mandatory("performed_on")},
    {{{"performed_on", R"("0001-01-01T00:00:00")"}},    accepted},
    {{{"performed_on", R"("9999-12-31T23:59:59")"}},    accepted},
    {{{"performed_on", R"("2016-02-29T00:00:00")"}},    accepted},
    {{{"performed_on", R"("2000-02-29T00:00:00")"}},    accepted},
    {{{"performed_on", R"("2016\u002d06-22T15:00:00")"}}, accepted},
    refused_date(""),
    refused_date("22/06/2016"),
    refused_date("2016-06-22"),
    refused_date("2016-06-22T15:00"),
    refused_date("2016-06-22 15:00:00"),
    refused_date("2016-06-22t15:00:00"),
    refused_date("2016-06-22T15:00:00Z"),
    refused_date("2016-06-22T15:00:00.000"),
    refused_date("2016-06-22T15:00:00+02:00"),
    refused_date(" 2016-06-22T15:00:00"),
    refused_date("2016-06-22T15:00:00 "),
    refused_date("2016-6-22T15:00:00"),
    refused_date("+016-06-22T15:00:00"),
    refused_date("0000-01-01T00:00:00"),
    refused_date("10000-01-01T00:00:00"),
    refused_date("2016-00-22T15:00:00"),
    refused_date("2016-13-22T15:00:00"),
    refused_date("2016-06-00T15:00:00"),
    refused_date("2016-06-31T15:00:00"),
    refused_date("2015-02-29T15:00:00"),
    refused_date("1900-02-29T15:00:00"),
    refused_date("2016-02-30T15:00:00"),
    refused_date("2016-06-22T24:00:00"),
    refused_date("2016-06-22T15:60:00"),
    refused_date("2016-06-22T15:00:60"),
    refused_date("2016-06-22T15:00:-1"),
};

const std::vector<verdict_row> shown_values = {
    performed_on("5",                       "5"),
    performed_on("-1.50",                   "-1.50"),
    performed_on("1E5",                     "1E5"),
    performed_on("12345678901234567890123", "12345678901234567890123"),
    performed_on("true",                    "true"),
    performed_on("false",                   "false"),
    performed_on("[]",                      "[...]"),
    performed_on("[1,[2]]",                 "[...]"),
    performed_on("{}",                      "{...}"),
    performed_on(R"({"a":{"b":1}})",        "{...}"),
    performed_on(R"("a\"b\\c\n\u00e9")",    "a\"b\\c\n\u00e9"),
    performed_on(R"("\ud83d\ude00")",       "\U0001F600"),
    performed_on("\"\U0001F600\"",          "\U0001F600"),
    performed_on(R"("{\"a\":1}")",          "{\"a\":1}"),
    performed_on(R"("a\u0000b")",           std::string("a\0b", 3)),
    performed_on(text_of_length(100),       std::string(100, 'x')),
    performed_on(text_of_length(101),       std::string(100, 'x') + "..."),
    performed_on(text_of_length(5000),      std::string(100, 'x') + "..."),
};

const std::vector<verdict_row> units = {
    {{{unit, by("id", "unit-1")}},           accepted},
    {{{unit, by("alternative_code", "MS")}}, accepted},
    {{{unit, R"({"name":"Main Store","id":null})"}}, accepted},
    {{{unit, R"({"n\u0061me":"Main\u0020Store"})"}}, accepted},
    {{{unit, ""}},     is_mandatory(unit)},
    {{{unit, "null"}}, is_mandatory(unit)},
    {{{unit, "{}"}},   is_mandatory(unit)},
    {{{unit, R"({"name":null})"}},      is_mandatory(unit)},
    {{{unit, by("number", "MS")}},    is_mandatory(unit)},
    {{{unit, by("Name", "Main Store")}}, is_mandatory(unit)},
    {{{unit, "7"}},                is_invalid(unit, "7")},
    {{{unit, R"("Main Store")"}},  is_invalid(unit, "Main Store")},
    {{{unit, "[]"}},               is_invalid(unit, "[...]")},
    {{{unit, R"({"name":7})"}},    is_invalid(unit + ".name", "7")},
    {{{unit, R"({"name":{}})"}},   is_invalid(unit + ".name", "{...}")},
    {{{unit, R"({"id":7,"name":"Main Store"})"}}, is_invalid(unit + ".id", "7")},
    {{{unit, R"({"name":)" + text_of_length(256) + "}"}}, is_invalid(unit + ".name", cut_off)},
    {{{unit, R"({"id":"unit-1","name":"Main Store"})"}},
        only_one_of("id, name, alternative_code", unit)},
    {{{unit, by("name", "Nowhere")}}, no_such("Unit", "Nowhere")},
    {{{unit, by("name", "MS")}},      no_such("Unit", "MS")},
    {{{unit, by("name", "")}},        no_such("Unit", "")},
    {{{unit, R"({"name":)" + text_of_length(255) + "}"}}, not_found,
        "Unit (" + std::string(255, 'x') + ") Not Found."},
};

const std::vector<verdict_row> texts = {
    {{{"description", ""}},                            accepted},
    {{{"description", "null"}},                        accepted},
    {{{"description", R"("")"}},                       accepted},
    {{{"description", text_of_length(4000)}},          accepted},
    {{{"description", text_of_length(4000, "\u00e9")}}, accepted},
    {{{"description", text_of_length(4000, "\U0001F600")}}, accepted},
    {{{"description", text_of_length(4000, R"(\ud83d\ude00)")}}, accepted},
    {{{"description", text_of_length(4001)}},          is_invalid("description", cut_off)},
    {{{"description", "7"}},                           is_invalid("description", "7")},
    {{{"description", R"(["a"])"}},                    is_invalid("description", "[...]")},
    {{{"udf_string_1", text_of_length(1000)}},         accepted},
    {{{"udf_string_8", text_of_length(1001)}},         is_invalid("udf_string_8", cut_off)},
    {{{"external_system", text_of_length(256)}},       is_invalid("external_system", cut_off)},
    {{{"external_system_reference_number", text_of_length(256)}},
        is_invalid("external_system_reference_number", cut_off)},
    {{{"unheard_of", "[1,{}]"}},                       accepted},
    {{{"udf_float_5", R"("x")"}},                      accepted},
};

const std::vector<verdict_row> floats = {
    {{{"udf_float_1", "0"}},                        accepted},
    {{{"udf_float_2", "-0.0"}},                     accepted},
    {{{"udf_float_3", "1.7976931348623157e308"}},   accepted},
    {{{"udf_float_4", "-1.7976931348623157E+308"}}, accepted},
    {{{"udf_float_1", "0.12345678901234567890"}},   accepted},
    {{{"udf_float_1", "null"}},                     accepted},
    {{{"udf_float_1", "1e400"}},                    is_invalid("udf_float_1", "1e400")},
    {{{"udf_float_4", "-1e309"}},                   is_invalid("udf_float_4", "-1e309")},
    {{{"udf_float_1", R"("1")"}},                   is_invalid("udf_float_1", "1")},
    {{{"udf_float_1", R"("")"}},                    is_invalid("udf_float_1", "")},
    {{{"udf_float_1", "true"}},                     is_invalid("udf_float_1", "true")},
    {{{"udf_date_1", R"("2016-06-22T15:00:00")"}},  accepted},
    {{{"udf_date_4", R"("2016-06-31T15:00:00")"}},
        is_invalid("udf_date_4", "2016-06-31T15:00:00")},
    {{{"udf_date_1", R"("")"}},                     is_invalid("udf_date_1", "")},
};

// Two things are wrong; the earlier stage wins, inside a stage the earlier parameter.
const std::vector<verdict_row> two_faults = {
    {{{unit, ""}, {"udf_date_4", "7"}},
        is_invalid("udf_date_4", "7")},
    {{{unit, R"({"id":"a","name":"b"})"}, {"description", "7"}},
        is_invalid("description", "7")},
    {{{unit, by("name", "Nowhere")}, {"performed_on", ""}},
        is_mandatory("performed_on")},
    {{{unit, R"({"id":"a","name":"b"})"}, {"performed_on", ""}},
        only_one_of("id, name, alternative_code", unit)},
    {{{unit, ""}, {"performed_on", ""}},
        is_mandatory(unit)},
    {{{"description", "7"}, {"performed_on", "8"}},
        is_invalid("performed_on", "8")},
    {{{"udf_string_1", "7"}, {"external_system", "8"}},
        is_invalid("external_system", "8")},
    {{{"udf_float_1", "true"}, {"udf_string_8", "8"}},
        is_invalid("udf_string_8", "8")},
    {{{"udf_date_1", "7"}, {"udf_float_4", R"("8")"}},
        is_invalid("udf_float_4", "8")},
};
// clang-format on

}  // namespace

BOOST_AUTO_TEST_SUITE(precedence_common)

#define CRMLOCAL_TABLE(claim, table)                                   \
    BOOST_DATA_TEST_CASE(claim, data::make(collections), collection) { \
        world_server server;                                           \
        caller anna(server.port());                                    \
        check_verdicts(anna, collection, table);                       \
    }

CRMLOCAL_TABLE(a_date_is_a_real_date_and_time_without_a_zone, dates)
CRMLOCAL_TABLE(an_invalid_value_is_shown_as_sent, shown_values)
CRMLOCAL_TABLE(a_unit_is_named_by_exactly_one_of_its_keys, units)
CRMLOCAL_TABLE(texts_are_bounded_in_characters, texts)
CRMLOCAL_TABLE(user_defined_fields_have_their_types, floats)
CRMLOCAL_TABLE(the_earlier_stage_and_then_the_earlier_parameter_wins, two_faults)

#undef CRMLOCAL_TABLE

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
