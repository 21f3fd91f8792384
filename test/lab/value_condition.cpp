// SPDX-License-Identifier: BSL-1.0
#include "lab/value_condition.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace {

using crmlocal::lab::value_condition;

value_condition compiled(std::string_view form) {
    auto made = value_condition::read(boost::json::parse(form));
    BOOST_REQUIRE_MESSAGE(made, form << ": " << made.error());
    return std::move(*made);
}

const boost::json::value document = boost::json::parse(
    R"({"token":"T","set":[{"id":"1","name":"Visit","float_1":2},{"id":"2","float_1":2.50}],"n":[]})");

}  // namespace

BOOST_AUTO_TEST_SUITE(value_conditions)

BOOST_AUTO_TEST_CASE(a_condition_holds_or_says_what_was_there) {
    struct sample {
        std::string_view form, miss;  // no miss: it holds
    };
    for (const sample& s : std::initializer_list<sample>{
             {R"({"pointer":"/set/0/id","equals":"1"})", ""},
             {R"({"pointer":"/set/0/id","equals":"2"})", R"(/set/0/id is "1", expected "2")"},
             {R"({"pointer":"/set/0/id","equals":1})", R"(/set/0/id is "1", expected 1)"},
             {R"({"pointer":"/set/7/id","equals":"2"})", R"(/set/7/id is not there, expected "2")"},
             {R"({"path":"$.set[*].id","equals":"2"})", ""},
             {R"({"path":"$.set[*].id","equals":"3"})", R"($.set[*].id is "1", "2", expected "3")"},
             {R"({"path":"$..*","equals":"3"})",
              R"($..* is "T", [{"id":"1","name":"Visit","float_1":2},{"id":"2","float_1":2.5}], )"
              R"([] and 7 more, expected "3")"},
             {R"({"pointer":"/set/1/float_1","equals":2.5})", ""},
             {R"({"pointer":"/set/0/float_1","equals":2.0})", ""},
             {R"({"pointer":"/set/0/name","matches":"V.*t"})", ""},
             {R"({"pointer":"/set/0/name","matches":"V"})",
              R"(/set/0/name is "Visit", expected what matches "V")"},
             {R"({"pointer":"/set/0/name","contains":"isi"})", ""},
             {R"({"pointer":"/set/0/name","contains":"x"})",
              R"(/set/0/name is "Visit", expected what contains "x")"},
             {R"({"pointer":"/set","contains":{"float_1":2.5,"id":"2"}})", ""},
             {R"({"pointer":"/set/0/id","one_of":["1","2"]})", ""},
             {R"({"pointer":"/set/0/id","one_of":["3"]})",
              R"(/set/0/id is "1", expected one of ["3"])"},
             {R"({"pointer":"/set/0/name","exists":true})", ""},
             {R"({"pointer":"/set/1/name","absent":true})", ""},
             {R"({"pointer":"/set/1/name","exists":false})", ""},
             {R"({"pointer":"/set/0/name","absent":true})",
              R"(/set/0/name is "Visit", expected nothing)"},
             {R"({"pointer":"/set/1/name"})", "/set/1/name is not there, expected something"},
             {R"("/set/0/name")", ""},
             {R"("$.set[?@.float_1 > 2 && !@.name]")", ""},
             {R"("$.set[?@.float_1 > 3]")",
              "$.set[?@.float_1 > 3] is not there, expected something"},
         }) {
        const value_condition c = compiled(s.form);
        BOOST_TEST(c.holds(document) == s.miss.empty(), s.form);
        if (!s.miss.empty()) BOOST_TEST(c.miss(document) == s.miss);
    }
}

BOOST_AUTO_TEST_CASE(a_condition_that_makes_no_sense_is_refused_in_a_sentence) {
    for (const auto* form :
         {"1", "{}", R"({"equals":1})", R"({"pointer":"a"})", R"({"path":"a","equals":1})",
          R"({"path":"$.a","pointer":"/a"})", R"({"pointer":"/a","equal":1})", R"("")",
          R"({"pointer":"/a","equals":1,"exists":true})", R"({"pointer":"/a","matches":"("})",
          R"({"pointer":"/a","one_of":1})", R"({"pointer":1})", R"({"pointer":"/a","exists":1})"}) {
        const auto made = value_condition::read(boost::json::parse(form));
        BOOST_TEST((!made || std::string_view(form) == R"("")"), form);
        if (!made) BOOST_TEST(made.error().size() > 10);
    }
    BOOST_TEST(value_condition::read(boost::json::parse(R"("$.a[?]")")).error() ==
               "the JSONPath '$.a[?]' is not valid at offset 5: '@', '$', a value or a function is "
               "expected");
}

BOOST_AUTO_TEST_SUITE_END()
