// SPDX-License-Identifier: BSL-1.0
//
// Where the decoder puts what it reads.
#include "http/call_decoder.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "domain/event_type.hpp"
#include "domain/fields.hpp"
#include "test/support/batch_text.hpp"

namespace crmlocal::test {
namespace {

struct row {
    std::string_view body;  // with % for the name of the set
    std::string_view text;  // short names of columns: see `shorter`
};

// Of purchases, whose calls have all kinds of values.
constexpr row placed[] = {
    {R"({})", "{}"},
    {R"(  {  }  )", "{}"},
    {R"({"token":"x"})", R"({token="x"})"},
    {R"({"token":null,"fields_set":""})", R"({fields_set=""})"},
    {R"({"token":5.50,"fields_set":[[],{"a":1}]})", "{token=5.50 fields_set=[]}"},
    {R"({"token":true,"fields_set":{"a":{"b":[]}}})", "{token=true fields_set={}}"},
    {R"({"fields_set":"b","token":"a","intended_currency_identifier":{"code":"EUR"}})",
     R"({token="a" currency=<code "EUR"> fields_set="b"})"},
    {R"({"intended_currency_identifier":{}})", "{currency=<>}"},

    // the set
    {R"({"%":[]})", "{} set[0]"},
    {R"({"%":null})", "{}"},
    {R"({"%":5})", "{} set=5"},
    {R"({"%":"[]"})", "{} set=[]"},
    {R"({"%":{"a":[{}]},"token":"x"})", R"({token="x"} set=)"},
    {R"({"%":[{}]})", "{} set[1] {}"},
    {R"({"%":[{}],"token":"x"})", R"({token="x"} set[1] {})"},
    {R"({"%":[5,null,"x",true,[],[[{}]],{},false]})",
     R"({} set[8] !5 !null !"x" !true ![] ![] {} !false)"},

    // values of events
    {R"({"%":[{"request_unique_identifier":"1","performed_on":null,"description":""}]})",
     R"({} set[1] {request="1" description=""})"},
    {R"({"%":[{"udf_float_1":-0.10e+05,"description":[1,[2,{"x":[]}]],"udf_date_1":{"a":{}}}]})",
     "{} set[1] {description=[] udf_float_1=-0.10e+05 udf_date_1={}}"},
    {R"({"%":[{"udf_date_4":"last","request_unique_identifier":"first"},{},)"
     R"({"reference_number":"x"}]})",
     R"({} set[3] {request="first" udf_date_4="last"} {} {reference_number="x"})"},

    // identifiers
    {R"({"%":[{"accounts_receivable_identifier":{"number":"A1"}}]})",
     R"({} set[1] {account=<number "A1">})"},
    {R"({"%":[{"accounts_receivable_identifier":{"number":""}}]})",
     R"({} set[1] {account=<number "">})"},
    {R"({"%":[{"accounts_receivable_identifier":{"id":null,"name":"x","number":null}}]})",
     R"({} set[1] {account=<name "x">})"},
    {R"({"%":[{"accounts_receivable_identifier":{}}]})", "{} set[1] {account=<>}"},
    {R"({"%":[{"accounts_receivable_identifier":{"id":null}}]})", "{} set[1] {account=<>}"},
    {R"({"%":[{"accounts_receivable_identifier":{"id":5}}]})", "{} set[1] {account=<id 5>}"},
    {R"({"%":[{"accounts_receivable_identifier":{"name":"b","id":5}}]})",
     R"({} set[1] {account=<name "b" id 5>})"},
    {R"({"%":[{"accounts_receivable_identifier":{"name":{"id":"x"},"number":["y"],"id":true}}]})",
     "{} set[1] {account=<name {} number [] id true>}"},
    {R"({"%":[{"accounts_receivable_identifier":"A1",)"
     R"("rewards_participant_identifier":[{"id":"x"}]}]})",
     R"({} set[1] {account="A1" participant=[]})"},
    {R"({"%":[{"accounts_receivable_identifier":{"id":"1","name":"2"},)"
     R"("rewards_participant_identifier":{"id":"3","number":"4"}}]})",
     R"({} set[1] {account=<id "1" name "2"> participant=<id "3" number "4">})"},

    // product lines
    {R"({"%":[{"products_set":[]}]})", "{} set[1] {products_set=[]}"},
    {R"({"%":[{"products_set":null}]})", "{} set[1] {}"},
    {R"({"%":[{"products_set":{"net_amount":1}}]})", "{} set[1] {products_set={}}"},
    {R"({"%":[{"products_set":[{},5,null,[],{"net_amount":1}]}]})",
     "{} set[1] {products_set=[{} !5 !null ![] {net_amount=1}]}"},
    {R"({"%":[{"products_set":[{"total_amount":1.0,"product_identifier":{"code":"a"}}],)"
     R"("reference_number":"x"},{"products_set":[{"product_identifier":{}},)"
     R"({"product_identifier":{"id":1,"code":2}}]}]})",
     R"({} set[2] {reference_number="x" products_set=[{product=<code "a"> total_amount=1.0}]} )"
     R"({products_set=[{product=<>} {product=<id 1 code 2>}]})"},
};

// Boost's parser cannot hold these exponents; they are read as sent all the same.
constexpr row exponents[] = {
    {R"({"%":1e99999999999})", "{} set=1e99999999999"},
    {R"({"token":1e99999999999,"fields_set":"\u0061","x":-1E+99999999999})",
     R"({token=1e99999999999 fields_set="a"}?x=-1E+99999999999)"},
    {R"({"%":[1e-99999999999,{"udf_float_1":0.5e00000000000000000001,"udf_float_2":1e3333333333},)"
     R"({"products_set":[2e2147483648,{"quantity":12e-2147483649}],"y":3e99999999999},)"
     R"({"accounts_receivable_identifier":{"id":1e99999999999,"name":"1e99999999999"}}]})",
     R"({} set[4] !1e-99999999999 )"
     R"({udf_float_1=0.5e00000000000000000001 udf_float_2=1e3333333333} )"
     R"({products_set=[!2e2147483648 {quantity=12e-2147483649}]}?y=3e99999999999 )"
     R"({account=<id 1e99999999999 name "1e99999999999">})"},
};

// The first in the order of judgement is kept, of each event and of the call.
constexpr row unknown[] = {
    {R"({"x":1,"y":2})", "{}?x=1"},
    {R"({"x":null})", "{}?x=null"},
    {R"({"x":{"y":[]},"z":1})", "{}?x={}"},
    {R"({"x":1,"intended_currency_identifier":{"z":3,"code":"E"}})",
     R"({currency=<code "E">}?z=3)"},
    {R"({"x":1,"%":[{"y":2},{},{"z":3,"a":4}],"w":5})", "{}?x=1 set[3] {}?y=2 {} {}?z=3"},
    {R"({"%":[{"x":1,"products_set":[{},{"y":2}]}]})", "{} set[1] {products_set=[{} {}]}?y=2"},
    {R"({"%":[{"products_set":[{"y":2,"product_identifier":{"z":3}}]}]})",
     "{} set[1] {products_set=[{product=<>}]}?z=3"},
    {R"({"%":[{"products_set":[{"y":2}],"accounts_receivable_identifier":{"z":3}}]})",
     "{} set[1] {account=<> products_set=[{}]}?z=3"},
    {R"({"%":[{"x":{"accounts_receivable_identifier":{"z":3}}}]})", "{} set[1] {}?x={}"},
    {R"({"%":[5,{"x":[[{"y":1}]]}]})", "{} set[2] !5 {}?x=[]"},
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
        text.replace(at, from.size(), to);
}

std::string shorter(std::string text) {
    replace_all(text, "request_unique_identifier", "request");
    replace_all(text, "accounts_receivable_identifier", "account");
    replace_all(text, "rewards_participant_identifier", "participant");
    replace_all(text, "intended_currency_identifier", "currency");
    replace_all(text, "product_identifier", "product");
    return text;
}

const domain::event_type& purchases = domain::customer_events.types[1];

void check(std::span<const row> rows) {
    const http::call_decoder decoder(purchases.bulk, &purchases);
    domain::batch call;
    for (const row& r : rows) {
        std::string body(r.body);
        replace_all(body, "%", purchases.bulk.set);
        BOOST_TEST_CONTEXT(body) {
            BOOST_TEST(!decoder.decode(body, call).has_value());
            BOOST_TEST(shorter(text_of(call)) == r.text);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(call_decoder_places)

BOOST_AUTO_TEST_CASE(every_value_goes_where_it_belongs) { check(placed); }

BOOST_AUTO_TEST_CASE(an_exponent_may_have_any_size) { check(exponents); }

BOOST_AUTO_TEST_CASE(the_first_unknown_member_is_kept) { check(unknown); }

BOOST_AUTO_TEST_CASE(a_body_without_a_set_is_read_by_its_parameters) {
    const http::call_decoder decoder(domain::login_call);
    domain::batch call;
    const std::string body =
        R"({"":[{"a":1}],"password":"b","username":"a","organisation":{},"unit":5,"set":[{}]})";
    BOOST_TEST(!decoder.decode(body, call).has_value());
    BOOST_TEST(text_of(call) == R"({username="a" password="b" organisation={} unit=5}?=[])");
    BOOST_TEST((call.set.as == domain::given_as::nothing));
}

BOOST_AUTO_TEST_CASE(texts_without_escapes_are_views_into_the_body) {
    const http::call_decoder decoder(purchases.bulk, &purchases);
    domain::batch call;
    const std::string body = R"({"token":"abc","fields_set":"\u0061"})";
    BOOST_TEST(!decoder.decode(body, call).has_value());
    BOOST_TEST(static_cast<const void*>(call.values[call.call.values].data) ==
               static_cast<const void*>(body.data() + 10));
}

BOOST_AUTO_TEST_CASE(events_beyond_the_thousandth_are_counted_but_not_kept) {
    const http::call_decoder decoder(purchases.bulk, &purchases);
    domain::batch call;
    for (const std::string_view item :
         {"{}", "null", "[[[]]]", R"({"products_set":[{"quantity":1}],"x":{"y":[]}})"}) {
        std::string body = R"({"purchase_customer_events_set":[)";
        for (int i = 0; i < 1500; ++i) body.append(i == 0 ? "" : ",").append(item);
        body += R"(],"token":"t"})";
        BOOST_TEST(!decoder.decode(body, call).has_value());
        BOOST_TEST(call.events_given == 1500U);
        BOOST_TEST(call.events.size() == 1000U);
        BOOST_TEST(call.rows.size() <= 1000U);
        BOOST_TEST(call.values.size() <= 1000 * (purchases.bulk.columns.size() + 5) + 3);
        BOOST_TEST(call.find_parameter(domain::fields::token)->text() == "t");
    }
}

BOOST_AUTO_TEST_CASE(a_decoder_can_be_used_again_after_anything) {
    const http::call_decoder decoder(purchases.bulk, &purchases);
    domain::batch call;
    const std::string good = R"({"purchase_customer_events_set":[{"reference_number":"x"}]})";
    for (std::size_t cut = 0; cut < good.size(); ++cut) {
        BOOST_TEST(decoder.decode(good.substr(0, cut), call).has_value());
        BOOST_TEST(!decoder.decode(good, call).has_value());
        BOOST_TEST(text_of(call) == R"({} set[1] {reference_number="x"})");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
