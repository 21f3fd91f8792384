// SPDX-License-Identifier: BSL-1.0
//
// Where the API is found, and what is answered elsewhere.
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

refused_call unknown_method() {
    return refusal_of("UnknownMethodException", "Method Is Unknown.",
                      "The Web API method does not exist.");
}

refused_call not_allowed(const std::string& method) {
    return refusal_of("MethodNotAllowedException", "HTTP Method " + method + " Is Not Allowed.",
                      "The Web API method must be called with POST.");
}

bool creates(caller& who, const std::string& target, const header_fields& more = {}) {
    const response answer =
        who.client.post(target, bulk_body(who.token, "web", valid_events("web", 1)), more);
    return answer.status == 200 && read_bulk_answer(answer).processed.size() == 1;
}

bool is_unknown(caller& who, const std::string& target) {
    const response answer = who.client.post(target, "{}");
    return answer.status == 404 && difference(unknown_method(), answer).empty();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(addresses)

BOOST_DATA_TEST_CASE(every_type_is_found_with_and_without_the_base_path, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    unsigned serial = 0;
    for (const std::string base : {"/crmapi/rest/v2", ""}) {
        const std::string target =
            base + "/customer_events/bulk/" + std::string(collection) + "/create";
        const response answer = anna.client.post(
            target, bulk_body(anna.token, collection, valid_events(collection, 1, ++serial)));
        BOOST_TEST(read_bulk_answer(answer).processed.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(doubled_slashes_and_one_at_the_end_are_tolerated) {
    world_server server;
    caller anna(server.port());
    for (const char* target :
         {"/crmapi/rest/v2/customer_events/bulk/web/create/",
          "//crmapi/rest/v2/customer_events/bulk/web/create",
          "/crmapi/rest/v2//customer_events/bulk/web/create",
          "//crmapi//rest//v2//customer_events//bulk//web//create/",
          "/customer_events/bulk//web/create/", "//customer_events/bulk/web/create",
          "/customer_events/bulk/web/create?a=b"})
        BOOST_TEST(creates(anna, target), target);
}

BOOST_AUTO_TEST_CASE(the_base_path_can_be_chosen) {
    world_server server(world(), {"--base-path=/api/crm"});
    http_client client(server.port());
    const std::string login = R"({"username":"u","password":"p","organisation":"world"})";
    const response answer = client.post("/api/crm/authentication/token", login);
    BOOST_TEST_REQUIRE(answer.status == 200);
    const json::value read = parse_json(answer.body);
    const std::string body = bulk_body(std::string(read.at("data").at("token").as_string()), "web",
                                       valid_events("web", 1));
    for (const char* target :
         {"/api/crm/customer_events/bulk/web/create", "/customer_events/bulk/web/create"})
        BOOST_TEST(read_bulk_answer(client.post(target, body)).processed.size() == 1U);
    BOOST_TEST(client.post(bulk_path("web"), body).status == 404);
}

BOOST_AUTO_TEST_CASE(the_body_is_json_whatever_its_content_type_says) {
    world_server server;
    caller anna(server.port());
    for (const char* type : {"application/json", "application/json; charset=utf-8", "text/plain",
                             "application/x-www-form-urlencoded", "application/xml", "nonsense"})
        BOOST_TEST(creates(anna, bulk_path("web"), {{"Content-Type", type}}), type);
    BOOST_TEST(creates(anna, bulk_path("web"), {{"Accept", "text/html"}}));
}

BOOST_AUTO_TEST_CASE(an_unknown_method_is_answered_404_in_the_envelope) {
    world_server server;
    caller anna(server.port());
    for (const char* target :
         {"/", "/crmapi", "/crmapi/rest/v2", "/crmapi/rest/v2/customer_events/bulk/webs/create",
          "/crmapi/rest/v2/customer_events/bulk/web/Create", "/crmapi/rest/v2/web/create",
          "/crmapi/rest/v1/customer_events/bulk/web/create", "/customer_events/bulk/web",
          "/customer_events/bulk/web/create/more", "/rest/v2/customer_events/bulk/web/create",
          "/customer_events/bulk/web/create%00", "/customer_events/bulk/../web/create"})
        BOOST_TEST(is_unknown(anna, target), target);
    BOOST_TEST(is_unknown(anna, "/" + std::string(3000, 'x')));
    BOOST_TEST(creates(anna, bulk_path("web")));
}

BOOST_AUTO_TEST_CASE(an_unknown_method_is_unknown_to_get_as_well) {
    world_server server;
    http_client client(server.port());
    const response answer = client.get("/nowhere");
    BOOST_TEST(answer.status == 404);
    BOOST_TEST(difference(unknown_method(), answer) == "");
}

BOOST_DATA_TEST_CASE(a_bulk_method_is_called_with_post_only, data::make(collections), collection) {
    world_server server;
    http_client client(server.port());
    for (const std::string method : {"GET", "PUT", "DELETE", "PATCH"}) {
        client.send(request_text(method, bulk_path(collection), method == "GET" ? "" : "{}"));
        const response answer = client.receive();
        BOOST_TEST_CONTEXT(method) {
            BOOST_TEST(answer.status == 405);
            BOOST_TEST(answer.field("Allow").value_or("").find("POST") != std::string::npos);
            BOOST_TEST(difference(not_allowed(method), answer) == "");
        }
    }
}

BOOST_AUTO_TEST_CASE(login_is_called_with_post_only) {
    world_server server;
    http_client client(server.port());
    const response answer = client.get("/crmapi/rest/v2/authentication/token");
    BOOST_TEST(answer.status == 405);
    BOOST_TEST(answer.field("Allow").value_or("").find("POST") != std::string::npos);
    BOOST_TEST(difference(not_allowed("GET"), answer) == "");
}

BOOST_AUTO_TEST_CASE(head_gets_no_body) {
    world_server server;
    http_client client(server.port());
    for (const char* target :
         {"/nowhere", "/__admin/health/live", "/customer_events/bulk/web/create"}) {
        client.send(request_text("HEAD", target, ""));
        client.receive(true);
    }
    BOOST_TEST(client.get("/__admin/health/live").status == 200);
}

BOOST_AUTO_TEST_CASE(refused_calls_are_4xx_if_so_decided) {
    world_server server(world(), {"--api-fault-status=4xx"});
    caller anna(server.port());
    const auto is_4xx = [](const response& answer) {
        read_refusal(answer);
        return answer.status >= 400 && answer.status < 500;
    };
    BOOST_TEST(is_4xx(anna.client.post(bulk_path("web"), "{}")));
    BOOST_TEST(is_4xx(anna.post("web", valid_events("web", 1001))));
    BOOST_TEST(is_4xx(anna.client.post("/authentication/token", "{}")));
    BOOST_TEST(is_4xx(anna.post("web", {}, R"("fields_set":"foo",)")));
    // Refused events are no refused call.
    BOOST_TEST(anna.create("web", {"{}"}).unprocessed.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
