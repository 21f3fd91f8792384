// SPDX-License-Identifier: BSL-1.0
//
// The vendor's six examples with a thousand random faults each: every answer is sound, every item
// is accounted for once, and what is stored is what the rows say.
#include <algorithm>
#include <iomanip>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/support/caller.hpp"
#include "test/support/json.hpp"
#include "test/support/seed.hpp"
#include "test/support/server_process.hpp"
#include "test/support/strict_json.hpp"
#include "test/support/temporary_directory.hpp"
#include "test/support/world.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

constexpr unsigned mutants = 1000;

const std::vector<seed_method>& seed() {
    static const auto methods =
        read_seed(CRMLOCAL_SOURCE_DIR "/test/seed/customer_events_bulk.txt");
    return methods;
}

// A participant's number of which each mutant has its own: RP0000123004 for RP0000000004.
std::string participant_number(unsigned mutant, std::string_view last_digits) {
    std::ostringstream out;
    out << "RP" << std::setw(7) << std::setfill('0') << mutant << last_digits;
    return out.str();
}

// The organisation of the examples, with their participants once for each mutant and for the calls
// between them.
std::string fixture() {
    json::object out = parse_json(read_file(CRMLOCAL_SOURCE_DIR "/app/demo.json")).as_object();
    out["organisation"] = "mutations";
    out.erase("next_numbers");
    json::array participants;
    for (unsigned mutant = 0; mutant < mutants; ++mutant) {
        for (const char* digits : {"010", "012", "014", "017", "999"})
            participants.push_back(
                {{"number", participant_number(mutant, digits)}, {"account", "ACR0000000020"}});
        participants.push_back({{"number", participant_number(mutant, "004")},
                                {"referred_by", participant_number(mutant, "010")}});
    }
    out["rewards_participants"] = participants;
    return json::serialize(out);
}

// Makes small faults in a text, the same ones in every run.
class mutator {
public:
    explicit mutator(unsigned seed) : random_(seed) {}

    std::string mutate(std::string text) {
        for (std::size_t left = 1 + below(3); left > 0 && !text.empty(); --left) mutate_once(text);
        return text;
    }

private:
    std::size_t below(std::size_t bound) { return random_() % std::max<std::size_t>(bound, 1); }
    char any_byte() { return static_cast<char>(below(256)); }

    void mutate_once(std::string& text) {
        const std::size_t at = below(text.size());
        switch (below(12)) {
            case 0: text[at] = static_cast<char>(text[at] ^ (1 << below(8))); break;
            case 1: text.insert(at, 1, any_byte()); break;
            case 2: text.insert(at, 1, "{}[]\",:\\0-e.ntf \n"[below(17)]); break;
            case 3: text.erase(at, 1 + below(4)); break;
            case 4: text.insert(below(text.size()), text.substr(at, 1 + below(60))); break;
            case 5:
            case 6: duplicate_object(text); break;
            case 7:
            case 8: swap_tokens(text); break;
            case 9:
            case 10: replace_value(text); break;
            default: grow_number(text); break;
        }
    }

    // Where the tokens of a JSON text begin and how long they are; fair enough for what is none.
    static std::vector<std::pair<std::size_t, std::size_t>> tokens_of(const std::string& text) {
        std::vector<std::pair<std::size_t, std::size_t>> out;
        for (std::size_t at = 0; at < text.size();) {
            std::size_t end = at + 1;
            if (text[at] == '"') end = std::min(text.find('"', at + 1), text.size() - 1) + 1;
            else if (std::string_view("{}[],: \n\r\t").find(text[at]) == std::string::npos)
                end = std::min(text.find_first_of("{}[],: \n\r\t\"", at), text.size());
            if (std::string_view(" \n\r\t").find(text[at]) == std::string::npos)
                out.emplace_back(at, end - at);
            at = end;
        }
        return out;
    }

    void swap_tokens(std::string& text) {
        const auto tokens = tokens_of(text);
        if (tokens.empty()) return;
        auto [first, first_size] = tokens[below(tokens.size())];
        auto [second, second_size] = tokens[below(tokens.size())];
        if (first == second || (text[first] == '"') != (text[second] == '"')) return;
        if (first > second) {
            std::swap(first, second);
            std::swap(first_size, second_size);
        }
        const std::string one = text.substr(first, first_size);
        const std::string other = text.substr(second, second_size);
        text.replace(second, second_size, one).replace(first, first_size, other);
    }

    void replace_value(std::string& text) {
        auto tokens = tokens_of(text);
        std::erase_if(tokens, [&](const auto& token) {
            return token.first == 0 ||
                   std::string_view(":[,").find(text[token.first - 1]) == std::string_view::npos;
        });
        constexpr std::string_view others[] = {"null",
                                               "true",
                                               "0",
                                               "-1.50",
                                               "\"\"",
                                               "{}",
                                               "[]",
                                               "[{}]",
                                               "{\"number\":\"x\"}",
                                               "\"\\ud83d\\ude39\"",
                                               "1e400",
                                               "\"221\"",
                                               "\"2016-02-30T00:00:00\"",
                                               "{\"id\":null}"};
        if (tokens.empty()) return;
        const auto [at, size] = tokens[below(tokens.size())];
        text.replace(at, size, others[below(std::size(others))]);
    }

    // An item of the set once more: what is inside the braces around some place.
    void duplicate_object(std::string& text) {
        const std::size_t end = text.find('}', below(text.size()));
        const std::size_t begin = end == text.npos ? end : text.rfind('{', end);
        if (begin == text.npos) return;
        text.insert(begin, text.substr(begin, end + 1 - begin) + ",");
    }

    void grow_number(std::string& text) {
        const std::size_t at = text.find_first_of("0123456789", below(text.size()));
        if (at != text.npos) text.insert(at, std::string(1 + below(40), "0123456789"[below(10)]));
    }

    std::mt19937 random_;
};

// How often each request_unique_identifier stands in the items of a call; "" where it is none.
std::multiset<std::string> identifiers_sent(const std::string& body, const std::string& set) {
    std::multiset<std::string> out;
    const json::value call = parse_json(body);
    for (const json::value& item : call.at(set).as_array()) {
        const json::object* const object = item.if_object();
        const json::value* const id =
            object ? object->if_contains("request_unique_identifier") : nullptr;
        out.emplace(id && id->is_string() ? std::string_view(id->get_string()) : "");
    }
    return out;
}

std::multiset<std::string> identifiers_answered(const bulk_answer& answer) {
    std::multiset<std::string> out;
    for (const processed_row& row : answer.processed) out.insert(row.request_unique_identifier);
    for (const unprocessed_row& row : answer.unprocessed) out.insert(row.request_unique_identifier);
    return out;
}

// Somebody who sends mutants of one example, and knows how many events there must be.
class tester {
public:
    tester(std::uint16_t port, const seed_method& example)
        : example_(example),
          set_(set_name(example.collection())),
          client_(port),
          token_(token_of(client_, "mutations", "demo", "demo")),
          random_(20160622) {}

    void send_mutant(unsigned mutant) {
        std::string body = example_.request_with(token_);
        for (std::size_t at = 0; (at = body.find("RP0000000", at)) != body.npos; at += 9)
            body.replace(at, 9, participant_number(mutant, ""));
        body = random_.mutate(body);
        BOOST_TEST_CONTEXT("mutant " << mutant << ": " << body) {
            check(body, client_.post("/crmapi/rest/v2/" + example_.path, body));
            send_canary(mutant);
        }
    }

    // How many mutants were malformed, refused and accepted, and how many events they made.
    std::map<std::string, unsigned> seen;

private:
    void check(const std::string& body, const response& answer) {
        const bool sound = is_call_body(body);
        BOOST_TEST(answer.status == (sound ? 200 : 400));
        if (!sound || answer.body.find(R"("code":"OK")") == answer.body.npos) {
            const refused_call refused = read_refusal(answer);
            const bool malformed = refused.code.ends_with(".MALFORMEDREQUESTEXCEPTION");
            BOOST_TEST(malformed == !sound);
            ++seen[malformed ? "malformed" : "refused"];
            return;
        }
        const bulk_answer rows = read_bulk_answer(answer);
        BOOST_TEST((identifiers_answered(rows) == identifiers_sent(body, set_)));
        check_created(rows);
        for (const unprocessed_row& row : rows.unprocessed)
            BOOST_TEST(row.error_description.starts_with("Error:"));
        ++seen["accepted"];
        seen["refused events"] += static_cast<unsigned>(rows.unprocessed.size());
        seen["created events"] += static_cast<unsigned>(rows.processed.size());
    }

    // The numbers go on where they were, and the ids are new.
    void check_created(const bulk_answer& rows) {
        for (const processed_row& row : rows.processed) {
            BOOST_TEST(row.number == std::to_string(++events_));
            BOOST_TEST(is_event_id(row.id));
            BOOST_TEST(ids_.insert(row.id).second, "twice: " << row.id);
        }
    }

    // A sound event, made of an example's first item.
    void send_canary(unsigned mutant) {
        json::value body = parse_json(example_.request_with(token_));
        json::array& set = body.as_object().at(set_).as_array();
        set.resize(1);
        if (json::value* const who =
                set[0].as_object().if_contains("referred_rewards_participant_identifier"))
            *who = {{"number", participant_number(mutant, "999")}};
        if (json::value* const who =
                set[0].as_object().if_contains("referred_by_rewards_participant_identifier"))
            *who = {{"number", participant_number(mutant, "010")}};
        const response answer =
            client_.post("/crmapi/rest/v2/" + example_.path, json::serialize(body));
        const bulk_answer rows = read_bulk_answer(answer);
        BOOST_TEST(rows.processed.size() == 1U, answer.body);
        check_created(rows);
    }

    const seed_method& example_;
    std::string set_;
    http_client client_;
    std::string token_;
    mutator random_;
    std::set<std::string> ids_;
    unsigned events_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(mutations)

BOOST_DATA_TEST_CASE(a_mutated_example_is_accounted_for_item_by_item, data::xrange(6), index) {
    const temporary_directory directory;
    const std::string file = directory.write("mutations.json", fixture()).string();
    server_process server(CRMLOCAL_BINARY, {"--fixtures=" + file});
    const seed_method& example = seed().at(static_cast<std::size_t>(index));
    BOOST_TEST_CONTEXT(example.path) {
        tester with(server.port(), example);
        for (unsigned mutant = 0; mutant < mutants; ++mutant) with.send_mutant(mutant);
        for (const auto& [what, count] : with.seen)
            BOOST_TEST_MESSAGE(example.path << ": " << count << " " << what);
        // Neither all sound nor all unsound, or the test proves little.
        for (const char* what : {"malformed", "accepted", "refused events", "created events"})
            BOOST_TEST(with.seen[what] >= mutants / 5, what);
        BOOST_TEST(with.seen["refused"] > 0U);
    }
    BOOST_TEST(server.stop() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
