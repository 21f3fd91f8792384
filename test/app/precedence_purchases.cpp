// SPDX-License-Identifier: BSL-1.0
//
// What only purchases have: product lines with amounts, an intended currency, invoices.
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

// A product line; an amount that is empty is not sent, nor is an empty product.
std::string line(const std::string& net, const std::string& vat, const std::string& total,
                 const std::string& product = R"({"code":"Soap"})",
                 const std::string& quantity = "") {
    object_text out{};
    const raw_member members[] = {{"total_amount", total},
                                  {"quantity", quantity},
                                  {"vat_amount", vat},
                                  {"product_identifier", product},
                                  {"net_amount", net}};
    for (const auto& [name, value] : members)
        if (!value.empty()) out.set(name, value);
    return out.text();
}

std::vector<raw_member> lines(const std::vector<std::string>& all) {
    return {{"products_set", array_text(all)}};
}

// What only has to be said of a number: whether it is one.
enum class is { fine, bad };

verdict_row quantity(const std::string& value, is what) {
    const verdict refused = is_invalid("products_set[0].quantity", value);
    return {lines({line("1", "1", "2", by("code", "Soap"), value)}),
            what == is::fine ? accepted : refused};
}

verdict_row amount(const std::string& value, is what) {
    const verdict refused = is_invalid("products_set[0].net_amount", value);
    return {lines({line(value, "0", value)}), what == is::fine ? accepted : refused};
}

verdict not_currency_of(const std::string& intended, const std::string& of) {
    return {wrong_currency,
            "Intended Currency (" + intended + ") Is Not the Currency of Unit (" + of + ")."};
}

const std::string sound = line("50", "10", "60");
const raw_member no_sum_of_two = {"products_set", array_text({line("1", "1", "3")})};
const raw_member gold = {"products_set", array_text({line("1", "1", "2", by("code", "Gold"))})};

// clang-format off
const std::vector<verdict_row> product_lines = {
    {lines({sound, sound, sound}), accepted},
    {{{"products_set", ""}},      is_mandatory("products_set")},
    {{{"products_set", "null"}},  is_mandatory("products_set")},
    {{{"products_set", "[]"}},    is_mandatory("products_set")},
    {{{"products_set", "7"}},     is_invalid("products_set", "7")},
    {{{"products_set", "{}"}},    is_invalid("products_set", "{...}")},
    {{{"products_set", R"("")"}}, is_invalid("products_set", "")},
    {lines({"7"}),                is_invalid("products_set[0]", "7")},
    {lines({sound, "null"}),      is_invalid("products_set[1]", "null")},
    {lines({sound, "[]"}),        is_invalid("products_set[1]", "[...]")},
    {lines({"{}"}),               is_mandatory("products_set[0].product_identifier")},
    {lines({sound, line("", "10", "60")}),    is_mandatory("products_set[1].net_amount")},
    {lines({line("50", "null", "60")}),       is_mandatory("products_set[0].vat_amount")},
    {lines({line("50", "10", "")}),           is_mandatory("products_set[0].total_amount")},
    {lines({line("50", "10", "60", "")}),     is_mandatory("products_set[0].product_identifier")},
    {lines({line("50", "10", "60", "{}")}),   is_mandatory("products_set[0].product_identifier")},
    {lines({line("50", "10", "60", "7")}),
        is_invalid("products_set[0].product_identifier", "7")},
    {lines({line("50", "10", "60", R"({"code":7})")}),
        is_invalid("products_set[0].product_identifier.code", "7")},
    {lines({sound, line("50", "10", "60", R"({"id":"a","code":"b"})")}),
        only_one_of("id, code, alternative_code", "products_set[1].product_identifier")},
    {lines({line("50", "10", "60", by("id", "product-1"))}),        accepted},
    {lines({line("50", "10", "60", by("alternative_code", "TO"))}), accepted},
    {lines({sound, line("50", "10", "60", by("code", "Gold"))}),    no_such("Product", "Gold")},

    // Stage before line, line before parameter.
    {lines({line("50", "", "60"), line("50", "10", R"("60")")}),
        is_invalid("products_set[1].total_amount", "60")},
    {lines({line("50", "10", "60", by("code", "Gold")), line("50", "10", "")}),
        is_mandatory("products_set[1].total_amount")},
    {lines({line("true", "false", "60")}),
        is_invalid("products_set[0].net_amount", "true")},
    {lines({line("50", "true", "60"), line("true", "10", "60")}),
        is_invalid("products_set[0].vat_amount", "true")},
    {lines({line("1", "1", "3"), line("50", "10", "60", by("code", "Gold"))}),
        no_such("Product", "Gold")},
};

const std::vector<verdict_row> amounts = {
    amount("0", is::fine),                 amount("-0", is::fine),
    amount("-50", is::fine),               amount("0.000001", is::fine),
    amount("999999999999.999999", is::fine), amount("-999999999999.999999", is::fine),
    amount("0.10000000000000000", is::fine), amount("1e2", is::fine),
    amount("1E+11", is::fine),             amount("1e-6", is::fine),
    amount("0.0000001e1", is::fine),       amount("100000000000000e-3", is::fine),
    amount("1000000000000", is::bad),      amount("-1000000000000", is::bad),
    amount("0.0000001", is::bad),          amount("1e-7", is::bad),
    amount("1e12", is::bad),               amount("1e400", is::bad),
    amount("123456789012345678901", is::bad), amount("1.0000001", is::bad),
    amount("true", is::bad),

    quantity("1", is::fine),               quantity("0.5", is::fine),
    quantity("0.000001", is::fine),        quantity("null", is::fine),
    quantity("0", is::bad),                quantity("0.0", is::bad),
    quantity("-0", is::bad),               quantity("-1", is::bad),
    quantity("1e-7", is::bad),             quantity("false", is::bad),

    {lines({line(R"("50")", "10", "60")}),   is_invalid("products_set[0].net_amount", "50")},
    {lines({line("[50]", "10", "60")}),      is_invalid("products_set[0].net_amount", "[...]")},
    {lines({line("0.1", "0.2", "0.3")}),     accepted},
    {lines({line("5e1", "10.00", "60.0")}),  accepted},
    {lines({line("-50", "-10", "-60")}),     accepted},
    {lines({line("999999999999.999999", "0.000001", "1000000000000")}),
        is_invalid("products_set[0].total_amount", "1000000000000")},
    {lines({line("50", "10", "61")}),        no_sum("50", "10", "61")},
    {lines({line("50.00", "10.0", "6.1e1")}), no_sum("50.00", "10.0", "6.1e1")},
    {lines({line("0.1", "0.2", "0.300001")}), no_sum("0.1", "0.2", "0.300001")},
    {lines({line("50", "10", "-60")}),       no_sum("50", "10", "-60")},
    {lines({sound, line("1", "1", "3"), line("1", "1", "4")}), no_sum("1", "1", "3")},
    // The quantity is no part of the sum.
    {lines({line("50", "10", "60", by("code", "Soap"), "3")}), accepted},
};

const std::vector<verdict_row> others = {
    {{{"reference_number", ""}},        is_mandatory("reference_number")},
    {{{"reference_number", R"("")"}},   is_mandatory("reference_number")},
    {{{"reference_number", "7"}},       is_invalid("reference_number", "7")},
    {{{"reference_number", text_of_length(255)}}, accepted},
    {{{"reference_number", text_of_length(256)}}, is_invalid("reference_number", cut_off)},
    {{{"payment_medium_identifier", text_of_length(256)}},
        is_invalid("payment_medium_identifier", cut_off)},
    {{{"udf_string_16", text_of_length(1000)}}, accepted},
    {{{"udf_string_16", "7"}},                  is_invalid("udf_string_16", "7")},
    {{{"udf_string_17", "7"}},                  accepted},
    {{{"invoice_identifier", by("id", "invoice-1")}},          accepted},
    {{{"invoice_identifier", by("number", "I1")}},             accepted},
    {{{"invoice_identifier", by("reference_number", "IR1")}},  accepted},
    {{{"invoice_identifier", by("back_office_code", "IB1")}},  accepted},
    {{{"invoice_identifier", by("number", "I2")}},             no_such("Invoice", "I2")},
    {{{"invoice_identifier", R"({"number":"I1","back_office_code":"IB1"})"}},
        only_one_of("id, number, reference_number, back_office_code", "invoice_identifier")},
    {{{media_brand, by("name", "Diners")}}, no_such("Payment Medium Brand", "Diners")},
    {{{media_type, by("name", "Cheque")}},  no_such("Payment Medium Type", "Cheque")},
    {{{media_type, by("name", "Cheque")}, {media_brand, by("name", "Diners")}},
        no_such("Payment Medium Brand", "Diners")},
    {{{"invoice_identifier", by("number", "I2")}, gold},
        no_such("Invoice", "I2")},
    // Payment media are restricted on financial achievements only.
    {{{account, by("number", "A4")}, {media_type, by("name", "Cash")}}, accepted},
    // Relations in the order of the contract.
    {{{classification, by("name", "Some WEB")}, no_sum_of_two},
        not_of_type("Some WEB", "PURCHASE")},
    {{{account, by("number", "A2")}, no_sum_of_two},
        no_sum("1", "1", "3")},
};

const std::vector<verdict_row> with_euro = {
    {{}, accepted},
    {{{unit, by("name", "Dollar Store")}},   not_currency_of("EUR", "Dollar Store")},
    {{{unit, by("id", "unit-2")}},           not_currency_of("EUR", "unit-2")},
    {{{unit, by("name", "Dollar Store")}, no_sum_of_two},
        no_sum("1", "1", "3")},
    {{{unit, by("name", "Dollar Store")}, {account, by("number", "A2")}},
        not_currency_of("EUR", "Dollar Store")},
    {{{unit, by("name", "Nowhere")}},        no_such("Unit", "Nowhere")},
};

const std::vector<verdict_row> with_dollars_by_id = {
    {{{unit, by("name", "Dollar Store")}},   accepted},
    {{}, not_currency_of("currency-2", "Main Store")},
};
// clang-format on

}  // namespace

BOOST_AUTO_TEST_SUITE(precedence_purchases)

BOOST_AUTO_TEST_CASE(product_lines_are_judged_stage_by_stage_and_line_by_line) {
    world_server server;
    caller anna(server.port());
    check_verdicts(anna, "purchases", product_lines);
}

BOOST_AUTO_TEST_CASE(amounts_are_exact_decimals_that_add_up) {
    world_server server;
    caller anna(server.port());
    check_verdicts(anna, "purchases", amounts);
}

BOOST_AUTO_TEST_CASE(references_and_media_are_those_of_the_seed) {
    world_server server;
    caller anna(server.port());
    check_verdicts(anna, "purchases", others);
}

BOOST_AUTO_TEST_CASE(the_intended_currency_is_that_of_the_unit) {
    world_server server;
    caller anna(server.port());
    check_verdicts(anna, "purchases", with_euro,
                   R"("intended_currency_identifier":{"code":"EUR"},)");
    check_verdicts(anna, "purchases", with_dollars_by_id,
                   R"("intended_currency_identifier":{"id":"currency-2"},)");
    check_verdicts(anna, "purchases", {{{{unit, by("name", "Dollar Store")}}, accepted}},
                   R"("intended_currency_identifier":null,)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
