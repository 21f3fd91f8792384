// SPDX-License-Identifier: BSL-1.0
//
// authentication/web_api_key/token, authentication/token/release and --token-profile.
#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

const std::string key_target = "/crmapi/rest/v2/authentication/web_api_key/token";
const std::string release_target = "/crmapi/rest/v2/authentication/token/release";

const verdict wrong = {wrong_credentials, "Credentials Are Invalid."};
const verdict no_token = {wrong_token, "Token Is Invalid."};

response log_in_by(http_client& client, const std::string& authorization,
                   const std::string& body = "") {
    header_fields fields;
    if (!authorization.empty()) fields.emplace_back("Authorization", authorization);
    return client.post(key_target, body, fields);
}

response release(http_client& client, const std::string& token) {
    return client.post(release_target, "{\"token\":" + token + "}");
}

bool works(caller& who) {
    const response answer = who.post("web", {});
    return answer.body.find(R"("code":"OK")") != answer.body.npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(a_web_api_key_makes_a_token) {
    world_server server;
    caller anna(server.port());
    for (const char* scheme : {"Basic", "basic", "BASIC"})
        for (const char* body : {"", "{}", R"({"unit":"unit-1"})", R"({"unit":null})"}) {
            // world-key-1:
            const response answer =
                log_in_by(anna.client, std::string(scheme) + " d29ybGQta2V5LTE6", body);
            BOOST_TEST_REQUIRE(answer.status == 200);
            const json::value read = parse_json(answer.body);
            anna.token = std::string(read.at("data").at("token").as_string());
            BOOST_TEST(anna.token.size() == 32U);
            BOOST_TEST(works(anna));
        }
}

BOOST_AUTO_TEST_CASE(other_keys_are_refused) {
    world_server server;
    http_client client(server.port());
    const std::string others[] = {
        "",
        "Basic",
        "Basic ",
        "Bearer d29ybGQta2V5LTE6",
        "d29ybGQta2V5LTE6",
        "Basic d29ybGQta2V5LTE=",      // world-key-1 without the colon
        "Basic d29ybGQta2V5LTE6cA==",  // with a password
        "Basic d29ybGQta2V5LTI6",      // world-key-2:
        "Basic V29ybGQta2V5LTE6",      // another case
        "Basic Og==",                  // :
        "Basic d29ybGQta2V5LTE6!",     // not base64
    };
    for (const std::string& authorization : others)
        BOOST_TEST(difference(wrong, log_in_by(client, authorization)) == "", authorization);
    BOOST_TEST(difference(no_such("Unit", "unit-9"), log_in_by(client, "Basic d29ybGQta2V5LTE6",
                                                               R"({"unit":"unit-9"})")) == "");
    BOOST_TEST(difference(is_invalid("unit", "7"), log_in_by(client, "", R"({"unit":7})")) == "");
    BOOST_TEST(log_in_by(client, "", "[").status == 400);
}

BOOST_AUTO_TEST_CASE(a_key_of_two_organisations_opens_neither) {
    world first, second;
    second.organisation = "second";
    world_server server(std::vector<world>{first, second}, {});
    http_client client(server.port());
    BOOST_TEST(difference(wrong, log_in_by(client, "Basic c2hhcmVkLWtleTo=")) ==
               "");  // shared-key:
    BOOST_TEST(log_in_by(client, "Basic c2Vjb25kLWtleS0xOg==").body.find("token") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_released_token_is_good_for_nothing) {
    world_server server;
    caller anna(server.port()), bert(server.port());
    const response answer = release(anna.client, json_text(anna.token));
    BOOST_TEST(answer.body ==
               R"({"data":{},"status":{"code":"OK","description":"","message":""}})");
    BOOST_TEST(difference(no_token, anna.post("web", {})) == "");
    BOOST_TEST(difference(no_token, release(anna.client, json_text(anna.token))) == "");
    BOOST_TEST(works(bert));
    for (const char* token : {"null", "7", "{}", R"("")", R"("nobody's")"})
        BOOST_TEST(difference(no_token, release(anna.client, token)) == "", token);
    BOOST_TEST(difference(no_token, anna.client.post(release_target, "{}")) == "");
    BOOST_TEST(anna.client.post(release_target, "").status == 400);
}

BOOST_AUTO_TEST_CASE(release_r12_gives_out_signed_tokens) {
    world_server server(world(), {"--token-profile=r12"});
    caller anna(server.port());
    BOOST_TEST(anna.token.size() > 100U);
    BOOST_TEST(std::count(anna.token.begin(), anna.token.end(), '.') == 2);
    BOOST_TEST(works(anna));
    caller forger(server.port());
    forger.token.back() = forger.token.back() == 'A' ? 'Q' : 'A';
    BOOST_TEST(difference(no_token, forger.post("web", {})) == "");
    BOOST_TEST(release(anna.client, json_text(anna.token)).body.find("OK") != std::string::npos);
    BOOST_TEST(difference(no_token, anna.post("web", {})) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
