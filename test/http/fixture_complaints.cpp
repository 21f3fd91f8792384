// SPDX-License-Identifier: BSL-1.0
#include <span>
#include <string>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "http/fixture_reader.hpp"

namespace crmlocal::http {
namespace {

fixture_result<store::fixture> read(std::string_view text) {
    return read_fixture(text, "f", domain::customer_events, 1);
}

// A fixture is no good, and this is said of it.
struct complaint {
    const char* text;
    const char* said;  // after "f:"
};

void check(std::span<const complaint> table) {
    for (const complaint& row : table) {
        const auto made = read(row.text);
        BOOST_TEST_CONTEXT(row.text) {
            BOOST_TEST_REQUIRE(made.has_error());
            BOOST_TEST(made.error().text() == std::string("f:") + row.said);
        }
    }
}

BOOST_AUTO_TEST_SUITE(fixture_complaints_suite)

BOOST_AUTO_TEST_CASE(unknown_members_are_named_with_those_that_are_known) {
    const complaint table[] = {
        {R"({"organisation":"o",
  "accounts_receivable":[
    {"number":"A","nmae":"N"}]})",
         "3:19: unknown member 'nmae' of accounts_receivable; known are: id, number, name, "
         "life_cycle_state, description, payment_media"},
        {R"({"organization":"o"})",
         "1:2: unknown member 'organization' of the fixture; known are: organisation, users, "
         "web_api_keys, accounts_receivable, rewards_participants, classifications, units, "
         "currencies, products, payment_medium_types, payment_medium_brands, invoices, "
         "next_numbers, settings"},
        {R"({"users":[{"username":"u","pass":"p"}]})",
         "1:27: unknown member 'pass' of users; known are: username, password"},
        {R"({"rewards_participants":[{"number":"R","name":"N"}]})",
         "1:40: unknown member 'name' of rewards_participants; known are: id, number, account, "
         "referred_by, sign_up_on, sign_up_by_unit"},
        {R"({"units":[{"code":"U"}]})",
         "1:12: unknown member 'code' of units; known are: id, name, alternative_code, currency"},
        {R"({"accounts_receivable":[{"payment_media":[{"kind":"K"}]}]})",
         "1:44: unknown member 'kind' of payment_media; known are: type, brand"},
        {R"({"next_numbers":{"visits":1}})",
         "1:18: unknown member 'visits' of next_numbers; known are: achievements, purchases, "
         "referrals, social_media, web, financial_achievements"},
        {R"({"settings":{"numbers":"global"}})",
         "1:14: unknown member 'numbers' of settings; known are: numbering, unknown_members, "
         "rules"},
        {R"({"settings":{"rules":{"amounts":"off"}}})",
         "1:23: unknown member 'amounts' of rules; known are: classification_type, amounts_add_up, "
         "intended_currency, payment_medium_allowed, account_active, no_self_referral, "
         "referred_once, external_reference_once"},
        {R"({"":1})",
         "1:2: unknown member '' of the fixture; known are: organisation, users, "
         "web_api_keys, accounts_receivable, rewards_participants, classifications, units, "
         "currencies, products, payment_medium_types, payment_medium_brands, invoices, "
         "next_numbers, settings"},
    };
    check(table);
}

BOOST_AUTO_TEST_CASE(nothing_is_given_twice) {
    const complaint table[] = {
        {"{\"organisation\":\"o\",\n\"organisation\":\"o\"}",
         "2:1: member 'organisation' of the fixture is given twice"},
        {R"({"units":[],"units":[]})", "1:13: member 'units' of the fixture is given twice"},
        {R"({"units":[{"name":"U","n\u0061me":"U"}]})",
         "1:19: member 'name' of units is given twice"},
        {R"({"settings":{"rules":{"referred_once":"on","referred_once":"on"}}})",
         "1:44: member 'referred_once' of rules is given twice"},
        {"{\"users\":[{\"username\":\"u\",\"password\":\"p\"},\n{\"username\":\"u\",\"password\":"
         "\"q\"}]}",
         "2:13: username 'u' is used twice"},
        {"{\"web_api_keys\":[\"K\",\n\"K\"]}", "2:1: web API key 'K' is given twice"},
        {R"({"organisation":"o",
"accounts_receivable":[
{"number":"A"},
{"number":"B"},
{"number":"A"}]})",
         "5:11: number 'A' of accounts_receivable is used twice, first in line 3"},
        {R"({"organisation":"o",
"classifications":[
{"name":"A","alternative_code":"C"},
{"name":"B",
 "alternative_code":"C"}]})",
         "5:21: alternative_code 'C' of classifications is used twice, first in line 3"},
        {R"({"organisation":"o",
"currencies":[
{"code":"Ä",
 "id":"x"},
{"code":"B", "id":"x"}]})",
         "5:19: id 'x' of currencies is used twice, first in line 4"},
        {R"({"organisation":"o","currencies":[{"code":"\u00c4"},
{"code":"\u00C4"}]})",
         "2:2: code 'Ä' of currencies is used twice, first in line 1"},
        {R"({"organisation":"o",
"invoices":[{"number":"1","reference_number":"R"},{"number":"2","reference_number":"R"}]})",
         "2:84: reference_number 'R' of invoices is used twice, first in line 2"},
    };
    check(table);
}

BOOST_AUTO_TEST_CASE(references_lead_somewhere) {
    const complaint table[] = {
        {"{\"organisation\":\"o\",\n\"rewards_participants\":[{\"number\":\"R\",\n\"account\":"
         "\"A\"}]}",
         "3:11: account 'A' of rewards_participants is not among the accounts_receivable"},
        {R"({"organisation":"o","rewards_participants":[{"number":"R","referred_by":"S"}]})",
         "1:73: referred_by 'S' of rewards_participants is not among the rewards_participants"},
        {R"({"organisation":"o","currencies":[{"code":"USD","id":"EUR"}],
"units":[{"name":"U","currency":"EUR"}]})",
         "2:33: currency 'EUR' of units is not among the currencies"},
        {R"({"organisation":"o","payment_medium_types":[{"name":"Visa","alternative_code":"V"}],
"accounts_receivable":[{"number":"A","payment_media":[{"type":"V"}]}]})",
         "2:63: type 'V' of accounts_receivable is not among the payment_medium_types"},
        {R"({"organisation":"o","payment_medium_types":[{"name":"Visa"}],
"accounts_receivable":[{"number":"A","payment_media":[{"type":"Visa"},{"brand":"Visa"}]}]})",
         "2:80: brand 'Visa' of accounts_receivable is not among the payment_medium_brands"},
        {R"({"organisation":"o","accounts_receivable":[{"number":"A","payment_media":[{}]}]})",
         "1:76: payment_media need a type or a brand"},
    };
    check(table);
}

BOOST_AUTO_TEST_CASE(values_are_of_their_types) {
    const complaint table[] = {
        {R"({"organisation":7})", "1:17: organisation must be a string, not a number"},
        {R"({"organisation":null})", "1:17: organisation must be a string, not null"},
        {R"({"organisation":{}})", "1:17: organisation must be a string, not an object"},
        {R"({"users":{}})", "1:10: users must be an array of objects, not an object"},
        {R"({"users":["u"]})", "1:11: every one of users must be an object, not a string"},
        {R"({"users":[[]]})", "1:11: every one of users must be an object, not an array"},
        {R"({"users":[null]})", "1:11: every one of users must be an object, not null"},
        {R"({"users":"u"})", "1:10: users must be an array of objects, not a string"},
        {R"({"web_api_keys":"K"})", "1:17: web_api_keys must be an array of strings, not a string"},
        {R"({"web_api_keys":[1]})",
         "1:18: every one of web_api_keys must be a string, not a number"},
        {R"({"web_api_keys":[{}]})",
         "1:18: every one of web_api_keys must be a string, not an object"},
        {R"({"web_api_keys":[[]]})",
         "1:18: every one of web_api_keys must be a string, not an array"},
        {R"({"settings":[]})", "1:13: settings must be an object, not an array"},
        {R"({"settings":"strict"})", "1:13: settings must be an object, not a string"},
        {R"({"accounts_receivable":[{"number":77}]})",
         "1:35: number of accounts_receivable must be a string, not a number"},
        {R"({"accounts_receivable":[{"number":true}]})",
         "1:35: number of accounts_receivable must be a string, not true"},
        {R"({"next_numbers":{"web":"4"}})",
         "1:24: web of next_numbers must be a number, not a string"},
        {"[]", "1:1: a fixture must be an object, not an array"},
        {"\n7", "2:1: a fixture must be an object, not a number"},
        {"\"o\"", "1:1: a fixture must be an object, not a string"},
        {"null", "1:1: a fixture must be an object, not null"},
    };
    check(table);
}

BOOST_AUTO_TEST_CASE(numbers_are_whole_and_above_zero) {
    for (const char* number : {"0", "-1", "-0", "4.5", "45.0", "1e3", "1000000000000000",
                               "18446744073709551616", "99999999999999999999999999999999"}) {
        const std::string text =
            R"({"organisation":"o","next_numbers":{"web":)" + std::string(number) + "}}";
        const auto made = read(text);
        BOOST_TEST_REQUIRE(made.has_error(), number);
        BOOST_TEST(made.error().text() ==
                   "f:1:43: web of next_numbers must be a whole number from 1 to 999999999999999, "
                   "not " +
                       std::string(number));
    }
    const auto most = read(R"({"organisation":"o","next_numbers":{"web":999999999999999}})");
    BOOST_TEST_REQUIRE(most.has_value());
    BOOST_TEST(most->next_numbers[4] == 999'999'999'999'999U);
}

BOOST_AUTO_TEST_CASE(some_values_are_of_a_list) {
    const complaint table[] = {
        {R"({"rewards_participants":[{"number":"R","sign_up_on":"2016-06-31T15:00:00"}]})",
         "1:53: sign_up_on of rewards_participants must be a date, YYYY-MM-DDThh:mm:ss, not "
         "'2016-06-31T15:00:00'"},
        {R"({"classifications":[{"name":"C","type":"WEBB"}]})",
         "1:40: type of classifications cannot be 'WEBB'; known are: ACHIEVEMENT, PURCHASE, "
         "REFERRAL, SOCIAL_MEDIA, WEB, FINANCIAL_ACHIEVEMENT"},
        {R"({"classifications":[{"name":"C","type":"web"}]})",
         "1:40: type of classifications cannot be 'web'; known are: ACHIEVEMENT, PURCHASE, "
         "REFERRAL, SOCIAL_MEDIA, WEB, FINANCIAL_ACHIEVEMENT"},
        {R"({"settings":{"numbering":"local"}})",
         "1:26: numbering of settings cannot be 'local'; known are: per_type, global"},
        {R"({"settings":{"unknown_members":"keep"}})",
         "1:32: unknown_members of settings cannot be 'keep'; known are: ignore, refuse"},
        {R"({"settings":{"rules":{"referred_once":"no"}}})",
         "1:39: referred_once of rules cannot be 'no'; known are: on, off"},
    };
    check(table);
}

BOOST_AUTO_TEST_CASE(what_is_needed_is_there) {
    const complaint table[] = {
        {"{}", "1:2: organisation is missing"},
        {R"({"users":[]})", "1:2: organisation is missing"},
        {R"({"organisation":""})", "1:17: organisation must not be empty"},
        {R"({"users":[{"username":"u"}]})", "1:12: password of users is missing"},
        {R"({"users":[{"username":"","password":"p"}]})",
         "1:23: username of users must not be empty"},
        {R"({"web_api_keys":[""]})", "1:18: web_api_keys must not be empty"},
        {"{\"accounts_receivable\":[\n{\"id\":\"1\",\n\"name\":\"N\"}]}",
         "2:2: number of accounts_receivable is missing"},
        {"{\"accounts_receivable\":[\n{}]}", "2:2: number of accounts_receivable is missing"},
        {R"({"rewards_participants":[{"number":""}]})",
         "1:36: number of rewards_participants must not be empty"},
        {R"({"rewards_participants":[{"number":"R","account":""}]})",
         "1:50: account of rewards_participants must not be empty"},
        {R"({"products":[{"id":"1","alternative_code":"P"}]})",
         "1:15: code of products is missing"},
        {R"({"products":[{"id":"","code":"P"}]})", "1:20: id of products must not be empty"},
    };
    check(table);

    const std::string long_name =
        R"({"organisation":"o","units":[{"name":")" + std::string(256, 'n') + "\"}]}";
    BOOST_TEST(read(long_name).error().text() ==
               "f:1:38: name of units has more than 255 characters");
}

BOOST_AUTO_TEST_CASE(the_json_is_sound) {
    const complaint table[] = {
        {"", "1:1: malformed JSON: incomplete JSON"},
        {"\n\n{\"organisation\":\"o\"", "3:20: malformed JSON: incomplete JSON"},
        {"{\"organisation\":\"o\",\n}", "2:1: malformed JSON: syntax error"},
        {"{\"organisation\":\"o\"\n\"users\":[]}", "2:1: malformed JSON: syntax error"},
        {"{'organisation':'o'}", "1:2: malformed JSON: syntax error"},
        {"{\"organisation\":\"o\"}\n{}", "2:1: malformed JSON: something follows the fixture"},
        {"{\"organisation\":\"o\" // us\n}", "1:21: malformed JSON: syntax error"},
        {"{\"organisation\":\"a\nb\"}", "1:19: malformed JSON: syntax error"},
        {"{\"organisation\":\"\xFF\"}", "1:18: malformed JSON: syntax error"},
        {"\xEF\xBB\xBF{}", "1:1: begins with a byte order mark; save it as UTF-8 without one"},
    };
    check(table);

    const std::string deep(1000, '[');
    BOOST_TEST(read(deep).has_error());
    for (const char* before : {R"({"organisation":)", R"({"users":)", R"({"users":[{"username":)",
                               R"({"settings":{"rules":)", R"({"next_numbers":{"web":)"})
        for (const char* open : {"[", "{\"a\":", "[{\"a\":"}) {
            std::string text = before;
            for (int i = 0; i < 1000; ++i) text += open;
            BOOST_TEST(read(text).has_error(), before);
        }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::http
