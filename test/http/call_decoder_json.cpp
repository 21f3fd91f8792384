// SPDX-License-Identifier: BSL-1.0
//
// What the decoder takes for JSON, and where it says that a body stops being it.
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "domain/event_type.hpp"
#include "domain/fields.hpp"
#include "http/call_decoder.hpp"
#include "test/support/batch_text.hpp"
#include "test/support/strict_json.hpp"
#include "test/support/world.hpp"

namespace crmlocal::test {
namespace {

using namespace std::string_literals;

const domain::event_type& web = domain::customer_events.types[4];

std::optional<std::size_t> decode(const std::string& body) {
    static const http::call_decoder decoder(web.bulk, &web);
    static domain::batch call;
    // In memory of exactly its size, so that a sanitizer sees who reads beyond the end.
    const std::vector<char> exact(body.begin(), body.end());
    return decoder.decode({exact.data(), exact.size()}, call);
}

std::string nested(std::size_t depth, char open, char close) {
    // The body's own object is the first level.
    return "{\"x\":" + std::string(depth - 1, open) + std::string(depth - 1, close) + "}";
}

const std::string sound[] = {
    "{}",
    " \t\r\n{ \t\r\n} \t\r\n",
    R"({"":""})",
    R"({"a":{},"b":[],"c":[{}],"d":{"e":[[]]}})",
    R"({"a":0,"b":-0,"c":-0.0e-0,"d":1E+2,"e":1e2,"f":123456789012345678901234567890})",
    R"({"a":1e400,"b":-1e400,"c":1e-400})",
    R"({"a":1e99999999999,"b":-1.5E+99999999999,"c":1e-99999999999,"d":0e2147483648})",
    R"({"a":1e2147483647,"b":0.1e-2147483648,"c":100e2147483646,"d":1e00000000000000001})",
    R"({"a":"1e99999999999","\"e9999999999999":1e99999999999})",
    "{\"a\":" + std::string(400, '9') + ",\"b\":0." + std::string(400, '9') + "}",
    R"({"a":"\"\\\/\b\f\n\r\t\u0000\u001f\u00e9\u20AC\uD83D\uDE00"})",
    R"({"\u0061":1,"\u0062":2})",
    R"({"a":"\uFFFF\uDBFF\uDFFF\ud800\udc00"})",
    "{\"\xC3\xA9\":\"\xE2\x82\xAC\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF\x7F\"}",
    R"({"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1}],"x":1})",
    R"({"a":true,"b":false,"c":null})",
    nested(32, '[', ']'),
};

struct broken {
    std::string body;
    std::size_t offset;
};

const broken malformed[] = {
    {"", 0},
    {"   ", 3},
    {"[]", 0},
    {"[{}]", 0},
    {"nul", 3},
    {"x", 0},
    {"\xEF\xBB\xBF{}", 0},  // a byte order mark
    {"\0{}"s, 0},
    {"{}x", 2},
    {"{} {}", 3},
    {"{},", 2},
    {"{}\0"s, 2},
    {"{", 1},
    {"}", 0},
    {"{\"a\"}", 4},
    {"{\"a\":}", 5},
    {"{\"a\":1,}", 7},
    {"{,}", 1},
    {"{a:1}", 1},
    {"{'a':1}", 1},
    {"{\"a\":1 \"b\":2}", 7},
    {"{\"a\":[1,]}", 8},
    {"{\"a\":[1 2]}", 8},
    {"{\"a\":[}", 6},
    {"{\"a\":01}", 6},
    {"{\"a\":+1}", 5},
    {"{\"a\":.5}", 5},
    {"{\"a\":1.}", 7},
    {"{\"a\":1e}", 7},
    {"{\"a\":1e+}", 8},
    {"{\"a\":-}", 6},
    {"{\"a\":0x1F}", 6},
    {"{\"a\":NaN}", 5},
    {"{\"a\":Infinity}", 5},
    {"{\"a\":-Infinity}", 6},
    {"{\"a\":tru}", 5},
    {"{\"a\":True}", 5},
    {"{\"a\":nulll}", 9},
    {"{\"a\":1}/* x */", 7},
    {"{/* x */\"a\":1}", 1},
    {"{\"a\":\"\t\"}", 6},
    {"{\"a\":\"\n\"}", 6},
    {"{\"a\":\"\0\"}"s, 6},
    {"{\"a\":\"\\x\"}", 7},
    {"{\"a\":\"\\u00g0\"}", 10},
    {"{\"a\":1e99999999999,\"b\":}", 23},
    {"{\"a\":1e99999999999x}", 18},
};

// A place in a text where these bytes are no UTF-8, or an escape is no character.
const std::string bad_texts[] = {
    "\x80"s,
    "\xBF"s,
    "\xC0\x80"s,
    "\xC1\xBF"s,
    "\xC3"s,
    "\xC3("s,
    "\xE0\x80\x80"s,
    "\xE0\x9F\xBF"s,
    "\xE2\x82"s,
    "\xED\xA0\x80"s,
    "\xED\xBF\xBF"s,
    "\xF0\x80\x80\x80"s,
    "\xF0\x9F\x98"s,
    "\xF5\x80\x80\x80"s,
    "\xF4\x90\x80\x80"s,
    "\xFE"s,
    "\xFF"s,
    "\\uD800"s,
    "\\uD83D!"s,
    "\\uDE00"s,
    "\\uD83D\\uD83D"s,
    "\\uD83D\\n"s,
    "\\uDE00\\uD83D"s,
    "\\uD83D\\u0041"s,
    "\\uG"s,
    "\\u1g00"s,
    "\\ "s,
    "\\a"s,
    "\x1F"s,
    "\\ud83d\\udbff"s,
};

const std::string repeats[] = {
    R"({"token":1,"token":1})",
    R"({"token":null,"token":"x"})",
    R"({"token":"x","\u0074oken":"x"})",
    R"({"x":1,"x":2})",
    R"({"x":1,"y":2,"\u0078":3})",
    R"({"":1,"":2})",
    R"({"\u0000":1,"\u0000":2})",
    R"({"web_customer_events_set":null,"web_customer_events_set":[]})",
    R"({"web_customer_events_set":[],"web_customer_events_set":[]})",
    R"({"web_customer_events_set":[{"website":"a","website":"a"}]})",
    R"({"web_customer_events_set":[{"x":1,"x":1}]})",
    R"({"web_customer_events_set":[{"x":{"y":1,"y":1}}]})",
    R"({"web_customer_events_set":[{"x":[{"y":{"z":1,"a":2,"z":1}}]}]})",
    R"({"web_customer_events_set":[{"website":{"y":1,"y":1}}]})",
    R"({"web_customer_events_set":[{"accounts_receivable_identifier":{"id":1,"id":1}}]})",
    R"({"web_customer_events_set":[{"accounts_receivable_identifier":{"id":null,"id":"x"}}]})",
    R"({"web_customer_events_set":[{"accounts_receivable_identifier":{"x":1,"x":1}}]})",
    R"({"web_customer_events_set":[{"accounts_receivable_identifier":{"id":{"a":1,"a":1}}}]})",
    R"({"web_customer_events_set":{"x":{"a":1,"a":1}}})",
    R"({"x":[[[{"a":1,"b":{},"a":1}]]]})",
    R"({"x":{"x":{"x":1},"y":1,"x":1}})",
};

std::string good_body() {
    object_text event = valid_event("web", 1);
    event.set("description", R"("caf\u00e9 \uD83D\uDE00 \\ \" €")")
        .set("udf_float_1", "-12.50e-3")
        .set("x", R"([1,{"y":[true,false,null,"z"]},{}])")
        .set("rewards_participant_identifier", R"({"id":1,"number":[2],"z":{"a":""}})");
    return R"({"token":"t","web_customer_events_set":[)" + event.text() + ", " + event.text() +
           R"( ], "fields_set" : "id,number" ,"more":0} )";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(call_decoder_json)

BOOST_AUTO_TEST_CASE(sound_json_is_read) {
    for (const std::string& body : sound) {
        BOOST_TEST(is_call_body(body), body);
        BOOST_TEST(!decode(body).has_value(), body);
    }
}

BOOST_AUTO_TEST_CASE(malformed_json_is_refused_at_the_byte_that_is_wrong) {
    for (const broken& b : malformed) {
        BOOST_TEST(!is_call_body(b.body), b.body);
        const auto offset = decode(b.body);
        BOOST_TEST_REQUIRE(offset.has_value(), b.body);
        BOOST_TEST(*offset == b.offset,
                   b.body << " is refused at " << *offset << ", not at " << b.offset);
    }
}

BOOST_AUTO_TEST_CASE(a_root_that_is_no_object_is_malformed) {
    for (const std::string body : {"5", "-1.5e3", "\"{}\"", "true", "false", "null", "[]", "[[]]",
                                   "1e99999999999", "\"\\n\""}) {
        const auto offset = decode(body);
        BOOST_TEST_REQUIRE(offset.has_value(), body);
        BOOST_TEST(*offset <= body.size());
    }
}

BOOST_AUTO_TEST_CASE(texts_are_utf_8_and_escapes_are_characters) {
    for (const std::string& bad : bad_texts)
        for (const auto& [before, after] :
             {std::pair{R"({"token":")"s, R"("})"s},
              {R"({"x":")"s, R"("})"s},
              {R"({")"s, R"(":1})"s},
              {R"({"token":"\n)"s, R"("})"s},
              {R"({"token":"abc)"s, R"(def"})"s},
              {R"({"web_customer_events_set":[{"x":[")"s, R"("]}]})"s}}) {
            const std::string body = before + bad + after;
            BOOST_TEST(!is_call_body(body), body);
            const auto offset = decode(body);
            BOOST_TEST_REQUIRE(offset.has_value(), body);
            BOOST_TEST(*offset + 3 >= before.size(), body << " at " << *offset);
            BOOST_TEST(*offset <= before.size() + bad.size() + 1, body << " at " << *offset);
        }
}

BOOST_AUTO_TEST_CASE(a_member_given_twice_is_malformed) {
    for (const std::string& body : repeats) {
        BOOST_TEST(!is_call_body(body), body);
        BOOST_TEST(decode(body).has_value(), body);
    }
}

BOOST_AUTO_TEST_CASE(arrays_and_objects_are_open_32_deep_at_most) {
    std::string objects = "1";
    for (int depth = 1; depth <= 40; ++depth) {
        objects = "{\"x\":" + objects + "}";
        BOOST_TEST(decode(objects).has_value() == (depth > 32), depth);
        BOOST_TEST(is_call_body(objects) == (depth <= 32), depth);
    }
    BOOST_TEST(!decode(nested(32, '[', ']')).has_value());
    BOOST_TEST((decode(nested(33, '[', ']')) == 5 + 31));
    BOOST_TEST(decode("{\"x\":" + std::string(1'000'000, '[')).has_value());
    // Depth counts what is open, not what was.
    std::string many = "{\"x\":[";
    for (int i = 0; i < 100; ++i) many += "[[]],";
    BOOST_TEST(!decode(many + "[]]}").has_value());
}

BOOST_AUTO_TEST_CASE(half_a_body_is_malformed_near_its_end) {
    const std::string good = good_body();
    BOOST_TEST_REQUIRE(!decode(good).has_value());
    const std::size_t end = good.rfind('}') + 1;
    for (std::size_t size = 0; size < end; ++size) {
        const auto offset = decode(good.substr(0, size));
        BOOST_TEST_REQUIRE(offset.has_value(), size);
        BOOST_TEST(*offset <= size, "cut at " << size << ", refused at " << *offset);
        BOOST_TEST(*offset + 12 >= size, "cut at " << size << ", refused at " << *offset);
    }
    for (std::size_t size = end; size <= good.size(); ++size)
        BOOST_TEST(!decode(good.substr(0, size)).has_value());
}

// The decoder and a reader that shares nothing with it agree on what is JSON.
BOOST_AUTO_TEST_CASE(changed_bodies_are_refused_by_the_letter_of_the_rfc) {
    constexpr std::string_view favourites = "\"\\{}[]:,0123456789-+.eE \n\tutrnfalse\x80\xC3\xE2";
    std::mt19937 random(42);
    const std::string good = good_body();
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string body = good;
        for (auto changes = random() % 3 + 1; changes > 0; --changes) {
            const std::size_t at = random() % body.size();
            const char c = favourites[random() % favourites.size()];
            switch (random() % 4) {
                case 0: body[at] = c; break;
                case 1: body.insert(at, 1, c); break;
                case 2: body.erase(at, random() % 3 + 1); break;
                default: body.insert(at, body.substr(random() % body.size(), random() % 20));
            }
        }
        const bool is_sound = is_call_body(body);
        accepted += is_sound;
        BOOST_TEST(decode(body).has_value() != is_sound, body);
    }
    BOOST_TEST(accepted > 1000);
    BOOST_TEST(accepted < 19'000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
