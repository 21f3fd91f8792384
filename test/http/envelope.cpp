// SPDX-License-Identifier: BSL-1.0
#include "http/envelope.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "http/call_body.hpp"

namespace crmlocal::test {
namespace {

std::string body_of(const http::reply& out) { return {out.body().begin(), out.body().end()}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(envelopes)

BOOST_AUTO_TEST_CASE(a_refused_call_has_the_envelope_of_the_contract) {
    http::reply out;
    out.append("something written before");
    http::write_refusal(domain::refuse(domain::faults::invalid_token), 200, out);
    BOOST_TEST(out.status == 200U);
    BOOST_TEST(body_of(out) ==
               R"({"data":{},"status":{"code":"COM.CRM.EXCEPTION.WEBAPI.INVALIDTOKENEXCEPTION",)"
               R"("description":"Error:Token Is Invalid. - Description:The token is missing, )"
               R"(unknown or expired.","message":"Token Is Invalid."}})");
}

BOOST_AUTO_TEST_CASE(a_malformed_body_is_refused_with_its_offset) {
    const http::call_decoder login(domain::login_call);
    const std::string_view sent = R"({"username": "a" "b"})";
    http::request asked;
    asked.body = sent;
    http::workspace memory;
    BOOST_TEST(!http::decode_body(login, asked, memory));
    const http::reply& out = memory.answer;
    BOOST_TEST(out.status == 400U);
    BOOST_TEST(body_of(out) ==
               R"({"data":{},"status":{"code":)"
               R"("COM.CRM.EXCEPTION.WEBAPI.MALFORMEDREQUESTEXCEPTION","description":)"
               R"("Error:Request Body Is Not Valid JSON (offset 17). - Description:The request )"
               R"(could not be read.","message":"Request Body Is Not Valid JSON (offset 17)."}})");
}

BOOST_AUTO_TEST_CASE(what_a_caller_sent_is_escaped) {
    http::reply out;
    http::write_refusal(domain::refuse(domain::faults::invalid_value, "fields_set", "\"\\\n"), 200,
                        out);
    BOOST_TEST(body_of(out).find(R"("message":"Parameter fields_set (\"\\\n) Is Invalid.")") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
