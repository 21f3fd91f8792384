// SPDX-License-Identifier: BSL-1.0
//
// authentication/token.
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

constexpr const char* target = "/crmapi/rest/v2/authentication/token";

struct row {
    std::vector<raw_member> change;
    verdict expected;  ///< accepted if a token is given
};

response log_in(http_client& client, const std::vector<raw_member>& change) {
    object_text body{
        {"username", R"("u")"}, {"password", R"("p")"}, {"organisation", R"("world")"}};
    for (const auto& [name, value] : change) {
        if (value.empty()) body.remove(name);
        else body.set(name, value);
    }
    return client.post(target, body.text());
}

const verdict wrong = {wrong_credentials, "Credentials Are Invalid."};

// clang-format off
const std::vector<row> rows = {
    {{}, accepted},
    {{{"unit", R"("unit-1")"}}, accepted},
    {{{"unit", "null"}}, accepted},
    {{{"unheard_of", "7"}}, accepted},
    {{{"username", ""}},          is_mandatory("username")},
    {{{"username", "null"}},      is_mandatory("username")},
    {{{"username", R"("")"}},     is_mandatory("username")},
    {{{"username", "7"}},         is_invalid("username", "7")},
    {{{"password", ""}},          is_mandatory("password")},
    {{{"password", R"("")"}},     is_mandatory("password")},
    {{{"password", "{}"}},        is_invalid("password", "{...}")},
    {{{"organisation", ""}},      is_mandatory("organisation")},
    {{{"organisation", R"("")"}}, is_mandatory("organisation")},
    {{{"organisation", "true"}},  is_invalid("organisation", "true")},
    {{{"username", ""}, {"password", "7"}},       is_mandatory("username")},
    {{{"password", "7"}, {"organisation", ""}},   is_invalid("password", "7")},
    {{{"username", R"("nobody")"}, {"organisation", ""}}, is_mandatory("organisation")},
    {{{"username", R"("nobody")"}},               wrong},
    {{{"password", R"("wrong")"}},                wrong},
    {{{"password", R"("P")"}},                    wrong},
    {{{"organisation", R"("elsewhere")"}},        wrong},
    {{{"unit", R"("unit-9")"}},                   no_such("Unit", "unit-9")},
    {{{"unit", R"("Main Store")"}},               no_such("Unit", "Main Store")},
    {{{"unit", R"("unit-9")"}, {"password", R"("wrong")"}}, wrong},
};
// clang-format on

}  // namespace

BOOST_AUTO_TEST_SUITE(login)

BOOST_AUTO_TEST_CASE(a_token_is_given_for_valid_credentials_only) {
    world_server server;
    http_client client(server.port());
    for (const row& each : rows) {
        std::string shown;
        for (const auto& [name, value] : each.change) shown += name + ": " + value + "; ";
        BOOST_TEST_CONTEXT(shown) {
            const response answer = log_in(client, each.change);
            BOOST_TEST(answer.status == 200);
            if (each.expected.is_accepted()) {
                BOOST_TEST(answer.body.starts_with(R"({"data":{"token":")"), answer.body);
                continue;
            }
            BOOST_TEST(difference(each.expected, answer) == "");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_login_is_an_object) {
    world_server server;
    http_client client(server.port());
    for (const char* body : {"", "[]", "7", R"({"username":"u",)"})
        BOOST_TEST(client.post(target, body).status == 400, body);
}

BOOST_AUTO_TEST_CASE(the_demo_organisation_is_there_without_fixtures_only) {
    server_process without(CRMLOCAL_BINARY);
    http_client client(without.port());
    BOOST_TEST(token_of(client, "demo", "demo", "demo").size() == 32U);
    world_server with;
    http_client other(with.port());
    const response answer =
        other.post(target, R"({"username":"demo","password":"demo","organisation":"demo"})");
    BOOST_TEST(difference(wrong, answer) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
