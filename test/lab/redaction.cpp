// SPDX-License-Identifier: BSL-1.0
#include "lab/redaction.hpp"

#include <boost/test/unit_test.hpp>

namespace lab = crmlocal::lab;

BOOST_AUTO_TEST_SUITE(redaction)

BOOST_AUTO_TEST_CASE(secrets_of_json_are_redacted_and_the_rest_stays_as_written) {
    struct sample {
        std::string_view text, redacted;
    };
    for (const sample& s : std::initializer_list<sample>{
             {R"({"token":"T","a": 50.00})", R"({"token":"[redacted]","a": 50.00})"},
             {R"({"data":{"token" : "T\"x"}})", R"({"data":{"token" : "[redacted]"}})"},
             {R"({"tok\u0065n":"T"})", R"({"tok\u0065n":"[redacted]"})"},
             {R"({"Password":"p","b":1})", R"({"Password":"[redacted]","b":1})"},
             {R"({"token":17,"b":[true]})", R"({"token":"[redacted]","b":[true]})"},
             {R"({"token":null})", R"({"token":null})"},
             {R"({"a":"token","b":"x\"token\":1"})", R"({"a":"token","b":"x\"token\":1"})"},
             {R"({"tokens":"T"})", R"({"tokens":"T"})"},
             {R"({"token":{"token":"T"}})", R"({"token":{"token":"[redacted]"}})"},
             {"[]", "[]"}})
        BOOST_TEST(lab::redact_json(s.text) == s.redacted);
    BOOST_TEST(lab::redact_json(R"({"token":"T"})", "U") == R"({"token":"U"})");
}

BOOST_AUTO_TEST_CASE(secrets_of_queries_are_redacted) {
    BOOST_TEST(lab::redact_target("/a?token=T&b=c") == "/a?token=[redacted]&b=c");
    BOOST_TEST(lab::redact_target("/a?b=c&tok%65n=T") == "/a?b=c&tok%65n=[redacted]");
    BOOST_TEST(lab::redact_target("/a?token=") == "/a?token=[redacted]");
    BOOST_TEST(lab::redact_target("/token?x=token") == "/token?x=token");
    BOOST_TEST(lab::redact_target("/a?") == "/a?");
}

BOOST_AUTO_TEST_CASE(what_looks_like_a_secret_is_redacted_in_any_text) {
    for (const auto* text : {R"({"token":"SECRET)", "{token: 'SECRET'}", "token=SECRET&a=b",
                             R"({"a":1,"password" : "SECRET" nonsense)", "TOKEN = SECRET",
                             R"({\"token\":\"SECRET\"})", "a token:SECRET"})
        BOOST_TEST(lab::redact_text(text).find("SECRET") == std::string::npos, text);
    BOOST_TEST(lab::redact_text("nothing here") == "nothing here");
    BOOST_TEST(lab::redact_text("token") == "token");
    BOOST_TEST(lab::redact_text("token:") == "token:[redacted]");
    BOOST_TEST(lab::redact_text("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
