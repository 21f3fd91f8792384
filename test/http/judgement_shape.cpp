// SPDX-License-Identifier: BSL-1.0
//
// Stage one: the shape of every value by itself (contract, sections 3 and 4).
#include "http/call_decoder.hpp"
#include "test/http/judgement_tables.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

constexpr judgement_row requests[] = {
    {"web", R"({"request_unique_identifier":absent})", missing,
     "Parameter request_unique_identifier Is Mandatory."},
    {"web", R"({"request_unique_identifier":null})", missing,
     "Parameter request_unique_identifier Is Mandatory."},
    {"web", R"({"request_unique_identifier":""})", missing,
     "Parameter request_unique_identifier Is Mandatory."},
    {"web", R"({"request_unique_identifier":221})", invalid,
     "Parameter request_unique_identifier (221) Is Invalid."},
    {"web", R"({"request_unique_identifier":true})", invalid,
     "Parameter request_unique_identifier (true) Is Invalid."},
    {"web", R"({"request_unique_identifier":["1"]})", invalid,
     "Parameter request_unique_identifier ([...]) Is Invalid."},
    {"web", R"({"request_unique_identifier":{"id":"1"}})", invalid,
     "Parameter request_unique_identifier ({...}) Is Invalid."},
    {"web", R"({"request_unique_identifier":" "})"},
    {"web", R"({"request_unique_identifier":"\u0000"})"},
    // All checks of it come first, whatever else is wrong and wherever it stands.
    {"web", R"({"request_unique_identifier":"","performed_on":5,"website":absent})", missing,
     "Parameter request_unique_identifier Is Mandatory."},
};

constexpr judgement_row plain_values[] = {
    {"web", R"({"performed_on":"22/06/2016"})", invalid,
     "Parameter performed_on (22/06/2016) Is Invalid."},
    {"web", R"({"performed_on":20160622})", invalid,
     "Parameter performed_on (20160622) Is Invalid."},
    {"web", R"({"performed_on":""})", invalid, "Parameter performed_on () Is Invalid."},
    {"web", R"({"performed_on":"2016-06-22T24:00:00"})", invalid,
     "Parameter performed_on (2016-06-22T24:00:00) Is Invalid."},
    {"web", R"({"performed_on":"2015-02-29T00:00:00"})", invalid,
     "Parameter performed_on (2015-02-29T00:00:00) Is Invalid."},
    {"web", R"({"performed_on":"2016-06-22T15:00:00Z"})", invalid,
     "Parameter performed_on (2016-06-22T15:00:00Z) Is Invalid."},
    {"web", R"({"performed_on":"0001-01-01T00:00:00"})"},
    {"web", R"({"performed_on":"9999-12-31T23:59:59"})"},
    {"web", R"({"performed_on":"\u0032016-06-22T15:00:00"})"},
    {"web", R"({"website":5})", invalid, "Parameter website (5) Is Invalid."},
    {"web", R"({"website":false})", invalid, "Parameter website (false) Is Invalid."},
    {"web", R"({"description":{}})", invalid, "Parameter description ({...}) Is Invalid."},
    {"web", R"({"description":""})"},
    {"web", R"({"description":null})"},
    {"web", R"({"external_system":""})"},
    {"web", R"({"udf_string_8":1.50})", invalid, "Parameter udf_string_8 (1.50) Is Invalid."},
    {"web", R"({"udf_string_9":1.50})"},  // purchases only: unknown here, and ignored
    {"web", R"({"udf_float_1":"12.5"})", invalid, "Parameter udf_float_1 (12.5) Is Invalid."},
    {"web", R"({"udf_float_1":1e400})", invalid, "Parameter udf_float_1 (1e400) Is Invalid."},
    {"web", R"({"udf_float_1":-1E+99999999999})", invalid,
     "Parameter udf_float_1 (-1E+99999999999) Is Invalid."},
    {"web", R"({"udf_float_1":1e-99999999999})"},
    {"web", R"({"udf_float_1":-0})"},
    {"web", R"({"udf_float_4":1.7976931348623157e308})"},
    {"web", R"({"udf_date_4":"2016-06-31T00:00:00"})", invalid,
     "Parameter udf_date_4 (2016-06-31T00:00:00) Is Invalid."},
    {"web", R"({"udf_date_4":""})", invalid, "Parameter udf_date_4 () Is Invalid."},
    {"purchases", R"({"udf_string_16":[]})", invalid,
     "Parameter udf_string_16 ([...]) Is Invalid."},
    {"social_media", R"({"social_media":"facebook"})", invalid,
     "Parameter social_media (facebook) Is Invalid."},
    {"social_media", R"({"social_media":"TWITTER"})", invalid,
     "Parameter social_media (TWITTER) Is Invalid."},
    {"social_media", R"({"action":"SHARE"})", invalid, "Parameter action (SHARE) Is Invalid."},
    {"social_media", R"({"action":7})", invalid, "Parameter action (7) Is Invalid."},
    // The order is that of the seed's table, not of the body.
    {"web", R"({"website":5,"description":5,"performed_on":5})", invalid,
     "Parameter performed_on (5) Is Invalid."},
};

constexpr judgement_row identifiers[] = {
    {"web", R"({"accounts_receivable_identifier":"A1"})", invalid,
     "Parameter accounts_receivable_identifier (A1) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":5.0})", invalid,
     "Parameter accounts_receivable_identifier (5.0) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":[{"number":"A1"}]})", invalid,
     "Parameter accounts_receivable_identifier ([...]) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"number":5}})", invalid,
     "Parameter accounts_receivable_identifier.number (5) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"number":true}})", invalid,
     "Parameter accounts_receivable_identifier.number (true) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"number":["A1"]}})", invalid,
     "Parameter accounts_receivable_identifier.number ([...]) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"number":{"number":"A1"}}})", invalid,
     "Parameter accounts_receivable_identifier.number ({...}) Is Invalid."},
    // Keys are judged in the order of their kind, before anybody counts them.
    {"web", R"({"accounts_receivable_identifier":{"name":1,"number":2}})", invalid,
     "Parameter accounts_receivable_identifier.number (2) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"number":"A1","id":5}})", invalid,
     "Parameter accounts_receivable_identifier.id (5) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"id":5,"number":"A1"}})", invalid,
     "Parameter accounts_receivable_identifier.id (5) Is Invalid."},
    {"web", R"({"accounts_receivable_identifier":{"name":null,"number":"A1","id":null}})"},
    {"web", R"({"accounts_receivable_identifier":{"x":5,"number":"A1","y":{"number":5}}})"},
    {"web", R"({"accounts_receivable_identifier":{"\u006eumber":"\u00411"}})"},
    // A key that another kind has is none of this kind's.
    {"web", R"({"accounts_receivable_identifier":{"number":"A1","code":5}})"},
};

constexpr judgement_row lines[] = {
    {"purchases", R"({"products_set":"Soap"})", invalid,
     "Parameter products_set (Soap) Is Invalid."},
    {"purchases", R"({"products_set":{}})", invalid, "Parameter products_set ({...}) Is Invalid."},
    {"purchases", R"({"products_set":[5]})", invalid, "Parameter products_set[0] (5) Is Invalid."},
    {"purchases", R"({"products_set":[null]})", invalid,
     "Parameter products_set[0] (null) Is Invalid."},
    {"purchases", R"({"products_set":["Soap"]})", invalid,
     "Parameter products_set[0] (Soap) Is Invalid."},
    {"purchases", R"({"products_set":[{},[],5]})", invalid,
     "Parameter products_set[1] ([...]) Is Invalid."},
    {"purchases", R"({"products_set":[{"net_amount":"50"}]})", invalid,
     "Parameter products_set[0].net_amount (50) Is Invalid."},
    {"purchases", R"({"products_set":[{},{"vat_amount":1.0000001}]})", invalid,
     "Parameter products_set[1].vat_amount (1.0000001) Is Invalid."},
    {"purchases", R"({"products_set":[{"total_amount":1e12}]})", invalid,
     "Parameter products_set[0].total_amount (1e12) Is Invalid."},
    {"purchases", R"({"products_set":[{"total_amount":1e99999999999}]})", invalid,
     "Parameter products_set[0].total_amount (1e99999999999) Is Invalid."},
    {"purchases", R"({"products_set":[{"quantity":0}]})", invalid,
     "Parameter products_set[0].quantity (0) Is Invalid."},
    {"purchases", R"({"products_set":[{"quantity":-1.00}]})", invalid,
     "Parameter products_set[0].quantity (-1.00) Is Invalid."},
    {"purchases", R"({"products_set":[{"product_identifier":"Soap"}]})", invalid,
     "Parameter products_set[0].product_identifier (Soap) Is Invalid."},
    {"purchases", R"({"products_set":[{"product_identifier":{"code":7}}]})", invalid,
     "Parameter products_set[0].product_identifier.code (7) Is Invalid."},
    // In the order of the lines, then of their columns.
    {"purchases", R"({"products_set":[{"total_amount":"c","net_amount":"a"},{"quantity":"x"}]})",
     invalid, "Parameter products_set[0].net_amount (a) Is Invalid."},
    {"purchases", R"({"products_set":[{"quantity":"x"}],"udf_date_4":5})", invalid,
     "Parameter udf_date_4 (5) Is Invalid."},
};

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    while (times-- > 0) out.append(text);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judgement_of_shape)

BOOST_AUTO_TEST_CASE(the_identifier_of_the_request_is_judged_first) {
    judging by;
    check(by, requests);
}

BOOST_AUTO_TEST_CASE(a_value_has_the_type_of_its_parameter) {
    judging by;
    check(by, plain_values);
}

BOOST_AUTO_TEST_CASE(an_identifier_is_an_object_of_texts) {
    judging by;
    check(by, identifiers);
}

BOOST_AUTO_TEST_CASE(product_lines_are_judged_in_their_place) {
    judging by;
    check(by, lines);
}

BOOST_AUTO_TEST_CASE(valid_events_of_all_types_are_accepted) {
    judging by;
    for (std::string_view collection : collections)
        BOOST_TEST(by.judge(collection, valid_event(collection, 1).text()) == outcome(),
                   collection);
}

BOOST_AUTO_TEST_CASE(texts_are_bounded_in_code_points) {
    struct row {
        std::string_view collection, name;
        std::size_t most;
    };
    constexpr row rows[] = {{"web", "request_unique_identifier", 255},
                            {"web", "description", 4000},
                            {"web", "website", 1000},
                            {"web", "external_system", 255},
                            {"web", "external_system_reference_number", 255},
                            {"web", "udf_string_1", 1000},
                            {"social_media", "profile", 1000},
                            {"purchases", "reference_number", 255},
                            {"purchases", "payment_medium_identifier", 255}};
    judging by;
    for (const row& r : rows)
        for (std::string_view one : {"x", "\xC3\xA9", "\xF0\x9F\x98\x80"}) {
            const std::string longest = json_text(repeated(one, r.most)),
                              longer = json_text(repeated(one, r.most + 1));
            const std::string detail =
                "Parameter " + std::string(r.name) + " (" + repeated(one, 100) + "...) Is Invalid.";
            auto event = valid_event(r.collection, 1);
            BOOST_TEST(by.judge(r.collection, event.set(r.name, longest).text()) == outcome());
            BOOST_TEST(by.judge(r.collection, event.set(r.name, longer).text()) ==
                       (outcome{std::string(invalid), detail}));
        }
}

BOOST_AUTO_TEST_CASE(an_event_has_at_most_a_thousand_product_lines) {
    judging by;
    const auto with_lines = [](std::size_t count, std::string_view last) {
        constexpr std::string_view line =
            R"({"product_identifier":{"code":"Soap"},"net_amount":1,"vat_amount":0,"total_amount":1})";
        std::string lines;
        for (std::size_t i = 1; i < count; ++i) lines.append(line).append(",");
        return valid_event("purchases", 1)
            .set("products_set", "[" + lines.append(last.empty() ? line : last) + "]")
            .text();
    };
    BOOST_TEST(by.judge("purchases", with_lines(1000, "")) == outcome());
    for (std::string_view last : {"", "5", "{}"})
        BOOST_TEST(by.judge("purchases", with_lines(1001, last)) ==
                   (outcome{std::string(invalid), "Parameter products_set ([...]) Is Invalid."}));
}

BOOST_AUTO_TEST_CASE(keys_of_identifiers_are_bounded_by_255) {
    judging by;
    const std::string longest = repeated("\xC3\xA9", 255), longer = longest + "x";
    const auto with_number = [](const std::string& number) {
        return valid_event("web", 1)
            .set("accounts_receivable_identifier", "{\"number\":" + json_text(number) + "}")
            .text();
    };
    BOOST_TEST(by.judge("web", with_number(longest)) ==
               (outcome{std::string(not_found), "Account (" + longest + ") Not Found."}));
    BOOST_TEST(by.judge("web", with_number(longer)) ==
               (outcome{std::string(invalid), "Parameter accounts_receivable_identifier.number (" +
                                                  repeated("\xC3\xA9", 100) + "...) Is Invalid."}));
}

BOOST_AUTO_TEST_CASE(an_item_that_is_no_object_is_named_by_its_place) {
    judging by;
    const std::string good = valid_event("web", 1).text();
    const auto outcomes =
        by.create("web", {"5.0", "null", "\"x\"", "[" + good + "]", "true", good, "[]"});
    constexpr std::string_view shown[] = {"5.0", "null", "x", "[...]", "true", "", "[...]"};
    BOOST_TEST_REQUIRE(outcomes.size() == std::size(shown));
    for (std::size_t i = 0; i < std::size(shown); ++i) {
        if (i == 5) {
            BOOST_TEST(outcomes[i] == outcome());
            continue;
        }
        BOOST_TEST(outcomes[i].fault == invalid);
        BOOST_TEST(outcomes[i].detail == "Parameter web_customer_events_set[" + std::to_string(i) +
                                             "] (" + std::string(shown[i]) + ") Is Invalid.");
    }
}

BOOST_AUTO_TEST_CASE(the_identifier_of_the_request_is_not_used_twice_in_a_call) {
    judging by;
    const auto event = [](std::string_view id, std::string_view more = "{}") {
        return changed(valid_event("web", 1).set("request_unique_identifier", json_text(id)), more);
    };
    const auto outcomes =
        by.create("web", {event("a"), event("b", R"({"website":absent})"), event("a"), event("b"),
                          event("A"), event("a "), event("a", R"({"performed_on":"?"})")});
    const std::vector<std::string> details = {
        "",
        "Parameter website Is Mandatory.",
        "Parameter request_unique_identifier (a) Is Not Unique.",
        "Parameter request_unique_identifier (b) Is Not Unique.",
        "",
        "",
        "Parameter request_unique_identifier (a) Is Not Unique.",
    };
    for (std::size_t i = 0; i < details.size(); ++i)
        BOOST_TEST(outcomes.at(i).detail == details[i]);
    BOOST_TEST(outcomes[2].fault == "DuplicateAPIValueException");
    BOOST_TEST(by.create("web", {event("a")}).at(0) == outcome());  // another call
}

BOOST_AUTO_TEST_CASE(a_thousand_different_identifiers_are_all_told_apart) {
    judging by;
    std::vector<std::string> events;
    for (unsigned i = 0; i < 999; ++i) events.push_back(valid_event("web", i).text());
    events.push_back(valid_event("web", 500).text());
    const auto outcomes = by.create("web", events);
    for (std::size_t i = 0; i < 999; ++i) BOOST_TEST(outcomes[i] == outcome());
    BOOST_TEST(outcomes[999].detail == "Parameter request_unique_identifier (500) Is Not Unique.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
