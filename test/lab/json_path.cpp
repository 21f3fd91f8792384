// SPDX-License-Identifier: BSL-1.0
#include "lab/json_path.hpp"

#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace {

using boost::json::value;
using crmlocal::lab::json_path;

// What a query selects, as a JSON array.
std::string selected(std::string_view query, const value& in) {
    const auto path = json_path::compile(query);
    BOOST_REQUIRE_MESSAGE(path, query << ": " << path.error().why);
    boost::json::array out;
    for (const value* v : path->select(in)) out.push_back(*v);
    return boost::json::serialize(out);
}

struct sample {
    std::string_view query;
    std::string_view selects;
};

void check(std::string_view document, std::initializer_list<sample> samples) {
    const value in = boost::json::parse(document);
    for (const sample& s : samples)
        BOOST_TEST(selected(s.query, in) == boost::json::serialize(boost::json::parse(s.selects)),
                   s.query << " selects " << selected(s.query, in));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_paths)

// RFC 9535, 2.3
BOOST_AUTO_TEST_CASE(the_selectors_of_the_standard_select_what_it_says) {
    check(R"({"o":{"j j":{"k.k":3}},"'":{"@":2}})", {{R"($.o['j j'])", R"([{"k.k":3}])"},
                                                     {R"($.o['j j']['k.k'])", "[3]"},
                                                     {R"($.o["j j"]["k.k"])", "[3]"},
                                                     {R"($["'"]["@"])", "[2]"},
                                                     {R"($['\u0027'])", R"([{"@":2}])"},
                                                     {R"($['\''])", R"([{"@":2}])"},
                                                     {"$.nothing.at.all", "[]"}});
    check(R"({"o":{"j":1,"k":2},"a":[5,3]})", {{"$", R"([{"o":{"j":1,"k":2},"a":[5,3]}])"},
                                               {"$[*]", R"([{"j":1,"k":2},[5,3]])"},
                                               {"$.o.*", "[1,2]"},
                                               {"$.o[*, *]", "[1,2,1,2]"},
                                               {"$.a[*]", "[5,3]"}});
    check(R"(["a","b","c","d","e","f","g"])", {{"$[1]", R"(["b"])"},
                                               {"$[-2]", R"(["f"])"},
                                               {"$[9]", "[]"},
                                               {"$[-9]", "[]"},
                                               {"$[1:3]", R"(["b","c"])"},
                                               {"$[5:]", R"(["f","g"])"},
                                               {"$[1:5:2]", R"(["b","d"])"},
                                               {"$[5:1:-2]", R"(["f","d"])"},
                                               {"$[::-1]", R"(["g","f","e","d","c","b","a"])"},
                                               {"$[-2:]", R"(["f","g"])"},
                                               {"$[:-5]", R"(["a","b"])"},
                                               {"$[::0]", "[]"},
                                               {"$[0, 3]", R"(["a","d"])"},
                                               {"$[0:2, 5]", R"(["a","b","f"])"},
                                               {"$[0, 0]", R"(["a","a"])"},
                                               {"$[ 1 : 5 : 2 ]", R"(["b","d"])"},
                                               {"$[3:-1:-1]", "[]"},
                                               {"$.a", "[]"}});
    check(R"({"o":{"j":1,"k":2},"a":[5,3,[{"j":4},{"k":6}]]})",
          {{"$..j", "[1,4]"},
           {"$..[0]", R"([5,{"j":4}])"},
           {"$..o", R"([{"j":1,"k":2}])"},
           {"$.o..[*, *]", "[1,2,1,2]"},
           {"$.a..[0, 1]", R"([5,3,{"j":4},{"k":6}])"},
           {"$ .o [ 'j' ]", "[1]"}});
}

// RFC 9535, 2.3.5.3 and 2.4
BOOST_AUTO_TEST_CASE(filters_compare_by_value_and_type) {
    check(R"({"a":[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}],)"
          R"("o":{"p":1,"q":2,"r":3,"s":5,"t":{"u":6}},"e":"f"})",
          {{"$.a[?@.b == 'kilo']", R"([{"b":"kilo"}])"},
           {"$.a[?(@.b == 'kilo')]", R"([{"b":"kilo"}])"},
           {"$.a[?@>3.5]", "[5,4,6]"},
           {"$.a[?@.b]", R"([{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}])"},
           {"$[?@.*]", R"([[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}],)"
                       R"({"p":1,"q":2,"r":3,"s":5,"t":{"u":6}}])"},
           {"$[?@[?@.b]]", R"([[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]])"},
           {"$.o[?@<3, ?@<3]", "[1,2,1,2]"},
           {R"($.a[?@<2 || @.b == "k"])", R"([1,{"b":"k"}])"},
           {R"($.a[?match(@.b, "[jk]")])", R"([{"b":"j"},{"b":"k"}])"},
           {R"($.a[?search(@.b, "[jk]")])", R"([{"b":"j"},{"b":"k"},{"b":"kilo"}])"},
           {"$.o[?@>1 && @<4]", "[2,3]"},
           {"$.o[?@.u || @.x]", R"([{"u":6}])"},
           {"$.a[?@.b == $.x]", "[3,5,1,2,4,6]"},
           {"$.a[?@ == @]", R"([3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}])"},
           {"$.a[?!@.b && @ >= 5]", "[5,6]"},
           {"$.a[?!(@.b || @ < 5)]", "[5,6]"},
           {"$.a[?length(@.b) == 4]", R"([{"b":"kilo"}])"},
           {"$[?count(@.*) == 5]", R"([{"p":1,"q":2,"r":3,"s":5,"t":{"u":6}}])"},
           {"$[?value(@..u) == 6]", R"([{"p":1,"q":2,"r":3,"s":5,"t":{"u":6}}])"},
           {"$[?@ == 'f']", R"(["f"])"}});
    check(
        R"([1,1.0,10e-1,"1",true,null,[1],[1.0],{"a":1,"b":2},{"b":2,"a":1.0},18446744073709551615])",
        {{"$[?@ == 1]", "[1,1.0,1.0]"},
         {"$[?@ == '1']", R"(["1"])"},
         {"$[?@ == true]", "[true]"},
         {"$[?@ == null]", "[null]"},
         {"$[?@ == $[6]]", "[[1],[1.0]]"},
         {"$[?@ == $[8]]", R"([{"a":1,"b":2},{"b":2,"a":1.0}])"},
         {"$[?@ > 1e18]", "[18446744073709551615]"},
         {"$[?@ <= null]", "[null]"},
         {"$[?@ > true]", "[]"}});
}

BOOST_AUTO_TEST_CASE(texts_are_counted_and_matched_by_code_points) {
    check(R"(["ä€𝄞","abc","a\nc","x"])", {{"$[?length(@) == 3]", R"(["ä€𝄞","abc","a\nc"])"},
                                          {"$[?match(@, 'a.c')]", R"(["abc"])"},
                                          {"$[?match(@, '..𝄞')]", R"(["ä€𝄞"])"},
                                          {"$[?match(@, '[ä-ö].+')]", R"(["ä€𝄞"])"},
                                          {"$[?search(@, 'c$')]", R"(["abc","a\nc"])"},
                                          {R"($[?match(@, '\\w{3}')])", R"(["abc"])"}});
}

BOOST_AUTO_TEST_CASE(a_filter_over_a_bulk_call_finds_its_events) {
    check(
        R"({"token":"T","web_customer_events_set":[)"
        R"({"request_unique_identifier":"1","classification_identifier":{"name":"Visit"}},)"
        R"({"request_unique_identifier":"2","classification_identifier":{"id":"C2"},"float_1":2.5}]})",
        {{"$.web_customer_events_set[?@.classification_identifier.name == 'Visit']"
          ".request_unique_identifier",
          R"(["1"])"},
         {"$..[?@.float_1 > 2].request_unique_identifier", R"(["2"])"},
         {"$.*[-1].classification_identifier.id", R"(["C2"])"}});
}

BOOST_AUTO_TEST_CASE(what_is_no_path_is_refused_with_the_place) {
    struct bad {
        std::string_view query;
        std::size_t offset;
    };
    for (const bad& b : std::initializer_list<bad>{{"", 0},
                                                   {"a", 0},
                                                   {" $", 0},
                                                   {"$ ", 1},
                                                   {"$.", 2},
                                                   {"$..", 3},
                                                   {"$.1", 2},
                                                   {"$. a", 2},
                                                   {"$a", 1},
                                                   {"$[", 2},
                                                   {"$[]", 2},
                                                   {"$[1", 3},
                                                   {"$[01]", 2},
                                                   {"$[-0]", 2},
                                                   {"$[9007199254740992]", 2},
                                                   {"$['a]", 2},
                                                   {R"($['\x'])", 3},
                                                   {R"($['\"'])", 3},
                                                   {R"($['\uD834'])", 3},
                                                   {R"($['\uDC00'])", 3},
                                                   {"$[?]", 3},
                                                   {"$[?1]", 3},
                                                   {"$[?@.a = 1]", 7},
                                                   {"$[?@.a == ]", 10},
                                                   {"$[?@.* == 1]", 3},
                                                   {"$[?1 == @..a]", 8},
                                                   {"$[?(@.a]", 7},
                                                   {"$[?@.a == 01]", 10},
                                                   {"$[?@.a == 1.]", 12},
                                                   {"$[?length(@.a)]", 3},
                                                   {"$[?match(@.a, 'x') == true]", 3},
                                                   {"$[?match(@.a, '(')]", 14},
                                                   {"$[?count(1) == 1]", 9},
                                                   {"$[?length(@.*) == 1]", 10},
                                                   {"$[?size(@.a) == 1]", 3},
                                                   {"$[?length (@.a) == 1]", 9}}) {
        const auto path = json_path::compile(b.query);
        BOOST_TEST(!path, b.query << " was taken");
        if (path) continue;
        BOOST_TEST(path.error().offset == b.offset,
                   b.query << ": offset " << path.error().offset << ", " << path.error().why);
        BOOST_TEST(!path.error().why.empty());
    }
}

BOOST_AUTO_TEST_CASE(conditions_nest_only_so_deep) {
    std::string deep = "$[?" + std::string(10'000, '(') + "@.a" + std::string(10'000, ')') + "]";
    BOOST_TEST(!json_path::compile(deep));
    deep = "$";
    for (int i = 0; i < 10'000; ++i) deep += "[?@";
    BOOST_TEST(!json_path::compile(deep));
}

BOOST_AUTO_TEST_CASE(a_pattern_that_would_take_for_ever_does_not_match) {
    const value in = boost::json::parse("[\"" + std::string(2000, 'a') + "!\"]");
    BOOST_TEST(selected("$[?match(@, '(a|aa|a*)*(a|aa|a*)*b')]", in) == "[]");
}

BOOST_AUTO_TEST_SUITE_END()
