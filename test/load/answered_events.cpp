// SPDX-License-Identifier: BSL-1.0
//
// A load generator that believes what it is told measures nothing: every lie must be seen.
#include "load/answered_events.hpp"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace crmlocal::load {
namespace {

namespace data = boost::unit_test::data;

std::string request(char last) { return std::string(31, 'A') + last; }

// Three events; the second names an account that does not exist.
body asked() {
    std::string json = R"({"token":")" + std::string(32, 'T') + R"(","web_customer_events_set":[)";
    for (const char last : {'1', '2', '3'}) {
        if (last != '1') json += ',';
        json += R"({"request_unique_identifier":")" + request(last) +
                R"(","accounts_receivable_identifier":{"number":"ACR)" +
                (last == '2' ? "9000000001" : "0000000001") + R"("}})";
    }
    return body(json + "]}");
}

std::string sound_answer() {
    return R"({"data":{"unprocessed_customer_events_set":[{"error_description":"Error:Account (ACR9000000001) Not Found. - Description:The specified API value was not found.","error_code":"NotFoundAPIValueException","request_unique_identifier":")" +
           request('2') +
           R"("}],"processed_customer_events_set":[{"number":"7","id":"0123456789ABCDEF0123456789ABCDEF","request_unique_identifier":")" +
           request('1') +
           R"("},{"number":"8","id":"FEDCBA98765432100123456789ABCDEF","request_unique_identifier":")" +
           request('3') + R"("}]},"status":{"code":"OK","description":"","message":""}})";
}

// A change to a sound answer.
struct lie {
    const char* what;
    std::string from, to;
};

std::ostream& operator<<(std::ostream& out, const lie& of) { return out << of.what; }

const lie lies[] = {
    {"an id is lower case", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789ABCDEF"},
    {"an id is short", "0123456789ABCDEF0123456789ABCDEF", "0123456789ABCDEF"},
    {"an id is long", "0123456789ABCDEF0123456789ABCDEF", "0123456789ABCDEF0123456789ABCDEF0"},
    {"a number is no text", R"("number":"7")", R"("number":7)"},
    {"a number is empty", R"("number":"7")", R"("number":"")"},
    {"a number is negative", R"("number":"7")", R"("number":"-7")"},
    {"a row answers another event", request('3'), request('1')},
    {"a row has another member", R"({"number":"7",)", R"({"number":"7","more":"1",)"},
    {"another fault", "NotFoundAPIValueException", "InvalidAPIValueException"},
    {"no description",
     "Error:Account (ACR9000000001) Not Found. - Description:The specified API "
     "value was not found.",
     ""},
    {"an event has no row",
     R"(,{"number":"8","id":"FEDCBA98765432100123456789ABCDEF",)"
     R"("request_unique_identifier":")" +
         request('3') + R"("})",
     ""},
    {"a row too many", "}]},",
     R"(},{"number":"9","id":"FEDCBA98765432100123456789ABCDE0",)"
     R"("request_unique_identifier":")" +
         request('3') + R"("}]},)"},
    {"the status is another", R"("code":"OK")", R"("code":"KO")"},
    {"something follows", R"("message":""}})", R"("message":""}} )"},
    {"the end is missing", R"("message":""}})", R"("message":""})"},
    {"the sets are swapped", "unprocessed_customer_events_set", "processed_customer_events_set"},
};

std::string with(const lie& told) {
    std::string out = sound_answer();
    const std::size_t at = out.find(told.from);
    BOOST_REQUIRE_NE(at, out.npos);
    return out.replace(at, told.from.size(), told.to);
}

std::vector<created_event> events(std::vector<std::uint64_t> numbers) {
    std::vector<created_event> out;
    for (const std::uint64_t number : numbers) out.push_back({number, {number, 1}});
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(answers_of_events)

BOOST_AUTO_TEST_CASE(a_sound_answer_gives_numbers_and_ids) {
    std::vector<created_event> created;
    BOOST_TEST(read_answer(sound_answer(), asked(), created) == "");
    BOOST_REQUIRE_EQUAL(created.size(), 2U);
    BOOST_CHECK_EQUAL(created[0].number, 7U);
    BOOST_CHECK_EQUAL(created[1].number, 8U);
    BOOST_CHECK_EQUAL(created[1].id[0], 0xFEDCBA9876543210U);
    BOOST_CHECK_EQUAL(created[1].id[1], 0x0123456789ABCDEFU);
}

BOOST_DATA_TEST_CASE(every_lie_is_seen, data::make(lies), told) {
    std::vector<created_event> created;
    BOOST_TEST(read_answer(with(told), asked(), created) != "");
}

BOOST_DATA_TEST_CASE(an_answer_that_ends_early_is_seen,
                     data::xrange(std::size_t{0}, sound_answer().size(), std::size_t{7}), bytes) {
    std::vector<created_event> created;
    BOOST_TEST(read_answer(sound_answer().substr(0, bytes), asked(), created) != "");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_its_place) {
    std::vector<created_event> created;
    const std::string why = read_answer(with(lies[0]), asked(), created);
    BOOST_TEST(why.find("byte ") != why.npos);
    BOOST_TEST(why.find("<HERE>") != why.npos);
}

BOOST_AUTO_TEST_CASE(numbers_may_come_in_any_order) {
    answered_events all;
    all.add(0, events({5, 6}));
    all.add(0, events({3, 4}));
    all.add(0, events({7}));
    BOOST_TEST(all.find_fault(true) == "");
}

BOOST_AUTO_TEST_CASE(a_hole_counts_only_where_nobody_else_writes) {
    answered_events alone, among_others;
    for (answered_events* each : {&alone, &among_others}) each->add(0, events({1, 2, 4}));
    BOOST_TEST(alone.find_fault(true) == "3 events have the numbers from 1 to 4: there are holes");
    BOOST_TEST(among_others.find_fault(false) == "");
}

BOOST_AUTO_TEST_CASE(a_number_given_twice_is_seen) {
    answered_events all;
    all.add(0, {{70'000, {1, 1}}, {1, {1, 2}}, {70'000, {1, 3}}});
    BOOST_TEST(all.find_fault(false) == "the number 70000 was given twice");
}

BOOST_AUTO_TEST_CASE(two_types_may_have_the_same_number_but_never_the_same_id) {
    answered_events all;
    all.add(0, {{1, {1, 1}}});
    all.add(1, {{1, {1, 2}}});
    BOOST_TEST(all.find_fault(true) == "");
    all.add(2, {{1, {1, 2}}});
    BOOST_TEST(all.find_fault(true) == "the id 00000000000000010000000000000002 was given twice");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::load
