// SPDX-License-Identifier: BSL-1.0
//
// Every fault of the table is some request's answer: a fault that nothing provokes is not there.
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "domain/fault.hpp"
#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

namespace faults = domain::faults;

const std::string login_path = "/crmapi/rest/v2/authentication/token";

// Who provokes: somebody who has logged in, and where others may connect.
struct scene {
    caller who;
    std::uint16_t port;
};

using provocation = std::function<response(scene&)>;

// One event of that type with a change, alone in its call.
provocation event(std::string_view collection, std::vector<raw_member> change,
                  std::string more = "") {
    return [=](scene& s) {
        return s.who.post(collection, {changed_event(collection, 1, change)}, more);
    };
}

provocation events(std::string_view collection, std::vector<std::string> all) {
    return [=](scene& s) { return s.who.post(collection, all); };
}

provocation request(const std::string& bytes) {
    return [=](scene& s) {
        s.who.client.send(bytes);
        return s.who.client.receive();
    };
}

// A part of a body, larger and larger, takes up all the memory that one thread has for bodies,
// until another call is refused.
response call_while_memory_is_taken(scene& s) {
    constexpr std::size_t step_bytes = 20'000'000, steps_max = 20;
    const std::string step(step_bytes, ' ');
    const std::string request = request_text(
        "POST", bulk_path("web"), bulk_body(s.who.token, "web", {}).append(step_bytes / 20, ' '));
    http_client holder(s.port);
    holder.send("POST " + bulk_path("web") + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                std::to_string((steps_max + 1) * step_bytes) + "\r\n\r\n");
    response answer;
    for (std::size_t i = 0; i < steps_max && answer.status != 503; ++i) {
        holder.send(step);
        http_client another(s.port);
        another.send_until_answered(request);
        answer = another.receive();
    }
    return answer;
}

response call_with_key(scene& s, const std::string& events) {
    const std::string text = bulk_body(s.who.token, "web", {events});
    return s.who.client.post(bulk_path("web"), text, {{"Idempotency-Key", "k"}});
}

// While the disk takes its time over a call, the same call comes again.
response call_while_it_is_in_progress(scene&) {
    temporary_directory data;
    world_server server(world{}, {"--threads=1", "--data=" + data.path().string()});
    const std::string token = caller(server.port()).token;
    const std::string body = bulk_body(token, "web", valid_events("web", 1000));
    response answers[2];
    for (int i = 0; i < 200 && answers[0].status != 409; ++i) {
        const std::string text =
            request_text("POST", bulk_path("web"), body, {{"Idempotency-Key", std::to_string(i)}});
        http_client one(server.port()), other(server.port());
        const std::string_view all = text;
        for (http_client* each : {&one, &other}) each->send(all.substr(0, all.size() - 1));
        for (http_client* each : {&one, &other}) each->send(all.substr(all.size() - 1));
        answers[0] = one.receive();
        answers[1] = other.receive();
        if (answers[1].status == 409) std::swap(answers[0], answers[1]);
    }
    return answers[0];
}

const std::string blank_line = "\r\n\r\n";

// clang-format off
const std::map<std::string_view, provocation> provocations = {
    {"NotFoundAPIValueException", event("web", {{account, by("number", "A9")}})},
    {"ReferredByAnotherParticipantException",
        event("referrals", {{referred, by("number", "P4")}})},
    {"MissingAPIParameterException", event("web", {{"website", ""}})},
    {"InvalidAPIValueException", event("web", {{"website", "7"}})},
    {"AmbiguousAPIParameterException", event("web", {{participant, by("number", "P1")}})},
    {"DuplicateAPIValueException",
        events("web", {valid_event("web", 1).text(), valid_event("web", 1).text()})},
    {"DuplicateExternalReferenceException", [](scene& s) {
        std::vector<std::string> both;
        for (unsigned serial : {1U, 2U})
            both.push_back(changed_event("web", serial, {
                {"external_system", R"("POS-7")"},
                {"external_system_reference_number", R"("0001")"}}));
        return s.who.post("web", both);
    }},
    {"InvalidClassificationTypeException",
        event("achievements", {{classification, by("name", "Some WEB")}})},
    {"InvalidAmountsException",
        event("purchases", {{"products_set",
            R"([{"product_identifier":{"code":"Soap"},)"
            R"("net_amount":50,"vat_amount":10,"total_amount":61}])"}})},
    {"IntendedCurrencyMismatchException",
        event("purchases", {}, R"("intended_currency_identifier":{"code":"USD"},)")},
    {"PaymentMediumNotAllowedException",
        event("financial_achievements", {{account, by("number", "A5")},
                                         {media_type, by("name", "Credit Card")}})},
    {"SelfReferralException", event("referrals", {{referred, by("number", "P1")}})},
    {"AccountNotActiveException", event("web", {{account, by("number", "A2")}})},
    {"CustomerEventNotPostedException", [](scene& s) {
        s.who.post("purchases", {valid_event("purchases", 1).text()});
        const std::string call = "{\"token\":\"" + s.who.token +
            R"(","customer_event_identifier":{"number":"1"}})";
        const char* const target = "/crmapi/rest/v2/customer_events/purchases/cancel";
        s.who.client.post(target, call);
        return s.who.client.post(target, call);
    }},
    {"InvalidTokenException",
        request(request_text("POST", bulk_path("web"), bulk_body("nobody's", "web", {})))},
    {"InvalidCredentialsException",
        request(request_text("POST", login_path,
            R"({"username":"u","password":"wrong","organisation":"world"})"))},
    {"MaximumNumberOfEventsExceededException", events("web", valid_events("web", 1001))},
    {"MalformedRequestException", request(request_text("POST", bulk_path("web"), "{"))},
    {"UnknownMethodException", request(request_text("POST", "/unheard/of", "{}"))},
    {"MethodNotAllowedException", request(request_text("GET", bulk_path("web"), ""))},
    {"RequestTooLargeException", request("POST " + bulk_path("web") +
        " HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000" + blank_line)},
    {"RequestTimeoutException", request("POST " + bulk_path("web") + " HTTP/1.1\r\nHost: x\r\n")},
    {"CallInProgressException", call_while_it_is_in_progress},
    {"IdempotencyKeyReusedException", [](scene& s) {
        call_with_key(s, valid_event("web", 1).text());
        return call_with_key(s, valid_event("web", 2).text());
    }},
    {"ServiceUnavailableException", call_while_memory_is_taken},
};
// clang-format on

// Faults of HTTP itself have their HTTP status always.
bool is_of_http(std::string_view fault) {
    constexpr std::string_view all[] = {
        "MalformedRequestException", "UnknownMethodException",       "MethodNotAllowedException",
        "RequestTooLargeException",  "RequestTimeoutException",      "ServiceUnavailableException",
        "CallInProgressException",   "IdempotencyKeyReusedException"};
    return std::ranges::find(all, fault) != std::end(all);
}

// `Error:<detail> - Description:<general>` with any arguments in the places of the {}.
bool fits(const domain::fault& fault, std::string_view text) {
    std::string pattern = "Error:" + std::string(fault.detail) + " - Description:";
    pattern.append(fault.general);
    if (!text.starts_with(pattern.substr(0, pattern.find("{}")))) return false;
    for (std::size_t hole; (hole = pattern.find("{}")) != pattern.npos;
         pattern.erase(0, hole + 2)) {
        const std::string before = pattern.substr(0, hole);
        const std::size_t found = text.find(before);
        if (found == text.npos) return false;
        text.remove_prefix(found + before.size());
    }
    return text.ends_with(pattern);
}

// Checks that the answer is this fault: of an event's row or of the call.
void check_provoked(const domain::fault& fault, const response& answer, bool faults_as_4xx) {
    if (answer.status == 200 && answer.body.find(R"("code":"OK")") != answer.body.npos) {
        const bulk_answer rows = read_bulk_answer(answer);
        BOOST_TEST_REQUIRE(rows.unprocessed.size() == 1U);
        BOOST_TEST(rows.unprocessed[0].error_code == fault.name);
        BOOST_TEST(fits(fault, rows.unprocessed[0].error_description), answer.body);
        return;
    }
    const refused_call refused = read_refusal(answer);
    BOOST_TEST(refused.code == refusal_of(fault.name, "", "").code);
    BOOST_TEST(fits(fault, refused.description), answer.body);
    const bool as_in_table = is_of_http(fault.name) || faults_as_4xx;
    BOOST_TEST(answer.status == (as_in_table ? fault.http_status : 200));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(every_fault)

BOOST_AUTO_TEST_CASE(every_fault_of_the_table_is_the_answer_to_some_request) {
    const std::vector<std::string> as_200 = {"--threads=1", "--header-timeout=0.3",
                                             "--body-limit=1GiB"};
    for (const bool faults_as_4xx : {false, true}) {
        std::vector<std::string> arguments = as_200;
        if (faults_as_4xx) arguments.push_back("--api-fault-status=4xx");
        world_server server(world(), arguments);
        for (const domain::fault& fault : faults::table) {
            BOOST_TEST_CONTEXT(fault.name << (faults_as_4xx ? ", as 4xx" : "")) {
                const auto found = provocations.find(fault.name);
                BOOST_TEST_REQUIRE((found != provocations.end()), "nothing provokes it");
                scene s{caller(server.port()), server.port()};
                check_provoked(fault, found->second(s), faults_as_4xx);
            }
        }
        BOOST_TEST(server.process().stop() == 0);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_provoked_that_is_no_fault_of_the_table) {
    for (const auto& [name, provoke] : provocations)
        BOOST_TEST(std::ranges::count(faults::table, name, &domain::fault::name) == 1, name);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
