// SPDX-License-Identifier: BSL-1.0
#include <boost/test/unit_test.hpp>

#include "test/lab/faults.hpp"

namespace crmlocal::test {
namespace {

std::string effect(const std::string& text) { return R"({"effect":{)" + text + "}}"; }
std::string match(const std::string& text) {
    return R"({"match":{)" + text + R"(},"effect":{"answer":503}})";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fault_reading)

BOOST_AUTO_TEST_CASE(what_can_be_asked_for_is_read) {
    for (const std::string& sound : {
             effect(R"("delay":250)"),
             effect(R"("delay":{"type":"uniform","lower":15,"upper":25})"),
             effect(R"("delay":{"type":"lognormal","median":80,"sigma":0.4,"max":1000})"),
             effect(R"("dribble":{"chunks":5,"delay":100})"),
             effect(R"("answer":429)"),
             effect(R"("answer":{"code":"AnyException","error":"No.","description":"Never."})"),
             effect(R"("answer":{"status":502,"body":"<h1>Bad</h1>","content_type":"text/html"})"),
             effect(R"("transport":"reset")"),
             effect(R"("transport":"CONNECTION_RESET_BY_PEER")"),
             effect(R"("transport":{"type":"truncate","bytes":10})"),
             effect(R"("transport":{"type":"truncate","fraction":0.1})"),
             effect(R"("transport":{"type":"wrong_length","by":-3})"),
             effect(R"("refuse_events":{"index":[0,-1],"range":[0,9],"every":2})"),
             effect(R"("refuse_events":{"where":{"path":"$.quantity","equals":3},"attempts":2})"),
             effect(R"("expire_token":true)"),
             match(R"("method":"/customer_events/bulk/*/create","type":["web","purchases"])"),
             match(R"("nth":[1,3],"every":2,"first":5,"after":2,"probability":0.5)"),
             match(R"("time":{"from":"2026-11-24T12:00:00","until":1795521600001})"),
             match(R"("header":{"X-Test":"a"},"body":["/set/0","$.set[?@.n > 3]"])"),
             match(R"("header":[{"name":"X-Test","matches":"^a"},{"name":"B","absent":true}])"),
             std::string(R"({"id":"a-1","when":"after","times":3,"effect":{"answer":500}})"),
             std::string(R"({"id":"a","counts":{"matched":1},"effect":{"answer":500}})"),
         })
        BOOST_TEST(complaint_about(sound) == "", sound);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_with_its_place) {
    const std::pair<std::string, std::string_view> table[] = {
        {"[]", "The document must be an object, not []."},
        {"{}", "/effect is missing: what is to happen."},
        {effect(""),
         "/effect must say what happens: delay, dribble, refuse_events, answer, "
         "transport or expire_token."},
        {effect(R"("dely":1)"),
         "/effect/dely is unknown; allowed are delay, dribble, refuse_events, answer, transport, "
         "expire_token."},
        {effect(R"("delay":-1)"), "/effect/delay must be from 0 to 3600000 milliseconds, not -1."},
        {effect(R"("delay":{"type":"gauss"})"),
         R"(/effect/delay/type must be one of fixed, uniform, lognormal, not "gauss".)"},
        {effect(R"("delay":{"type":"uniform","lower":2,"upper":1})"),
         "/effect/delay/upper must not be below `lower`."},
        {effect(R"("answer":418)"),
         "/effect/answer/code is missing: what the answer says. Only the statuses 400, 401, 403, "
         "404, 408, 413, 429, 500, 502, 503 and 504 say it by themselves."},
        {effect(R"("answer":{"status":99})"),
         "/effect/answer/status must be a whole number from 200 to 599, not 99."},
        {effect(R"("answer":{"body":"x","content_type":"a\r\nb"})"),
         "/effect/answer/content_type must be a single line."},
        {effect(R"("transport":{"type":"truncate","bytes":1,"fraction":0.5})"),
         "/effect/transport/fraction must not stand beside `bytes`."},
        {effect(R"("transport":{"type":"wrong_length","by":0})"),
         "/effect/transport/by must be a whole number that is not 0."},
        {effect(R"("transport":{"type":"reset","by":1})"),
         "/effect/transport/by is unknown; allowed are type."},
        {effect(R"("refuse_events":{"range":[3,2]})"),
         "/effect/refuse_events/range must be the first and the last index, such as [10, 19], not "
         "[3,2]."},
        {effect(R"("refuse_events":{"index":[]})"),
         "/effect/refuse_events/index must not be an empty array: nothing would match."},
        {effect(R"("dribble":{"chunks":0,"delay":1})"),
         "/effect/dribble/chunks must be a whole number from 1 to 1000, not 0."},
        {match(R"("type":"webb")"), R"(/match/type must be among web, purchases, not "webb".)"},
        {match(R"("probability":1.5)"),
         "/match/probability must be a number from 0 to 1, not "
         "1.5."},
        {match(R"("nth":0)"), "/match/nth must be a whole number from 1 on, not 0."},
        {match(R"("nth":[1,"a"])"),
         R"(/match/nth must be a whole number from 1 on or an array of such, not [1,"a"].)"},
        {match(R"("time":{"from":"yesterday"})"),
         "/match/time/from must be a time such as 2026-11-24T12:00:00 (UTC) or milliseconds since "
         "1970, not \"yesterday\"."},
        {match(R"("time":{"from":5,"until":5})"), "/match/time/until must be after `from`."},
        {match(R"("header":{"A~/":1})"),
         "/match/header/A~0~1 must be the text that the field is to have, not 1."},
        {R"({"id":"a b","effect":{"delay":1}})",
         "/id must consist of letters, digits, -, ., _ and ~, so that it can stand in a path."},
        {R"({"times":0,"effect":{"delay":1}})", "/times must be a whole number from 1 on, not 0."},
        {R"({"when":"before","effect":{"transport":"truncate"}})",
         "/when must be \"after\": before a call is carried out there is no answer to spoil (or "
         "give one with /effect/answer)."},
        {R"({"when":"before","effect":{"refuse_events":{}}})",
         "/when must be \"after\": a dribble and refused events belong to a call that is carried "
         "out."},
    };
    for (const auto& [text, complaint] : table) BOOST_TEST(complaint_about(text) == complaint);
}

BOOST_AUTO_TEST_CASE(conditions_and_patterns_are_refused_with_their_place) {
    BOOST_TEST(
        complaint_about(match(R"("body":"$.set[")")).starts_with("/match/body is no condition: "));
    BOOST_TEST(complaint_about(match(R"("header":[{"name":"A","matches":"("}])"))
                   .starts_with("/match/header/0 is no test of a header field: "));
}

BOOST_AUTO_TEST_CASE(whether_the_call_is_carried_out_depends_on_what_is_lost) {
    const std::pair<std::string, bool> table[] = {
        {R"({"effect":{"answer":503}})", false},
        {R"({"effect":{"answer":503},"when":"after"})", true},
        {R"({"effect":{"transport":"reset"}})", false},
        {R"({"effect":{"transport":"reset"},"when":"after"})", true},
        {R"({"effect":{"transport":"truncate"}})", true},
        {R"({"effect":{"transport":"truncate","answer":503}})", false},
        {R"({"effect":{"transport":"truncate","answer":503},"when":"before"})", false},
        {R"({"effect":{"expire_token":true}})", false},
        {R"({"effect":{"expire_token":true},"when":"after"})", true},
        {R"({"effect":{"delay":5},"when":"before"})", true},
        {R"({"effect":{"refuse_events":{}}})", true},
    };
    for (const auto& [text, carried_out] : table)
        BOOST_TEST(fault_of(text)->carries_out() == carried_out, text);
}

BOOST_AUTO_TEST_CASE(texts_that_are_not_given_come_from_the_vendors_table) {
    const auto text_of = [](const std::string& answer) {
        const auto read = fault_of(effect("\"answer\":" + answer));
        const domain::refusal made = read->answer->refusal->made();
        return std::string(made.why->name) + ": " + made.text();
    };
    BOOST_TEST(text_of(R"({"code":"AccountNotActiveException"})") ==
               "AccountNotActiveException: Error:Refused for a Test. - Description:The account is "
               "not active.");
    BOOST_TEST(text_of(R"({"code":"InvalidTokenException"})") ==
               "InvalidTokenException: Error:Token Is Invalid. - Description:The token is missing, "
               "unknown or expired.");
    BOOST_TEST(text_of(R"({"code":"Ours","error":"A.","description":"B."})") ==
               "Ours: Error:A. - Description:B.");
    BOOST_TEST(text_of("429") ==
               "TooManyRequestsException: Error:Too Many Requests. - Description:"
               "Too many calls were made in a short time.");
    BOOST_TEST(fault_of(effect(R"("answer":{"code":"InvalidTokenException"})"))
                   ->answer->refusal->made()
                   .why->http_status == 401);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
