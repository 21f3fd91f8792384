// SPDX-License-Identifier: BSL-1.0
#include "lab/json_pointer.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace {

using crmlocal::lab::json_pointer;

std::string found(std::string_view pointer, const boost::json::value& in) {
    const auto compiled = json_pointer::compile(pointer);
    BOOST_REQUIRE_MESSAGE(compiled, pointer << ": " << compiled.error().why);
    const boost::json::value* v = compiled->find(in);
    return v ? boost::json::serialize(*v) : "nothing";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_pointers)

// RFC 6901, 5
BOOST_AUTO_TEST_CASE(the_pointers_of_the_standard_point_to_what_it_says) {
    const auto in = boost::json::parse(
        R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"m~n":8," ":7,"0":{"01":9}})");
    BOOST_TEST(found("", in) == boost::json::serialize(in));
    BOOST_TEST(found("/foo", in) == R"(["bar","baz"])");
    BOOST_TEST(found("/foo/0", in) == R"("bar")");
    BOOST_TEST(found("/", in) == "0");
    BOOST_TEST(found("/a~1b", in) == "1");
    BOOST_TEST(found("/c%d", in) == "2");
    BOOST_TEST(found("/m~0n", in) == "8");
    BOOST_TEST(found("/ ", in) == "7");
    BOOST_TEST(found("/0/01", in) == "9");
    for (const auto* none : {"/foo/2", "/foo/00", "/foo/-", "/foo/", "/foo/+1", "/foo/1x", "/bar",
                             "/foo/0/0", "/foo/99999999999999999999"})
        BOOST_TEST(found(none, in) == "nothing", none);
}

BOOST_AUTO_TEST_CASE(what_is_no_pointer_is_refused_with_the_place) {
    BOOST_TEST(json_pointer::compile("foo").error().offset == 0);
    BOOST_TEST(json_pointer::compile("/a~").error().offset == 2);
    BOOST_TEST(json_pointer::compile("/a/~2").error().offset == 3);
}

BOOST_AUTO_TEST_SUITE_END()
