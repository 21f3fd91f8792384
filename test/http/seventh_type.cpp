// SPDX-License-Identifier: BSL-1.0
//
// A seventh type of event is one entry in a catalogue: with fields, rows, a rule and a claim of its
// own, it is served over a socket, and nothing of the product was touched.
#include <array>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "domain/columns.hpp"
#include "domain/decimal.hpp"
#include "domain/event_catalogue.hpp"
#include "domain/rules.hpp"
#include "http/api.hpp"
#include "http/api_documents.hpp"
#include "http/fixture_reader.hpp"
#include "http/server.hpp"
#include "store/memory_ledger.hpp"
#include "store/record.hpp"
#include "test/support/caller.hpp"
#include "test/support/object_text.hpp"

namespace crmlocal::test {
namespace {

using namespace domain;
using enum need;

// ---- the entry -------------------------------------------------------------------------------

constexpr field questionnaire =
    fields::named_text("questionnaire", 20, R"("Q1")", "The questionnaire that was answered.");
constexpr field score =
    fields::plain(value_type::quantity, "score", "7", "How content the customer is, up to 10.");
constexpr field question =
    fields::named_text("question", 100, R"("Why?")", "One of the questions.");
constexpr column answer_columns[] = {{&question, mandatory}, {&fields::product, optional}};
constexpr field answers = {.name = "answers_set",
                           .type = value_type::rows,
                           .description = "What was answered.",
                           .example = {},
                           .columns = answer_columns};

constexpr std::array<column, 7> survey = {{{&fields::request_unique_identifier, mandatory},
                                           {&fields::participant, mandatory},
                                           {&fields::classification, optional},
                                           {&questionnaire, mandatory},
                                           {&score, mandatory},
                                           {&answers, optional},
                                           {&fields::performed_on, optional}}};
static_assert(columns_are_sound(survey));
constexpr auto single_survey =
    join(survey, std::array<column, 1>{{{&fields::process_immediately, optional}}});
constexpr column survey_list[] = {{&fields::token, optional},
                                  {&fields::participant, semi_optional},
                                  {&fields::number_of_results, optional},
                                  {&fields::fields_set, optional}};

constexpr fault score_too_high = {"ScoreTooHighException",  "Score ({}) Is Above 10.",
                                  "The score is too high.", 400,
                                  standing::assumed,        standing::assumed};
constexpr fault already_answered = {"AlreadyAnsweredException",
                                    "Participant {} Has Answered {} Before.",
                                    "A questionnaire is answered once.",
                                    409,
                                    standing::assumed,
                                    standing::assumed};

verdict check_score(const event& e, const rule_columns& at) {
    const value& given = *e.find(at[0]);
    if (given.whole <= 10'000'000) return {};
    return refuse(score_too_high, given.text());
}
refusal lost_answer(const event& e, const rule_columns& at) {
    return refuse(already_answered, e.find_entity(at[0])->key, e.find(at[1])->text());
}

constexpr rule score_at_most_10 = {
    {"score_at_most_10", "A score is at most 10.", standing::assumed, {&score}, 1, 1},
    &score_too_high,
    check_score};
constexpr claim answered_once = {{"answered_once",
                                  "A participant answers a questionnaire once.",
                                  standing::assumed,
                                  {&fields::participant, &questionnaire},
                                  2,
                                  1},
                                 &already_answered,
                                 claims::never_taken,
                                 lost_answer};

constexpr column survey_call[] = {{&fields::token, optional}, {&fields::fields_set, optional}};
constexpr bound<rule> survey_rules[] = {domain::bind(rules::classification_type, survey),
                                        domain::bind(score_at_most_10, survey)};
constexpr bound<claim> survey_claims[] = {domain::bind(answered_once, survey)};
constexpr event_type survey_type = {.name = "survey",
                                    .collection = "surveys",
                                    .classification = "SURVEY",
                                    .summary = "A customer answered a questionnaire.",
                                    .classification_example = R"({"name":"Spring Survey"})",
                                    .bulk = {survey_call, "survey_customer_events_set", survey},
                                    .single = {survey_call, {}, single_survey},
                                    .list = {survey_list},
                                    .rules = survey_rules,
                                    .claims = survey_claims};

// ---- the server ------------------------------------------------------------------------------

const auto seven_types = [] {
    std::array<event_type, 7> all;
    std::ranges::copy(customer_events.types, all.begin());
    all[6] = survey_type;
    return all;
}();
const event_catalogue seven = {seven_types};

constexpr std::string_view fixture = R"({"organisation":"world",
 "users":[{"username":"u","password":"p"}],
 "units":[{"name":"Main Store"}],
 "classifications":[{"name":"Spring Survey","type":"SURVEY"},{"name":"Visit","type":"WEB"}],
 "accounts_receivable":[{"number":"A1"}],
 "rewards_participants":[{"number":"P1","account":"A1"},{"number":"P2"}],
 "products":[{"code":"Soap"}],
 "next_numbers":{"surveys":900,"web":7}})";

struct survey_server {
    survey_server() : ledger(seven), api(ledger, tokens, {}), server(api, {}, 1) {
        auto read = http::read_fixture(fixture, "fixture", seven, 1);
        BOOST_TEST_REQUIRE(read.has_value(), read.error().text());
        ledger.add_organisation(*std::move(read), 1);
        api.set_ready(true);
        port = server.listen("127.0.0.1", 0).value();
        running = std::jthread([this] { server.run(); });
    }
    ~survey_server() { server.stop_now(); }

    store::memory_ledger ledger;
    store::token_table tokens;
    http::api api;
    http::server server;
    std::uint16_t port = 0;
    std::jthread running;
};

// Posts surveys as a client would.
class surveyor {
public:
    explicit surveyor(std::uint16_t port)
        : client_(port), token_(token_of(client_, "world", "u", "p")) {}

    bulk_answer create(const std::vector<std::string>& events) {
        return read_bulk_answer(client_.post(
            bulk_path("surveys"), R"({"token":")" + token_ + R"(","survey_customer_events_set":)" +
                                      array_text(events) + "}"));
    }

    /// The description of the one event's refusal; empty if it was created.
    std::string refusal_of(const object_text& event) {
        const bulk_answer answer = create({event.text()});
        return answer.unprocessed.empty() ? "" : answer.unprocessed.at(0).error_description;
    }

private:
    http_client client_;
    std::string token_;
};

object_text filled_in(std::string_view who, std::string_view what) {
    return {{"request_unique_identifier", R"("1")"},
            {"rewards_participant_identifier", R"({"number":")" + std::string(who) + "\"}"},
            {"questionnaire", "\"" + std::string(what) + "\""},
            {"score", "7.50"}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(seventh_type)

BOOST_AUTO_TEST_CASE(a_seventh_type_is_created_and_numbered) {
    survey_server at;
    surveyor by(at.port);
    const bulk_answer answer = by.create(
        {filled_in("P1", "Q1").text(),
         filled_in("P1", "Q2")
             .set("request_unique_identifier", R"("2")")
             .set("classification_identifier", R"({"name":"Spring Survey"})")
             .set("answers_set", R"([{"question":"Why?","product_identifier":{"code":"Soap"}}])")
             .text()});
    BOOST_TEST(answer.unprocessed.empty());
    BOOST_TEST((answer.numbers() == std::vector<std::string>{"900", "901"}));
    for (const processed_row& row : answer.processed) BOOST_TEST(is_event_id(row.id));
}

BOOST_AUTO_TEST_CASE(a_seventh_type_is_judged_by_all_stages) {
    survey_server at;
    surveyor by(at.port);
    struct row {
        std::string_view name, value, begin;
    };
    constexpr row rows[] = {
        {"score", "0", "Error:Parameter score (0) Is Invalid."},
        {"questionnaire", R"("123456789012345678901")",
         "Error:Parameter questionnaire (123456789012345678901) Is Invalid."},
        {"questionnaire", R"("")", "Error:Parameter questionnaire Is Mandatory."},
        {"answers_set", "[{}]", "Error:Parameter answers_set[0].question Is Mandatory."},
        {"answers_set", R"([{"question":"a","product_identifier":{"code":"x"}}])",
         "Error:Product (x) Not Found."},
        {"rewards_participant_identifier", R"({"number":"P9"})",
         "Error:Participant (P9) Not Found."},
        {"classification_identifier", R"({"name":"Visit"})",
         "Error:Classification (Visit) Is Not of Type SURVEY."},
        {"score", "10.000001",
         "Error:Score (10.000001) Is Above 10. - Description:The score is "
         "too high."},
        {"score", "10", ""},
        {"score", "9",
         "Error:Participant P1 Has Answered Q1 Before. - Description:A questionnaire is answered "
         "once."},
    };
    for (const row& r : rows) {
        const std::string refused = by.refusal_of(filled_in("P1", "Q1").set(r.name, r.value));
        BOOST_TEST(refused.starts_with(r.begin), r.name << " " << r.value << ": " << refused);
        BOOST_TEST(refused.empty() == r.begin.empty());
    }
    BOOST_TEST(by.refusal_of(filled_in("P2", "Q1")) == "");
    BOOST_TEST(by.refusal_of(filled_in("P1", "Q2")) == "");
}

BOOST_AUTO_TEST_CASE(a_seventh_type_is_stored_and_read_back) {
    survey_server at;
    surveyor by(at.port);
    by.create({filled_in("P2", "Q1").text()});
    const auto in = at.ledger.find_organisation("world");
    const auto found = at.ledger.find_event(*in, seven.types[6], 900);
    BOOST_TEST_REQUIRE(found.has_value());
    store::record_reader reader(found->record, survey);
    std::vector<std::string> values;
    while (const auto v = reader.next())
        values.push_back(std::string(survey[v->column].what->name) + " " + std::string(v->text) +
                         std::to_string(v->ordinal));
    BOOST_TEST(reader.complete());
    BOOST_TEST((values == std::vector<std::string>{"rewards_participant_identifier 1",
                                                   "questionnaire Q10", "score 7.500"}));
}

BOOST_AUTO_TEST_CASE(a_seventh_type_is_created_singly_shown_and_listed) {
    survey_server at;
    http_client client(at.port);
    const std::string token = token_of(client, "world", "u", "p");
    const auto call = [&](const std::string& method, object_text parameters) {
        return client
            .post("/customer_events/surveys/" + method,
                  parameters.set("token", "\"" + token + "\"").text())
            .body;
    };
    object_text survey_of_p1 = filled_in("P1", "Q1");
    survey_of_p1.remove("request_unique_identifier");
    survey_of_p1.set("answers_set",
                     R"([{"question":"Why?","product_identifier":{"code":"Soap"}}])");
    const std::string created = call("create", survey_of_p1);
    for (const char* part : {R"("number":"900","type":"SURVEY")", R"("questionnaire":"Q1")",
                             R"("score":7.50)", R"("question":"Why?","product":{)"})
        BOOST_TEST(created.find(part) != std::string::npos, created);
    BOOST_TEST(call("show", {{"customer_event_identifier", R"({"number":"900"})"}}) == created);
    const object_text by_p1 = {{"rewards_participant_identifier", R"({"number":"P1"})"}};
    const std::string listed = call("list", by_p1);
    const std::size_t data = std::string_view(R"({"data":)").size();
    const std::string object = created.substr(data, created.rfind(R"(,"status")") - data);
    BOOST_TEST(listed.starts_with(R"({"data":[)" + object + "]"), listed);
    BOOST_TEST(call("create", survey_of_p1).find("ALREADYANSWEREDEXCEPTION") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_other_six_types_are_what_they_were) {
    survey_server at;
    http_client client(at.port);
    const std::string token = token_of(client, "world", "u", "p");
    const std::string visit =
        R"({"request_unique_identifier":"1","accounts_receivable_identifier":{"number":"A1"},)"
        R"("performed_by_unit_identifier":{"name":"Main Store"},)"
        R"("performed_on":"2016-06-22T15:00:00","website":"www.crm.com"})";
    const bulk_answer answer =
        read_bulk_answer(client.post(bulk_path("web"), bulk_body(token, "web", {visit})));
    BOOST_TEST((answer.numbers() == std::vector<std::string>{"7"}));
    BOOST_TEST(client.get("/crmapi/rest/v2/customer_events/bulk/surveys/create").status == 405);
    BOOST_TEST(client.post(bulk_path("polls"), "{}").status == 404);
}

BOOST_AUTO_TEST_CASE(a_seventh_type_describes_itself) {
    BOOST_TEST(http::api_markdown(seven, "/x").find("A customer answered a questionnaire.") !=
               std::string::npos);
    BOOST_TEST(http::openapi_schemas(seven).contains(http::schema_name_of(survey_type) + "Event"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
