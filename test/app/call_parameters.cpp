// SPDX-License-Identifier: BSL-1.0
//
// The parameters of a call: the set, fields_set, the intended currency.
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

std::string refused(const response& answer, const verdict& expected) {
    if (answer.status != 200) return "status " + std::to_string(answer.status);
    return difference(expected, answer);
}

std::string with_fields(const std::string& value) { return R"("fields_set":)" + value + ","; }

}  // namespace

BOOST_AUTO_TEST_SUITE(call_parameters)

BOOST_DATA_TEST_CASE(the_set_is_mandatory_and_an_array, data::make(collections), collection) {
    world_server server;
    caller anna(server.port());
    const std::string set = set_name(collection);
    const auto call_with = [&](const std::string& members) {
        return anna.client.post(bulk_path(collection),
                                "{\"token\":\"" + anna.token + "\"" + members + "}");
    };
    BOOST_TEST(refused(call_with(""), is_mandatory(set)) == "");
    const std::string other = collection == "web" ? "purchases" : "web";
    BOOST_TEST(refused(call_with(",\"" + set_name(other) + "\":[]"), is_mandatory(set)) == "");
    const std::pair<const char*, const char*> rows[] = {
        {"7", "7"}, {"{}", "{...}"}, {R"("a")", "a"}, {"true", "true"}};
    for (const auto& [value, shown] : rows)
        BOOST_TEST(refused(call_with(",\"" + set + "\":" + value), is_invalid(set, shown)) == "");
    BOOST_TEST(refused(call_with(",\"" + set + "\":null"), is_mandatory(set)) == "");
}

BOOST_DATA_TEST_CASE(fields_set_selects_the_members_of_the_rows, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    unsigned serial = 0;
    // The first event is refused, the second created.
    const auto rows_with = [&](const std::string& fields) {
        const std::string bad = changed_event(
            collection, ++serial, {{"performed_on", ""}, {"request_unique_identifier", R"("b")"}});
        const std::string good =
            changed_event(collection, ++serial, {{"request_unique_identifier", R"("g")"}});
        json::value answer =
            parse_json(anna.post(collection, {bad, good}, with_fields(fields)).body);
        json::value& created = answer.at("data").at("processed_customer_events_set").at(0);
        if (json::value* id = created.as_object().if_contains("id")) *id = "ID";
        return json::serialize(answer.at("data").at("unprocessed_customer_events_set").at(0)) +
               json::serialize(created);
    };
    BOOST_TEST(rows_with(R"("id")") == R"({}{"id":"ID"})");
    BOOST_TEST(rows_with(R"("number")") == R"({}{"number":"2"})");
    BOOST_TEST(rows_with(R"("error_code")") ==
               R"({"error_code":"MissingAPIParameterException"}{})");
    // The order is that of the rows, names may repeat, blanks and empty names do not matter.
    for (const char* fields : {R"("request_unique_identifier,id,error_code")",
                               R"(" error_code , id ,request_unique_identifier")",
                               R"("id,,id, ,error_code,request_unique_identifier,")"})
        BOOST_TEST(
            rows_with(fields) ==
            R"({"error_code":"MissingAPIParameterException",)"
            R"("request_unique_identifier":"b"}{"id":"ID","request_unique_identifier":"g"})");
}

BOOST_AUTO_TEST_CASE(fields_set_of_nothing_is_all_of_them) {
    world_server server;
    caller anna(server.port());
    const std::string bad = "{}", good = valid_event("web", 1).text();
    for (const char* fields :
         {"null", R"("")", R"("  ")", R"(",, ,")",
          R"("request_unique_identifier,id,number,error_code,error_description")"}) {
        const bulk_answer answer = anna.create("web", {bad, good}, with_fields(fields));
        BOOST_TEST(answer.processed.size() == 1U);
        BOOST_TEST(answer.unprocessed.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_name_that_no_row_has_refuses_the_call) {
    world_server server;
    caller anna(server.port());
    const auto events = valid_events("web", 1);
    const std::pair<const char*, const char*> rows[] = {{R"("foo")", "foo"},
                                                        {R"("id, foo ,bar")", "foo"},
                                                        {R"("ID")", "ID"},
                                                        {R"("id number")", "id number"},
                                                        {R"("performed_on")", "performed_on"},
                                                        {"7", "7"},
                                                        {"[]", "[...]"},
                                                        {R"(["id"])", "[...]"},
                                                        {"true", "true"}};
    for (const auto& [value, shown] : rows)
        BOOST_TEST(refused(anna.post("web", events, with_fields(value)),
                           is_invalid("fields_set", shown)) == "");
    BOOST_TEST((anna.create("web", events).numbers() == numbers_from(1, 1)));
}

BOOST_AUTO_TEST_CASE(an_unknown_intended_currency_refuses_the_call) {
    world_server server;
    caller anna(server.port());
    struct row {
        const char* currency;
        verdict expected;
    };
    // clang-format off
    const row rows[] = {
        {R"({"code":"XXX"})", no_such("Currency", "XXX")},
        {R"({"code":"eur"})", no_such("Currency", "eur")},
        {R"({"id":"EUR"})",   no_such("Currency", "EUR")},
        {R"({"code":""})",    no_such("Currency", "")},
        {R"({"id":"currency-1","code":"EUR"})", only_one_of("id, code", intended_currency)},
        {"{}",                is_mandatory(intended_currency)},
        {R"({"name":"Euro"})", is_mandatory(intended_currency)},
        {"7",                 is_invalid(intended_currency, "7")},
        {R"("EUR")",          is_invalid(intended_currency, "EUR")},
        {R"({"code":7})",     is_invalid(intended_currency + ".code", "7")},
    };
    // clang-format on
    const auto events = valid_events("purchases", 2);
    for (const row& each : rows)
        BOOST_TEST(refused(anna.post("purchases", events,
                                     "\"intended_currency_identifier\":" +
                                         std::string(each.currency) + ","),
                           each.expected) == "");
    BOOST_TEST((anna.create("purchases", events).numbers() == numbers_from(1, 2)));
}

BOOST_AUTO_TEST_CASE(only_purchases_have_an_intended_currency) {
    world_server server;
    caller anna(server.port());
    for (const std::string_view collection : collections) {
        if (collection == "purchases") continue;
        const bulk_answer answer = anna.create(collection, valid_events(collection, 1),
                                               R"("intended_currency_identifier":7,)");
        BOOST_TEST(answer.processed.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_call_is_judged_set_first_then_its_parameters) {
    world_server server;
    caller anna(server.port());
    const std::string bad = R"("fields_set":"foo","intended_currency_identifier":{"code":"XXX"},)";
    BOOST_TEST(refused(anna.client.post(bulk_path("purchases"),
                                        "{" + bad + "\"token\":\"" + anna.token + "\"}"),
                       is_mandatory("purchase_customer_events_set")) == "");
    const response too_many = anna.post("purchases", valid_events("purchases", 1001), bad);
    BOOST_TEST(read_refusal(too_many).message ==
               "1001 Customer Events Exceed the Maximum of 1000.");
    BOOST_TEST(refused(anna.post("purchases", {}, bad), is_invalid("fields_set", "foo")) == "");
    BOOST_TEST(
        refused(anna.post("purchases", {"7"}, R"("intended_currency_identifier":{"code":"XXX"},)"),
                no_such("Currency", "XXX")) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
