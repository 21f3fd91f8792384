// SPDX-License-Identifier: BSL-1.0
//
// Bodies that are no JSON, or none that we accept: 400 with the offset, and nothing is stored.
#include <regex>
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

constexpr std::size_t depth_max = 32;

// A body with arrays in an unknown member, so that it is `depth` deep.
std::string nested(const std::string& token, std::size_t depth, char open, char close) {
    std::string inner;
    for (std::size_t i = 1; i < depth; ++i)
        inner += open == '{' && i > 1 ? "\"a\":{" : std::string(1, open);
    inner += open == '{' ? "" : "1";
    for (std::size_t i = 1; i < depth; ++i) inner += close;
    return R"({"token":")" + token + R"(","web_customer_events_set":[],"unheard_of":)" + inner +
           "}";
}

void check_malformed(http_client& client, const std::string& body) {
    const response answer = client.post(bulk_path("web"), body);
    BOOST_TEST_CONTEXT("body " << body.substr(0, 200)) {
        BOOST_TEST(answer.status == 400);
        const refused_call refused = read_refusal(answer);
        BOOST_TEST(refused.code == "COM.CRM.EXCEPTION.WEBAPI.MALFORMEDREQUESTEXCEPTION");
        static const std::regex form(R"(Request Body Is Not Valid JSON \(offset (\d+)\)\.)");
        std::smatch parts;
        BOOST_TEST_REQUIRE(std::regex_match(refused.message, parts, form), refused.message);
        BOOST_TEST(std::stoul(parts[1]) <= body.size());
        BOOST_TEST(refused.description ==
                   "Error:" + refused.message + " - Description:The request could not be read.");
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(malformed_bodies)

BOOST_AUTO_TEST_CASE(what_is_no_json_object_is_malformed) {
    world_server server;
    caller anna(server.port());
    for (const char* body : {"",
                             " ",
                             "x",
                             "7",
                             "null",
                             "true",
                             R"("text")",
                             "[]",
                             "[{}]",
                             "{",
                             "}",
                             "{]",
                             "{}}",
                             "{} {}",
                             "{}x",
                             R"({"a"})",
                             R"({"a":})",
                             R"({"a":1,})",
                             R"({"a":1 "b":2})",
                             R"({a:1})",
                             R"({'a':1})",
                             R"({"a":01})",
                             R"({"a":+1})",
                             R"({"a":.5})",
                             R"({"a":5.})",
                             R"({"a":1e})",
                             R"({"a":-})",
                             R"({"a":0x10})",
                             R"({"a":NaN})",
                             R"({"a":Infinity})",
                             R"({"a":nul})",
                             R"({"a":True})",
                             R"({"a":[1,]})",
                             R"({"a":[1 2]})",
                             R"({"a":/**/1})",
                             "{\"a\":1}//",
                             R"({"a":"b)",
                             R"({"a":"\x"})",
                             R"({"a":"\u12"})",
                             R"({"a":"\ud800"})",
                             R"({"a":"\ud800\u0041"})",
                             R"({"a":"\udc00"})",
                             R"({"a":"\ud83d\ud83d"})",
                             "{\"a\":\"\t\"}",
                             "{\"a\":\"\n\"}",
                             "{\"a\":\"\x01\"}"})
        check_malformed(anna.client, body);
    check_malformed(anna.client, std::string("{\"a\":\"\0\"}", 9));
    check_malformed(anna.client, std::string("{}\0", 3));
}

BOOST_AUTO_TEST_CASE(what_is_no_utf8_is_malformed) {
    world_server server;
    caller anna(server.port());
    for (const char* text : {"\x80", "\xff", "\xc3", "\xc3(", "\xc0\xaf", "\xe0\x80\xaf",
                             "\xed\xa0\x80", "\xf0\x82\x82\xac", "\xf4\x90\x80\x80", "a\xe2\x82"}) {
        check_malformed(anna.client, std::string(R"({"unheard_of":")") + text + "\"}");
        check_malformed(anna.client, bulk_body(anna.token, "web",
                                               {"{\"website\":\"" + std::string(text) + "\"}"}));
        check_malformed(anna.client, std::string("{\"") + text + "\":1}");
    }
}

BOOST_AUTO_TEST_CASE(a_member_given_twice_is_malformed) {
    world_server server;
    caller anna(server.port());
    const std::string event = valid_event("purchases", 1).text();
    const auto purchase_with = [&](std::string_view name, std::string_view value) {
        return bulk_body(anna.token, "purchases",
                         {object_text(valid_event("purchases", 1)).set(name, value).text()});
    };
    const std::string bodies[] = {
        bulk_body(anna.token, "web", {}, R"("token":"x",)"),
        bulk_body(anna.token, "web", {}, R"("tok\u0065n":"x",)"),
        bulk_body(anna.token, "web", {}, R"("web_customer_events_set":[],)"),
        bulk_body(anna.token, "web", {}, R"("fields_set":"id","fields_set":"id",)"),
        bulk_body(anna.token, "web", {}, R"("fields_set":null,"fields_set":"id",)"),
        bulk_body(anna.token, "web", {}, R"("unheard_of":1,"unheard_of":1,)"),
        bulk_body(anna.token, "web", {}, R"("unheard_of":[{"a":1,"\u0061":1}],)"),
        bulk_body(anna.token, "web", {R"({"unheard_of":1,"unheard_of":1})"}),
        bulk_body(anna.token, "web", {R"({"website":"a","website":"a"})"}),
        bulk_body(anna.token, "web", {R"({"website":"a","w\u0065bsite":"b"})"}),
        purchase_with("performed_by_unit_identifier", R"({"name":"Main Store","name":"x"})"),
        purchase_with("performed_by_unit_identifier", R"({"name":null,"name":"Main Store"})"),
        purchase_with("products_set", R"([{"net_amount":1,"net_amount":1}])"),
        purchase_with("products_set", R"([{"product_identifier":{"code":"a","code":"a"}}])"),
    };
    for (const std::string& body : bodies) {
        const std::string_view collection =
            body.find("purchase_") == body.npos ? "web" : "purchases";
        const response answer = anna.client.post(bulk_path(collection), body);
        BOOST_TEST(answer.status == 400, body);
        BOOST_TEST(read_refusal(answer).code ==
                   "COM.CRM.EXCEPTION.WEBAPI.MALFORMEDREQUESTEXCEPTION");
    }
    BOOST_TEST((anna.create("purchases", {event}).numbers() == numbers_from(1, 1)));
}

BOOST_AUTO_TEST_CASE(a_body_is_at_most_32_deep) {
    world_server server;
    caller anna(server.port());
    for (const auto& [open, close] : {std::pair{'[', ']'}, {'{', '}'}}) {
        const response deepest =
            anna.client.post(bulk_path("web"), nested(anna.token, depth_max, open, close));
        BOOST_TEST(deepest.status == 200, deepest.body);
        check_malformed(anna.client, nested(anna.token, depth_max + 1, open, close));
        check_malformed(anna.client, nested(anna.token, 100'000, open, close));
    }
    // Two of them are the call and its set, one is the event.
    const auto event_with = [&](std::size_t depth) {
        const std::string value = std::string(depth, '[') + std::string(depth, ']');
        return bulk_body(anna.token, "web",
                         {valid_event("web", 1).set("unheard_of", value).text()});
    };
    BOOST_TEST(anna.client.post(bulk_path("web"), event_with(depth_max - 3)).status == 200);
    check_malformed(anna.client, event_with(depth_max - 2));
    check_malformed(anna.client, std::string(1'000'000, '['));
    check_malformed(anna.client, R"({"web_customer_events_set":[)" + std::string(1000, '['));
}

BOOST_AUTO_TEST_CASE(the_json_is_judged_before_the_token) {
    world_server server;
    http_client client(server.port());
    check_malformed(client, R"({"token":"nobody's","web_customer_events_set":[})");
    check_malformed(client, R"({"web_customer_events_set":[)");
}

BOOST_AUTO_TEST_CASE(the_offset_is_that_of_the_first_byte_that_does_not_fit) {
    world_server server;
    http_client client(server.port());
    const std::pair<const char*, const char*> rows[] = {
        {"x", "0"}, {"  x", "2"}, {R"({"token":x})", "9"}};
    for (const auto& [body, offset] : rows)
        BOOST_TEST(read_refusal(client.post(bulk_path("web"), body)).message ==
                   "Request Body Is Not Valid JSON (offset " + std::string(offset) + ").");
}

BOOST_AUTO_TEST_CASE(a_malformed_call_stores_nothing) {
    world_server server;
    caller anna(server.port());
    std::string body = bulk_body(anna.token, "referrals", valid_events("referrals", 100));
    body.back() = ']';
    BOOST_TEST(anna.client.post(bulk_path("referrals"), body).status == 400);
    BOOST_TEST((anna.create("referrals", valid_events("referrals", 100)).numbers() ==
                numbers_from(1, 100)));
}

BOOST_AUTO_TEST_CASE(whitespace_and_order_do_not_matter) {
    world_server server;
    caller anna(server.port());
    const std::string set =
        " [ " + valid_event("web", 1).text() + "\r\n,\t" + valid_event("web", 2).text() + " ] ";
    const std::string body =
        "\n{ \"web_customer_events_set\" :" + set + ", \"token\"\t: \"" + anna.token + "\"\n} \r\n";
    const response answer = anna.client.post(bulk_path("web"), body);
    BOOST_TEST(read_bulk_answer(answer).processed.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
