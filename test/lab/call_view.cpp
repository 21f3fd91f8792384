// SPDX-License-Identifier: BSL-1.0
#include "lab/call_view.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "lab/call_json.hpp"

namespace {

using namespace crmlocal;
using lab::call_verdict;
using lab::call_view;

std::unique_ptr<call_view> view(std::string_view method, std::string_view type,
                                std::string_view body, std::string_view answer,
                                unsigned status = 200, std::string_view target = "/x") {
    lab::finished_call told;
    told.time_ms = -1;
    told.http_method = "POST";
    told.method = method;
    told.type = type;
    told.target = target;
    told.status = status;
    told.answer = answer;
    domain::scratch<char> bytes;
    bytes.extend(body.size());
    body.copy(bytes.data(), body.size());
    return std::make_unique<call_view>(
        "acme", std::make_shared<lab::logged_call>(told, bytes, domain::scratch<char>()),
        domain::customer_events);
}

constexpr std::string_view bulk_web = "customer_events/bulk/web/create";
constexpr std::string_view ok = R"("status":{"code":"OK","description":"","message":""}})";

}  // namespace

BOOST_AUTO_TEST_SUITE(call_views)

BOOST_AUTO_TEST_CASE(rows_of_an_answer_that_was_repeated_find_their_events_by_identifier) {
    // An answer to an idempotent repetition: no verdicts were noted.
    const auto of = view(
        bulk_web, "web",
        R"({"web_customer_events_set":[{"request_unique_identifier":"1"},)"
        R"({"request_unique_identifier":"2"},{"request_unique_identifier":"3"}]})",
        R"({"data":{"unprocessed_customer_events_set":[{"error_description":"E","error_code":)"
        R"("ReferredByAnotherParticipantException","request_unique_identifier":"2"}],)"
        R"("processed_customer_events_set":[{"number":"7","id":"A","request_unique_identifier":"1"},)"
        R"({"number":"8","id":"B","request_unique_identifier":"3"}]},)" +
            std::string(ok));
    const auto& rows = of->events();
    BOOST_REQUIRE(rows.size() == 3);
    BOOST_TEST(rows[0].number == "7");
    BOOST_TEST((rows[1].verdict == call_verdict::unprocessed));
    BOOST_TEST(rows[1].error_description == "E");
    BOOST_TEST(rows[2].id == "B");
    BOOST_TEST((of->verdict() == call_verdict::unprocessed));
}

BOOST_AUTO_TEST_CASE(a_refused_call_has_the_simple_name_of_its_fault) {
    const auto of =
        view(bulk_web, "web", R"({"web_customer_events_set":[{},{}]})",
             R"({"data":{},"status":{"code":"COM.CRM.EXCEPTION.WEBAPI.INVALIDTOKENEXCEPTION"}})");
    BOOST_TEST((of->verdict() == call_verdict::refused));
    BOOST_TEST(of->error_code() == "InvalidTokenException");
    BOOST_REQUIRE(of->events().size() == 2);
    BOOST_TEST((of->events()[1].verdict == call_verdict::refused));
    BOOST_TEST(of->events()[1].error_code == "InvalidTokenException");
    // An answer that is none of ours, ordered by a fault.
    BOOST_TEST((view(bulk_web, "web", "{}", "<html>", 502)->verdict() == call_verdict::refused));
}

BOOST_AUTO_TEST_CASE(rules_are_named_by_what_they_refuse_with) {
    const auto row_of = [](std::string_view code, std::string_view method, std::string_view type,
                           const std::string& set) {
        const auto of = view(
            method, type, "{\"" + set + R"(":[{"request_unique_identifier":"1"}]})",
            R"({"data":{"unprocessed_customer_events_set":[{"error_code":")" + std::string(code) +
                R"(","request_unique_identifier":"1"}],"processed_customer_events_set":[]},)" +
                std::string(ok));
        return std::string(of->events().at(0).rule);
    };
    const auto web = [&](std::string_view code) {
        return row_of(code, bulk_web, "web", "web_customer_events_set");
    };
    BOOST_TEST(web("MissingAPIParameterException") == "presence");
    BOOST_TEST(web("InvalidAPIValueException") == "shape");
    BOOST_TEST(web("NotFoundAPIValueException") == "references_exist");
    BOOST_TEST(web("AmbiguousAPIParameterException") == "one_of_a_group");
    BOOST_TEST(web("DuplicateAPIValueException") == "request_unique_identifier_once");
    BOOST_TEST(web("InvalidClassificationTypeException") == "classification_type");
    BOOST_TEST(web("AccountNotActiveException") == "account_active");
    BOOST_TEST(web("DuplicateExternalReferenceException") == "external_reference_once");
    BOOST_TEST(web("SomethingElse") == "");
    BOOST_TEST(row_of("ReferredByAnotherParticipantException",
                      "customer_events/bulk/referrals/create", "referrals",
                      "referral_customer_events_set") == "referred_once");
}

BOOST_AUTO_TEST_CASE(unknown_members_are_named_at_every_depth) {
    const auto of =
        view("customer_events/bulk/purchases/create", "purchases",
             R"({"token":"T","more":1,"purchase_customer_events_set":[{"odd":1,)"
             R"("accounts_receivable_identifier":{"number":"A","nickname":"B"},)"
             R"("products_set":[{"quantity":1,"colour":"red"},{"colour":"blue"}]},{"odd":2}]})",
             "{}");
    const std::vector<std::string> expected = {
        "more", "purchase_customer_events_set[].odd",
        "purchase_customer_events_set[].accounts_receivable_identifier.nickname",
        "purchase_customer_events_set[].products_set[].colour"};
    BOOST_TEST(of->unknown_members() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_query_of_a_get_is_its_body) {
    const auto of = view("customer_events/web/show", "web", "", "{}", 200,
                         "/a?token=T&customer_event_identifier=number=4&fields_set=a%2Cb+c");
    BOOST_TEST(
        of->body() ==
        boost::json::parse(R"({"token":"[redacted]",)"
                           R"("customer_event_identifier":{"number":"4"},"fields_set":"a,b c"})"));
}

BOOST_AUTO_TEST_CASE(whatever_came_in_is_written_as_valid_json) {
    for (const std::string_view body : {"", "\xFF\xFE", "{", "\x01\"\\", "\xED\xA0\x80", "null",
                                        "{\"a\":\"\\ud800\"}", "[1e400]"}) {
        const auto of = view(bulk_web, "web", body, body, 400, "/\xFF?\x7F");
        for (const auto detail : {lab::call_detail::full, lab::call_detail::summary}) {
            std::string text;
            lab::write_call(*of, detail, text);
            boost::json::error_code error;
            boost::json::parse(text, error);
            BOOST_TEST(!error, text);
        }
        std::string entry;
        lab::write_har_entry(*of, entry);
        boost::json::error_code error;
        boost::json::parse(entry, error);
        BOOST_TEST(!error, entry);
    }
}

BOOST_AUTO_TEST_CASE(times_are_written_with_thousandths) {
    BOOST_TEST(lab::time_text(0) == "1970-01-01T00:00:00.000");
    BOOST_TEST(lab::time_text(-1) == "1969-12-31T23:59:59.999");
    BOOST_TEST(lab::time_text(1'795'534'055'321) == "2026-11-24T15:27:35.321");
    BOOST_TEST(lab::time_text(INT64_MAX) == "9999-12-31T23:59:59.999");
    BOOST_TEST(lab::time_text(INT64_MIN) == "0001-01-01T00:00:00.000");
}

BOOST_AUTO_TEST_SUITE_END()
