// SPDX-License-Identifier: BSL-1.0
//
// What the decoder makes of texts with escapes. The parser hands them over in pieces, some of them
// in a buffer on its stack.
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "domain/event_type.hpp"
#include "domain/fields.hpp"
#include "http/call_decoder.hpp"

namespace crmlocal::test {
namespace {

using namespace std::string_literals;

const domain::event_type& web = domain::customer_events.types[4];

struct row {
    std::string_view json;
    std::string text;
};

const row texts[] = {
    {"", ""s},
    {"a", "a"s},
    {R"(\n)", "\n"s},
    {R"(\u0041)", "A"s},
    {R"(\u0000)", "\0"s},
    {R"(\u0000a\u0000)", "\0a\0"s},
    {R"(a\u0000)", "a\0"s},
    {R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t"s},
    {R"(\u00e9\u20ac\ud83d\ude00)", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"s},
    {R"(\uD83D\uDE00x)", "\xF0\x9F\x98\x80x"s},
    {R"(\u007f\u0080\u07ff\u0800\uffff)", "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF"s},
    {R"(\ud7ff\ue000)", "\xED\x9F\xBF\xEE\x80\x80"s},
    {R"(\udbff\udfff)", "\xF4\x8F\xBF\xBF"s},
    {"\\n\xE2\x82\xAC\\n\xF0\x9F\x98\x80", "\n\xE2\x82\xAC\n\xF0\x9F\x98\x80"s},
    {R"(\\u0041)", "\\u0041"s},
    {R"(\\\\)", "\\\\"s},
    {R"(\\\"\\)", "\\\"\\"s},
};

// A call whose texts are all that one, wherever a text can stand.
std::string body_of(std::string_view json) {
    const std::string text = "\"" + std::string(json) + "\"";
    return "{\"token\":" + text + ",\"fields_set\":" + text +
           ",\"web_customer_events_set\":[{\"website\":" + text +
           ",\"accounts_receivable_identifier\":{\"name\":" + text +
           "},\"rewards_participant_identifier\":{\"id\":" + text + ",\"number\":" + text +
           "},\"unknown\":" + text + "}," + text + "]}";
}

// Decodes such a call and says how many of its eight texts are the one expected.
int count_right(std::string_view json, std::string_view expected) {
    static const http::call_decoder decoder(web.bulk, &web);
    static domain::batch call;
    const std::string body = body_of(json);
    if (decoder.decode(body, call)) return -1;
    const auto column = [&](const domain::field& what) -> const domain::value& {
        return *call.find(call.events[0], domain::column_of(web.bulk.columns, what));
    };
    int right = 0;
    right += call.find_parameter(domain::fields::token)->text() == expected;
    right += call.find_parameter(domain::fields::fields_set)->text() == expected;
    right += column(domain::fields::website).text() == expected;
    right += column(domain::fields::account).text() == expected;
    for (const domain::identifier_part& part : call.parts.all())
        right += part.given.text() == expected;
    right += call.unknown_members[0].given.text() == expected;
    right += std::string_view(call.events[1].data, call.events[1].size) == expected;
    return right;
}

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0 | c >> 6);
    } else {
        if (c < 0x10000) {
            put(0xE0 | c >> 12);
        } else {
            put(0xF0 | c >> 18);
            put(0x80 | (c >> 12 & 0x3F));
        }
        put(0x80 | (c >> 6 & 0x3F));
    }
    put(0x80 | (c & 0x3F));
}

void append_escape(std::string& out, char32_t c) {
    constexpr char hex[] = "0123456789abcdefABCDEF";
    const auto unit = [&](char32_t u) {
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += hex[u >> shift & 0xF];
    };
    if (c < 0x10000) return unit(c);
    unit(0xD800 + ((c - 0x10000) >> 10));
    unit(0xDC00 + (c & 0x3FF));
}

// A random text and one of the many ways to write it.
row random_row(std::mt19937& random, std::size_t length, std::string& json) {
    row out;
    json.clear();
    for (std::size_t i = 0; i < length; ++i) {
        constexpr char32_t bounds[] = {0x80, 0x800, 0x10000, 0x110000};
        auto c = static_cast<char32_t>(random() % bounds[random() % 4]);
        if (c >= 0xD800 && c < 0xE000) c = U'x';
        const bool must_escape = c < 0x20 || c == '"' || c == '\\';
        append_utf8(out.text, c);
        if (must_escape || random() % 8 == 0) append_escape(json, c);
        else append_utf8(json, c);
    }
    out.json = json;
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(call_decoder_texts)

BOOST_AUTO_TEST_CASE(escapes_are_resolved_wherever_a_text_stands) {
    for (const row& r : texts) BOOST_TEST(count_right(r.json, r.text) == 8, r.json);
}

BOOST_AUTO_TEST_CASE(a_text_is_the_same_however_it_is_written) {
    std::mt19937 random(7);
    std::string json;
    for (int i = 0; i < 300; ++i) {
        const row r = random_row(random, random() % 40, json);
        BOOST_TEST(count_right(r.json, r.text) == 8, r.json);
    }
}

// The parser's own buffer holds 4096 bytes.
BOOST_AUTO_TEST_CASE(long_texts_keep_all_of_their_pieces) {
    std::mt19937 random(8);
    std::string json;
    for (const std::size_t length : {1000U, 2000U, 4090U, 9000U, 30'000U}) {
        const row r = random_row(random, length, json);
        BOOST_TEST(count_right(r.json, r.text) == 8, length);
    }
    for (std::size_t length = 4085; length < 4102; ++length) {
        const std::string plain(length, 'x');
        BOOST_TEST(count_right("\\n" + plain, "\n" + plain) == 8, length);
        BOOST_TEST(count_right("\\n" + plain + "\\ud83d\\ude00\xC3\xA9",
                               "\n" + plain + "\xF0\x9F\x98\x80\xC3\xA9") == 8,
                   length);
    }
}

BOOST_AUTO_TEST_CASE(names_of_members_may_be_escaped) {
    const http::call_decoder decoder(web.bulk, &web);
    domain::batch call;
    const std::string body =
        R"({"\u0074oken":"t","web\u005fcustomer_events_set":[{"websit\u0065":"w",)"
        R"("\u0061ccounts_receivable_identifier":{"n\u0061me":"a"},"\u0075":1}]})";
    BOOST_TEST_REQUIRE(!decoder.decode(body, call).has_value());
    BOOST_TEST(call.find_parameter(domain::fields::token)->text() == "t");
    BOOST_TEST_REQUIRE(call.events.size() == 1U);
    const auto& columns = web.bulk.columns;
    const auto* account =
        call.find(call.events[0], domain::column_of(columns, domain::fields::account));
    BOOST_TEST_REQUIRE(account != nullptr);
    BOOST_TEST((account->as == domain::given_as::identifier));
    BOOST_TEST(account->key == 2);
    BOOST_TEST(call.find(call.events[0], domain::column_of(columns, domain::fields::website)) !=
               nullptr);
    BOOST_TEST(call.unknown_members[0].name == "u");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
