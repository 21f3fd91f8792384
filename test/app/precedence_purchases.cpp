// SPDX-License-Identifier: BSL-1.0
//
// What only purchases have: product lines with amounts, an intended currency, invoices.
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

const std::string unit = "performed_by_unit_identifier";

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

verdict_row quantity(const std::string& value, std::string_view error_code) {
    return {lines({line("1", "1", "2", R"({"code":"Soap"})", value)}), error_code,
            "Parameter products_set[0].quantity (" + value + ") Is Invalid."};
}

verdict_row amount(const std::string& value, std::string_view error_code) {
    return {lines({line(value, "0", value)}), error_code,
            "Parameter products_set[0].net_amount (" + value + ") Is Invalid."};
}

const std::string sound = line("50", "10", "60");

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
    {lines({line("50", "10", "60", "7")}),    is_invalid("products_set[0].product_identifier", "7")},
    {lines({line("50", "10", "60", R"({"code":7})")}), is_invalid("products_set[0].product_identifier.code", "7")},
    {lines({sound, line("50", "10", "60", R"({"id":"a","code":"b"})")}), only_one_of("id, code, alternative_code", "products_set[1].product_identifier")},
    {lines({line("50", "10", "60", R"({"id":"product-1"})")}),        accepted},
    {lines({line("50", "10", "60", R"({"alternative_code":"TO"})")}), accepted},
    {lines({sound, line("50", "10", "60", R"({"code":"Gold"})")}),    no_such("Product", "Gold")},

    // Stage before line, line before parameter.
    {lines({line("50", "", "60"), line("50", "10", R"("60")")}), is_invalid("products_set[1].total_amount", "60")},
    {lines({line("50", "10", "60", R"({"code":"Gold"})"), line("50", "10", "")}), is_mandatory("products_set[1].total_amount")},
    {lines({line("true", "false", "60")}),                       is_invalid("products_set[0].net_amount", "true")},
    {lines({line("50", "true", "60"), line("true", "10", "60")}), is_invalid("products_set[0].vat_amount", "true")},
    {lines({line("1", "1", "3"), line("50", "10", "60", R"({"code":"Gold"})")}), no_such("Product", "Gold")},
};

const std::vector<verdict_row> amounts = {
    amount("0", accepted),                 amount("-0", accepted),
    amount("-50", accepted),               amount("0.000001", accepted),
    amount("999999999999.999999", accepted), amount("-999999999999.999999", accepted),
    amount("0.10000000000000000", accepted), amount("1e2", accepted),
    amount("1E+11", accepted),             amount("1e-6", accepted),
    amount("0.0000001e1", accepted),       amount("100000000000000e-3", accepted),
    amount("1000000000000", invalid),      amount("-1000000000000", invalid),
    amount("0.0000001", invalid),          amount("1e-7", invalid),
    amount("1e12", invalid),               amount("1e400", invalid),
    amount("123456789012345678901", invalid), amount("1.0000001", invalid),
    amount("true", invalid),

    quantity("1", accepted),               quantity("0.5", accepted),
    quantity("0.000001", accepted),        quantity("null", accepted),
    quantity("0", invalid),                quantity("0.0", invalid),
    quantity("-0", invalid),               quantity("-1", invalid),
    quantity("1e-7", invalid),             quantity("false", invalid),

    {lines({line(R"("50")", "10", "60")}),   is_invalid("products_set[0].net_amount", "50")},
    {lines({line("[50]", "10", "60")}),      is_invalid("products_set[0].net_amount", "[...]")},
    {lines({line("0.1", "0.2", "0.3")}),     accepted},
    {lines({line("5e1", "10.00", "60.0")}),  accepted},
    {lines({line("-50", "-10", "-60")}),     accepted},
    {lines({line("999999999999.999999", "0.000001", "1000000000000")}), is_invalid("products_set[0].total_amount", "1000000000000")},
    {lines({line("50", "10", "61")}),        wrong_amounts, "Net Amount (50) and VAT Amount (10) Do Not Add Up to Total Amount (61)."},
    {lines({line("50.00", "10.0", "6.1e1")}), wrong_amounts, "Net Amount (50.00) and VAT Amount (10.0) Do Not Add Up to Total Amount (6.1e1)."},
    {lines({line("0.1", "0.2", "0.300001")}), wrong_amounts, "Net Amount (0.1) and VAT Amount (0.2) Do Not Add Up to Total Amount (0.300001)."},
    {lines({line("50", "10", "-60")}),       wrong_amounts, "Net Amount (50) and VAT Amount (10) Do Not Add Up to Total Amount (-60)."},
    {lines({sound, line("1", "1", "3"), line("1", "1", "4")}), wrong_amounts, "Net Amount (1) and VAT Amount (1) Do Not Add Up to Total Amount (3)."},
    // The quantity is no part of the sum.
    {lines({line("50", "10", "60", R"({"code":"Soap"})", "3")}), accepted},
};

const std::vector<verdict_row> others = {
    {{{"reference_number", ""}},        is_mandatory("reference_number")},
    {{{"reference_number", R"("")"}},   is_mandatory("reference_number")},
    {{{"reference_number", "7"}},       is_invalid("reference_number", "7")},
    {{{"reference_number", text_of_length(255)}}, accepted},
    {{{"reference_number", text_of_length(256)}}, is_invalid("reference_number", cut_off)},
    {{{"payment_medium_identifier", text_of_length(256)}}, is_invalid("payment_medium_identifier", cut_off)},
    {{{"udf_string_16", text_of_length(1000)}}, accepted},
    {{{"udf_string_16", "7"}},                  is_invalid("udf_string_16", "7")},
    {{{"udf_string_17", "7"}},                  accepted},
    {{{"invoice_identifier", R"({"id":"invoice-1"})"}},          accepted},
    {{{"invoice_identifier", R"({"number":"I1"})"}},             accepted},
    {{{"invoice_identifier", R"({"reference_number":"IR1"})"}},  accepted},
    {{{"invoice_identifier", R"({"back_office_code":"IB1"})"}},  accepted},
    {{{"invoice_identifier", R"({"number":"I2"})"}},             no_such("Invoice", "I2")},
    {{{"invoice_identifier", R"({"number":"I1","back_office_code":"IB1"})"}}, only_one_of("id, number, reference_number, back_office_code", "invoice_identifier")},
    {{{"payment_medium_brand_identifier", R"({"name":"Diners"})"}}, no_such("Payment Medium Brand", "Diners")},
    {{{"payment_medium_type_identifier", R"({"name":"Cheque"})"}},  no_such("Payment Medium Type", "Cheque")},
    {{{"payment_medium_type_identifier", R"({"name":"Cheque"})"}, {"payment_medium_brand_identifier", R"({"name":"Diners"})"}},
        no_such("Payment Medium Brand", "Diners")},
    {{{"invoice_identifier", R"({"number":"I2"})"}, {"products_set", array_text({line("1", "1", "2", R"({"code":"Gold"})")})}},
        no_such("Invoice", "I2")},
    // Payment media are restricted on financial achievements only.
    {{{"accounts_receivable_identifier", R"({"number":"A4"})"}, {"payment_medium_type_identifier", R"({"name":"Cash"})"}}, accepted},
    // Relations in the order of the contract.
    {{{"classification_identifier", R"({"name":"Some WEB"})"}, {"products_set", array_text({line("1", "1", "3")})}},
        wrong_classification, "Classification (Some WEB) Is Not of Type PURCHASE."},
    {{{"accounts_receivable_identifier", R"({"number":"A2"})"}, {"products_set", array_text({line("1", "1", "3")})}},
        wrong_amounts, "Net Amount (1) and VAT Amount (1) Do Not Add Up to Total Amount (3)."},
};

const std::vector<verdict_row> with_euro = {
    {{}, accepted},
    {{{unit, R"({"name":"Dollar Store"})"}},   wrong_currency, "Intended Currency (EUR) Is Not the Currency of Unit (Dollar Store)."},
    {{{unit, R"({"id":"unit-2"})"}},           wrong_currency, "Intended Currency (EUR) Is Not the Currency of Unit (unit-2)."},
    {{{unit, R"({"name":"Dollar Store"})"}, {"products_set", array_text({line("1", "1", "3")})}},
        wrong_amounts, "Net Amount (1) and VAT Amount (1) Do Not Add Up to Total Amount (3)."},
    {{{unit, R"({"name":"Dollar Store"})"}, {"accounts_receivable_identifier", R"({"number":"A2"})"}},
        wrong_currency, "Intended Currency (EUR) Is Not the Currency of Unit (Dollar Store)."},
    {{{unit, R"({"name":"Nowhere"})"}},        no_such("Unit", "Nowhere")},
};

const std::vector<verdict_row> with_dollars_by_id = {
    {{{unit, R"({"name":"Dollar Store"})"}},   accepted},
    {{}, wrong_currency, "Intended Currency (currency-2) Is Not the Currency of Unit (Main Store)."},
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
    check_verdicts(anna, "purchases", {{{{unit, R"({"name":"Dollar Store"})"}}, accepted}},
                   R"("intended_currency_identifier":null,)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
