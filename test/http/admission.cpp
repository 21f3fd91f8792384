// SPDX-License-Identifier: BSL-1.0
#include "http/admission.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace crmlocal::test {
namespace {

using http::entrance;

struct asked_for {
    std::string_view target;
    entrance by = entrance::all;
    bool from_this_machine = true;
    std::vector<http::header_field> fields = {};
    std::string_view method = "GET";
};

// The status it is refused with; 0 if it is admitted.
unsigned refusal(const http::admission& at, const asked_for& what, http::reply& out) {
    http::request asked;
    asked.method = what.method;
    asked.target = what.target;
    asked.fields = what.fields;
    asked.from = {what.by, what.from_this_machine};
    out.begin();
    return at.admit(asked, out) ? 0 : out.status;
}
unsigned refusal(const http::admission& at, const asked_for& what) {
    http::reply out;
    return refusal(at, what, out);
}

http::header_field bearer(std::string_view text) { return {"authorization", text}; }
http::header_field origin(std::string_view text) { return {"Origin", text}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(admissions)

BOOST_AUTO_TEST_CASE(administration_is_known_by_its_first_segment_however_it_is_written) {
    for (const char* path : {"/__admin", "/__admin/", "/__admin/version", "//__admin//version",
                             "///__admin?x", "/__admin/organisations/a/faults"})
        BOOST_TEST(http::is_admin_path(path), path);
    for (const char* path : {"/", "/__administration", "/x/__admin", "/__admi", "/?/__admin",
                             "/customer_events/bulk/web/create", "*"})
        BOOST_TEST(!http::is_admin_path(path), path);
}

BOOST_AUTO_TEST_CASE(every_door_leads_to_what_it_is_for) {
    const http::admission open({}, false);
    const std::tuple<const char*, entrance, unsigned> table[] = {
        {"/__admin/version", entrance::all, 0},
        {"/__admin/version", entrance::api, 404},
        {"//__admin//version", entrance::api, 404},
        {"/__admin/version", entrance::administration, 0},
        {"/openapi.json", entrance::administration, 404},
        {"/customer_events/bulk/web/create", entrance::api, 0},
        {"/customer_events/bulk/web/create", entrance::administration, 404},
        {"/__admin/health", entrance::api, 0},
        {"/__admin/health/ready", entrance::administration, 0},
        {"/__admin/healthy", entrance::api, 404},
    };
    for (const auto& [target, by, status] : table)
        BOOST_TEST(refusal(open, {target, by}) == status, target);
}

BOOST_AUTO_TEST_CASE(without_administration_only_health_is_left) {
    const http::admission none({.administration = false}, false);
    BOOST_TEST(refusal(none, {"/__admin/version"}) == 404);
    BOOST_TEST(refusal(none, {"/__admin/organisations"}) == 404);
    BOOST_TEST(refusal(none, {"/__admin/health/live"}) == 0);
    BOOST_TEST(refusal(none, {"/authentication/token"}) == 0);
}

BOOST_AUTO_TEST_CASE(a_token_is_asked_for_where_there_is_one) {
    const http::admission guarded({.admin_token = "s3cret"}, true);
    const std::pair<std::string_view, unsigned> table[] = {
        {"Bearer s3cret", 0},    {"bearer  s3cret", 0},  {"Bearer s3cre", 401},
        {"Bearer s3cretx", 401}, {"Bearer S3CRET", 401}, {"Bearer ", 401},
        {"Basic s3cret", 401},   {"s3cret", 401},        {"", 401},
        {"Bearer\ts3cret", 401},
    };
    for (const bool near : {true, false})
        for (const auto& [given, status] : table)
            BOOST_TEST(
                refusal(guarded, {"/__admin/version", entrance::all, near, {bearer(given)}}) ==
                    status,
                given);
    http::reply out;
    BOOST_TEST(refusal(guarded, {"/__admin/version"}, out) == 401);
    BOOST_TEST(out.more_fields == "\r\nWWW-Authenticate: Bearer realm=\"crmlocal\"");
    BOOST_TEST(refusal(guarded, {"/__admin/health"}) == 0);
    BOOST_TEST(refusal(guarded, {"/customer_events/web/list"}) == 0);
}

BOOST_AUTO_TEST_CASE(where_data_is_kept_the_network_needs_a_token) {
    const asked_for far = {"/__admin/snapshots", entrance::all, false};
    BOOST_TEST(refusal(http::admission({}, true), far) == 403);
    BOOST_TEST(refusal(http::admission({}, false), far) == 0);
    BOOST_TEST(refusal(http::admission({}, true), {"/__admin/snapshots"}) == 0);
    BOOST_TEST(refusal(http::admission({}, true), {"/__admin/health", entrance::all, false}) == 0);
    BOOST_TEST(refusal(http::admission({}, true), {"/openapi.json", entrance::all, false}) == 0);
}

BOOST_AUTO_TEST_CASE(allowed_origins_are_told_so) {
    const http::admission at({.cors_origins = {"http://a.example", "null"}}, false);
    http::reply out;
    BOOST_TEST(refusal(at, {.target = "/x", .fields = {origin("http://a.example")}}, out) == 0);
    BOOST_TEST(out.more_fields ==
               "\r\nAccess-Control-Allow-Origin: http://a.example"
               "\r\nAccess-Control-Expose-Headers: Retry-After");
    BOOST_TEST(out.varies_by_origin);
    BOOST_TEST(refusal(at, {.target = "/x", .fields = {origin("null")}}, out) == 0);
    BOOST_TEST(out.more_fields.starts_with("\r\nAccess-Control-Allow-Origin: null\r\n"));
    for (const char* other : {"http://b.example", "http://a.example:80", "http://A.example", ""}) {
        BOOST_TEST(refusal(at, {.target = "/x", .fields = {origin(other)}}, out) == 0);
        BOOST_TEST(out.more_fields.empty(), other);
        BOOST_TEST(out.varies_by_origin);
    }
}

BOOST_AUTO_TEST_CASE(a_preflight_is_answered) {
    const http::admission at({.cors_origins = {"*"}}, false);
    const http::header_field method = {"Access-Control-Request-Method", "POST"};
    http::reply out;
    asked_for what = {
        .target = "/x", .fields = {origin("http://a.example"), method}, .method = "OPTIONS"};
    BOOST_TEST(refusal(at, what, out) == 204);
    BOOST_TEST(out.more_fields.find("\r\nAccess-Control-Allow-Origin: *") != std::string::npos);
    BOOST_TEST(out.more_fields.find("\r\nAccess-Control-Allow-Headers: Authorization, ") !=
               std::string::npos);
    BOOST_TEST(!out.varies_by_origin);
    what.fields.pop_back();
    BOOST_TEST(refusal(at, what, out) == 0);  // a plain OPTIONS
    what.target = "/__admin/version";
    what.fields.push_back(method);
    BOOST_TEST(refusal(at, what, out) == 403);
}

BOOST_AUTO_TEST_CASE(pages_of_other_origins_may_not_administer) {
    const http::header_field host = {"Host", "127.0.0.1:8080"};
    const http::admission at(
        {.admin_token = "t", .cors_origins = {"*"}, .cors_admin_origins = {"http://admin.example"}},
        false);
    const auto status = [&](std::string_view from) {
        return refusal(
            at, {.target = "/__admin/version", .fields = {host, origin(from), bearer("Bearer t")}});
    };
    BOOST_TEST(status("http://admin.example") == 0);
    BOOST_TEST(status("http://127.0.0.1:8080") == 0);  // the server's own
    BOOST_TEST(status("http://127.0.0.1:8081") == 403);
    BOOST_TEST(status("http://a.example") == 403);
    BOOST_TEST(status("null") == 403);
    // The preflight comes without the token; the call itself has to have it.
    BOOST_TEST(refusal(at, {.target = "/__admin/version",
                            .fields = {host,
                                       origin("http://admin.example"),
                                       {"Access-Control-Request-Method", "DELETE"}},
                            .method = "OPTIONS"}) == 204);
    http::reply out;
    BOOST_TEST(
        refusal(at,
                {.target = "/__admin/version", .fields = {host, origin("http://admin.example")}},
                out) == 401);
    BOOST_TEST(
        out.more_fields.starts_with("\r\nAccess-Control-Allow-Origin: http://admin.example"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
