// SPDX-License-Identifier: BSL-1.0
//
// The quick decoder against the thorough one: it reads what programs write, and where it reads at
// all, both put the same into the batch.
#include "http/quick_decoder.hpp"

#include <optional>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "domain/event_type.hpp"
#include "test/support/batch_text.hpp"

namespace crmlocal::test {
namespace {

const domain::event_type& web = domain::customer_events.types[4];
const domain::event_type& purchases = domain::customer_events.types[1];

// % stands for the name of the set.
std::string body_of(std::string_view form, const domain::event_type& type) {
    std::string out(form);
    for (std::size_t at = 0; (at = out.find('%', at)) != out.npos;)
        out.replace(at, 1, type.bulk.set);
    return out;
}

// True if the quick decoder reads it. Then the batch must be the thorough one's; with a view of
// exactly the body's size, so that a sanitizer sees who reads beyond the end.
bool reads(const http::call_decoder& decoder, std::string_view body) {
    static domain::batch quick, thorough;
    const std::vector<char> exact(body.begin(), body.end());
    const std::string_view view(exact.data(), exact.size());
    if (!http::decode_quickly(decoder, view, quick)) return false;
    BOOST_TEST_CONTEXT(body) {
        BOOST_TEST(!decoder.decode_thoroughly(view, thorough).has_value());
        BOOST_TEST(text_of(quick) == text_of(thorough));
    }
    return true;
}

// What programs write: members in an order of their own, blanks, nulls, escapes, more or fewer
// members from event to event.
constexpr std::string_view ordinary[] = {
    R"({})",
    R"({"token":"x","%":[]})",
    R"({"token":"x","%":[{"website":"a"}]})",
    R"({"%":[{"request_unique_identifier":"1","website":"a"},{"request_unique_identifier":"2",)"
    R"("website":"b"}],"token":"x"})",
    R"({"%":[{"website":"a"},{"website":"b","description":"c"},{"description":"d"},{},)"
    R"({"udf_float_1":5,"website":"e"},{"description":null,"website":"f"}]})",
    R"({"%":[{"performed_by_unit_identifier":{"name":"a"},"udf_date_1":"x"},)"
    R"({"performed_by_unit_identifier":{"id":"b"},"udf_date_1":"y"},)"
    R"({"performed_by_unit_identifier":"c","udf_date_1":5},)"
    R"({"performed_by_unit_identifier":null,"udf_date_1":true}]})",
    R"({"%":[{"description":"\"\u20ac\ud83d\ude00\n","udf_float_1":-1.50e+3},)"
    R"({"description":"κόσμε","udf_float_1":0}]})",
    R"({"%":[{"new_member":1,"website":"a","other":null},{"new_member":"x","website":"b"}],"y":true})",
    "{\n  \"token\": \"x\",\n  \"%\": [\n    {\n      \"website\": \"a\",\n      \"description\": "
    "\"b\"\n    },\n    {\n      \"website\": \"c\",\n      \"description\": \"d\"\n    }\n  "
    "]\n}\n",
};

constexpr std::string_view with_rows[] = {
    R"({"%":[{"reference_number":"1","products_set":[{"product_identifier":{"code":"a"},)"
    R"("net_amount":1,"vat_amount":0.5,"total_amount":1.5},{"product_identifier":{"code":"b"},)"
    R"("net_amount":2}]},{"reference_number":"2","products_set":[{"quantity":1}]},)"
    R"({"products_set":[],"reference_number":"3"},{"products_set":[{}],"invoice_identifier":)"
    R"({"number":"x"},"reference_number":"4","udf_string_16":"y"}],"fields_set":"id"})",
    R"({"%":[{"products_set":[{"new":1,"quantity":1},{"quantity":2,"new":2}],"also_new":3}]})",
    "{ \"%\" : [ { \"products_set\" : [ { \"product_identifier\" : { \"code\" : \"a\" } , "
    "\"net_amount\" : 1 } , { \"product_identifier\" : { \"code\" : \"a\" } , \"net_amount\" : 2 "
    "} ] , \"reference_number\" : \"1\" } , { \"products_set\" : [ { \"net_amount\" : 3 } ] } ] }",
};

// Left to the thorough decoder: malformed, or not worth a second implementation.
constexpr std::string_view left[] = {
    "",
    "{",
    "[]",
    R"({"%":[5]})",
    R"({"%":null})",
    R"({"%":[{}],"%":[]})",
    R"({"%":[{"website":"a","website":"b"}]})",
    R"({"%":[{"website":null,"website":"b"}]})",
    R"({"%":[{"x":1,"x":2}]})",
    R"({"%":[{"x":[]}]})",
    R"({"%":[{"website":["a"]}]})",
    R"({"%":[{"performed_by_unit_identifier":{}}]})",
    R"({"%":[{"performed_by_unit_identifier":{"id":"1","name":"2"}}]})",
    R"({"%":[{"performed_by_unit_identifier":{"id":5}}]})",
    R"({"%":[{"website":"a"},]})",
    R"({"%":[{"website":"a"} {"website":"a"}]})",
    R"({"%":[{"website":"a",}]})",
    R"({"%":[{"website":"\ud800"}]})",
    R"({"%":[{"website":"\ud800\u0041"}]})",
    R"({"%":[{"website":"\udc00"}]})",
    R"({"%":[{"website":"\x"}]})",
    "{\"%\":[{\"website\":\"\x80\"}]}",
    "{\"%\":[{\"website\":\"\\n\xC3\"}]}",
    "{\"%\":[{\"website\":\"\t\"}]}",
    R"({"%":[{"udf_float_1":01}]})",
    R"({"%":[{"udf_float_1":1.}]})",
    R"({"%":[{"udf_float_1":-}]})",
    R"({"%":[{"udf_float_1":1e}]})",
    R"({"%":[{"udf_float_1":tru}]})",
    R"({"%":[{"udf_float_1":nulll}]})",
    R"({}x)",
};

std::string lines(std::size_t count, std::string_view line) {
    std::string out = R"({"%":[{"products_set":[)";
    for (std::size_t i = 0; i < count; ++i) out.append(i == 0 ? "" : ",").append(line);
    return body_of(out += R"(],"reference_number":"x"},{"products_set":[{}]}]})", purchases);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quick_decoder)

BOOST_AUTO_TEST_CASE(it_reads_what_programs_write) {
    const http::call_decoder decoder(web.bulk, &web), of_purchases(purchases.bulk, &purchases);
    for (std::string_view form : ordinary) BOOST_TEST(reads(decoder, body_of(form, web)), form);
    for (std::string_view form : with_rows)
        BOOST_TEST(reads(of_purchases, body_of(form, purchases)), form);
}

// It remembers how members begin, from body to body.
BOOST_AUTO_TEST_CASE(what_came_before_does_not_change_what_is_read) {
    const http::call_decoder decoder(web.bulk, &web);
    for (std::string_view first : ordinary)
        for (std::string_view second : ordinary) {
            BOOST_TEST(reads(decoder, body_of(first, web)));
            BOOST_TEST(reads(decoder, body_of(second, web)), first << " then " << second);
        }
}

BOOST_AUTO_TEST_CASE(decoders_remember_nothing_of_one_another) {
    std::optional<http::call_decoder> decoder;
    for (int turn = 0; turn < 200; ++turn)
        for (const domain::event_type* type : {&web, &purchases}) {
            decoder.emplace(type->bulk, type);  // where the one before was
            const std::string_view form = R"({"%":[{"description":"a","udf_float_1":5}]})";
            BOOST_TEST(reads(*decoder, body_of(form, *type)));
            BOOST_TEST(reads(*decoder, body_of(form, *type)));
        }
}

BOOST_AUTO_TEST_CASE(it_leaves_what_is_malformed_or_unusual) {
    const http::call_decoder decoder(web.bulk, &web);
    for (std::string_view form : left) BOOST_TEST(!reads(decoder, body_of(form, web)), form);
}

// Each byte cut, replaced or doubled: whatever is read must be read right.
BOOST_AUTO_TEST_CASE(it_agrees_with_the_thorough_decoder_on_bodies_with_a_flaw) {
    const http::call_decoder decoder(purchases.bulk, &purchases);
    std::mt19937 random(1);
    for (std::string_view form : with_rows) {
        const std::string body = body_of(form, purchases);
        for (std::size_t at = 0; at < body.size(); ++at) {
            constexpr std::string_view flaws = "\"\\{}[],:0-.e nt\x80\x01";
            std::string flawed = body;
            flawed[at] = flaws[random() % flaws.size()];
            reads(decoder, flawed);
            flawed = body;
            flawed.insert(at, 1, flaws[random() % flaws.size()]);
            reads(decoder, flawed);
            reads(decoder, std::string(body).erase(at, 1));
            reads(decoder, body.substr(0, at));
        }
    }
}

BOOST_AUTO_TEST_CASE(texts_of_any_length_end_where_they_end) {
    const http::call_decoder decoder(web.bulk, &web);
    for (std::size_t size = 0; size < 100; ++size)
        for (std::string_view end : {"", "\\\"", "\xC3\xA9", "\\u00e9x"}) {
            const std::string text = std::string(size, 'x') + std::string(end);
            const std::string body = R"({"%":[{"website":")" + text + R"(","description":")" +
                                     text + R"("},{"website":")" + text + R"("}]})";
            BOOST_TEST(reads(decoder, body_of(body, web)));
        }
}

BOOST_AUTO_TEST_CASE(rows_beyond_the_thousandth_take_no_memory) {
    const http::call_decoder decoder(purchases.bulk, &purchases);
    static domain::batch call;
    for (std::string_view line : {R"({"quantity":5})", "5", "{}", "[[]]", R"({"x":{"y":1}})"}) {
        const std::string most = lines(1000, line), more = lines(1001, line);
        BOOST_TEST(!decoder.decode(most, call).has_value());
        BOOST_TEST(call.rows.size() == 1001U);
        BOOST_TEST(!decoder.decode(more, call).has_value());
        BOOST_TEST(call.rows.size() == 1U);
        BOOST_TEST(text_of(call).find("products_set=[]") != std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
