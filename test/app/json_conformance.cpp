// SPDX-License-Identifier: BSL-1.0
//
// The texts of test/json, sound and unsound, wherever a value may stand in the body of a call.
#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/strict_json.hpp"

namespace crmlocal::test {
namespace {

// JSON by RFC 8259 that the contract declares malformed: a member given twice, or too deep.
const std::vector<std::string> sound_but_refused = {
    "y_object_duplicated_key",        "y_object_duplicated_key_and_value",
    "y_object_duplicated_key_inside", "y_object_duplicated_key_escaped",
    "y_structure_depth_33",
};

struct sample {
    std::string name, text;

    bool is_unsound() const { return name.starts_with("n_"); }
    bool is_sound() const {
        return name.starts_with("y_") &&
               std::ranges::find(sound_but_refused, name) == sound_but_refused.end();
    }
};

std::vector<sample> read_samples() {
    std::vector<sample> out;
    for (const auto& file : std::filesystem::directory_iterator(CRMLOCAL_SOURCE_DIR "/test/json"))
        if (file.path().extension() == ".json")
            out.push_back({file.path().stem().string(), read_file(file.path())});
    std::ranges::sort(out, {}, &sample::name);
    return out;
}

std::string repeated(std::size_t count, std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

// What is too large for a file.
std::vector<sample> huge_samples() {
    const std::size_t many = 100'000;
    const std::string text(1'000'000, 'x');
    return {
        {"n_structure_100000_opening_arrays", repeated(many, "[")},
        {"n_structure_open_array_object", repeated(many, R"([{"":)")},
        {"n_structure_100000_opening_objects", repeated(many, R"({"a":)")},
        {"n_structure_100000_closing_arrays", repeated(many, "]")},
        {"n_string_of_a_million_unclosed", '"' + text},
        {"n_number_of_a_million_digits_and_x", std::string(1'000'000, '7') + 'x'},
        {"n_array_of_a_million_commas", '[' + std::string(1'000'000, ',') + ']'},
        {"y_string_of_a_million", '"' + text + '"'},
        {"y_string_of_a_hundred_thousand_escapes", '"' + repeated(many, R"(\u00e9)") + '"'},
        {"y_array_of_a_hundred_thousand", '[' + repeated(many, "0,") + "0]"},
        {"y_structure_a_million_blanks", std::string(1'000'000, ' ') + "[]"},
        {"y_object_key_of_a_million", "{\"" + text + "\":1}"},
        {"i_structure_100000_nested_arrays", repeated(many, "[") + repeated(many, "]")},
        {"i_number_of_a_million_digits", std::string(1'000'000, '7')},
        {"i_number_with_a_million_decimals", "0." + std::string(1'000'000, '7')},
        {"i_number_with_an_exponent_of_a_million_digits", "1e" + std::string(1'000'000, '7')},
    };
}

// Where a value may stand in a call.
struct place {
    std::string_view name;
    std::string_view collection;
    std::string before, after;  ///< with {{token}} for the token
    bool unknown = false;       ///< of an unknown member: what is sound is ignored
};

const std::string event_head =
    R"({"token":"{{token}}","web_customer_events_set":[)"
    R"({"request_unique_identifier":"1","accounts_receivable_identifier":{"number":"A1"},)"
    R"("performed_by_unit_identifier":{"name":"Main Store"},)"
    R"("performed_on":"2016-06-22T15:00:00")";
const std::string line_head =
    R"({"token":"{{token}}","purchase_customer_events_set":[)"
    R"({"request_unique_identifier":"1","accounts_receivable_identifier":{"number":"A1"},)"
    R"("performed_by_unit_identifier":{"name":"Main Store"},"reference_number":"R",)"
    R"("performed_on":"2016-06-22T15:00:00","products_set":[{"product_identifier":)"
    R"({"code":"Soap"},"net_amount":50,"vat_amount":10,"total_amount":60,)";

const std::vector<place> places = {
    {"an unknown member of the call", "web", R"({"x":)",
     "," + event_head.substr(1) + R"(,"website":"w"}]})", true},
    {"an unknown member of an event", "web", event_head + R"(,"website":"w","x":)", "}]}", true},
    {"an unknown member of a product line", "purchases", line_head + R"("x":)", "}]}]}", true},
    {"a text of an event", "web", event_head + R"(,"website":)", "}]}"},
    {"an amount of an event", "web", event_head + R"(,"website":"w","float_udf_1":)", "}]}"},
    {"a date of an event", "web", event_head + R"(,"website":"w","date_udf_1":)", "}]}"},
    {"an identifier of an event", "web",
     event_head + R"(,"website":"w",)"
                  R"("classification_identifier":)",
     "}]}"},
    {"an item of the set", "web", event_head + R"(,"website":"w"},)", "]}"},
    {"the set", "web", R"({"token":"{{token}}","web_customer_events_set":)", "}"},
    {"the token", "web", R"({"web_customer_events_set":[],"token":)", "}"},
};

bool is_malformed(const response& answer, std::size_t body_bytes) {
    if (answer.status != 400) return false;
    static const std::regex form(R"(Request Body Is Not Valid JSON \(offset (\d+)\)\.)");
    const refused_call refused = read_refusal(answer);
    std::smatch parts;
    BOOST_TEST(refused.code == "COM.CRM.EXCEPTION.WEBAPI.MALFORMEDREQUESTEXCEPTION");
    BOOST_TEST_REQUIRE(std::regex_match(refused.message, parts, form), refused.message);
    BOOST_TEST(std::stoull(parts[1]) <= body_bytes);
    return true;
}

class conformance {
public:
    // Sends the text in that place: nothing but JSON is accepted, and what is ignored disturbs
    // nothing.
    void check(const sample& of, const place& at) {
        std::string body = at.before + of.text + at.after;
        if (const std::size_t from = body.find("{{token}}"); from != body.npos)
            body.replace(from, 9, anna_.token);
        const bool accepted = check_answer(of, at.collection, body);
        if (of.is_sound()) BOOST_TEST(accepted);
        if (!accepted || !at.unknown) return;
        const bulk_answer rows = read_bulk_answer(last_);
        BOOST_TEST(rows.processed.size() == 1U);
        BOOST_TEST(rows.unprocessed.empty());
    }

    // Sends the text as it is: no more than an object without a token is accepted.
    void check_alone(const sample& of) {
        if (!check_answer(of, "web", of.text)) return;
        const refused_call refused = read_refusal(last_);
        BOOST_TEST(refused.code == "COM.CRM.EXCEPTION.WEBAPI.INVALIDTOKENEXCEPTION");
    }

    // The next call of somebody else is answered.
    void check_canary() {
        const bulk_answer rows = canary_.create("achievements", valid_events("achievements", 1));
        BOOST_TEST((rows.numbers() == numbers_from(++canaries_, 1)));
    }

private:
    // True if the body was accepted as JSON; then the answer has HTTP status 200.
    bool check_answer(const sample& of, std::string_view collection, const std::string& body) {
        const bool should = is_call_body(body);
        if (of.is_unsound()) BOOST_TEST(!should, "not a sample of unsound JSON");
        last_ = anna_.client.post(bulk_path(collection), body);
        const bool refused = is_malformed(last_, body.size());
        BOOST_TEST((refused || last_.status == 200), "status " << last_.status);
        BOOST_TEST(refused == !should);
        return !refused;
    }

    world_server server_;
    caller anna_{server_.port()}, canary_{server_.port()};
    unsigned canaries_ = 0;
    response last_;
};

void check_everywhere(conformance& with, const sample& of) {
    for (const place& at : places) BOOST_TEST_CONTEXT(of.name << " as " << at.name) {
            with.check(of, at);
            with.check_canary();
        }
    BOOST_TEST_CONTEXT(of.name << " as the whole body") {
        with.check_alone(of);
        with.check_canary();
    }
}

std::ptrdiff_t count_of(const std::vector<sample>& of, std::string_view kind) {
    return std::ranges::count_if(of, [&](const sample& s) { return s.name.starts_with(kind); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_conformance)

BOOST_AUTO_TEST_CASE(there_are_enough_samples) {
    const std::vector<sample> samples = read_samples();
    BOOST_TEST(count_of(samples, "y_") >= 80);
    BOOST_TEST(count_of(samples, "n_") >= 150);
    BOOST_TEST(count_of(samples, "i_") >= 30);
    for (const std::string& name : sound_but_refused)
        BOOST_TEST(std::ranges::count(samples, name, &sample::name) == 1, name);
}

BOOST_AUTO_TEST_CASE(json_is_accepted_wherever_a_value_may_stand_and_nothing_else_is) {
    conformance with;
    for (const sample& each : read_samples()) check_everywhere(with, each);
}

BOOST_AUTO_TEST_CASE(what_is_huge_is_judged_like_what_is_small) {
    conformance with;
    for (const sample& each : huge_samples()) check_everywhere(with, each);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
