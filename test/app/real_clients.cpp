// SPDX-License-Identifier: BSL-1.0
//
// The same calls by the programs that people call with: curl, Python and Node.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

constexpr unsigned events = 100;  // an answer of them is worth compressing

const std::string scripts = CRMLOCAL_SOURCE_DIR "/test/clients/";

outcome run_by_name(const std::string& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program);
    return run("/usr/bin/env", std::move(arguments));
}

bool is_there(const std::string& program) {
    return run_by_name(program, {"--version"}).exit_code == 0;
}

boost::test_tools::assertion_result is_node_there(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result out(is_there("node"));
    out.message() << "there is no node";
    return out;
}

// The answers that a script has printed, one in each line.
std::vector<response> read_answers(const outcome& from) {
    BOOST_TEST_REQUIRE(from.exit_code == 0, from.errors + from.output);
    std::vector<response> out;
    std::istringstream lines(from.output);
    for (std::string line; std::getline(lines, line);) {
        const json::value read = parse_json(line);
        response& answer = out.emplace_back();
        answer.status = static_cast<int>(read.at("status").as_int64());
        answer.body = read.at("body").as_string();
        for (const json::value& field : read.at("fields").as_array())
            answer.fields.emplace_back(field.at(0).as_string(), field.at(1).as_string());
    }
    return out;
}

// The calls, after that many others with the same events, created all of them.
void check_created(const response& answer, unsigned calls_before) {
    const bulk_answer rows = read_bulk_answer(answer);
    BOOST_TEST((rows.numbers() == numbers_from(calls_before * events + 1, events)));
    BOOST_TEST(rows.unprocessed.empty());
    for (const processed_row& row : rows.processed) BOOST_TEST(is_event_id(row.id));
}

// A server, and the body of a call in a file; the token is still to be put in.
struct scene {
    world_server server;
    temporary_directory directory;
    std::string port = std::to_string(server.port());
    std::string body = bulk_body("{{token}}", "web", valid_events("web", events));
    std::string body_file = directory.write("body.json", body).string();

    std::string url(const std::string& method) const {
        return "http://127.0.0.1:" + port + "/crmapi/rest/v2/" + method;
    }
    std::string create_url() const { return url("customer_events/bulk/web/create"); }
};

struct curl_answer : response {
    int connects = 0;    ///< made for it; 0 if a connection was used again
    std::string errors;  ///< what curl said about it
};

// Runs curl, with the options of one call after another.
std::vector<curl_answer> curl(const scene& in, const std::vector<std::vector<std::string>>& calls) {
    std::vector<std::string> arguments = {"-q"};
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (i > 0) arguments.push_back("--next");
        const std::string file = (in.directory.path() / ("answer" + std::to_string(i))).string();
        for (const char* option : {"-sSv", "--noproxy", "*", "--max-time", "30", "-w"})
            arguments.push_back(option);
        arguments.push_back(R"([%{http_code},%{num_connects},%{header_json}],)");
        arguments.insert(arguments.end(), {"-o", file});
        arguments.insert(arguments.end(), calls[i].begin(), calls[i].end());
    }
    const outcome done = run_by_name("curl", arguments);
    BOOST_TEST_REQUIRE(done.exit_code == 0, done.errors);

    std::vector<curl_answer> out;
    const json::value all = parse_json("[" + done.output + "[]]");
    for (const json::value& read : all.as_array()) {
        if (read.as_array().empty()) break;
        curl_answer& answer = out.emplace_back();
        answer.body = read_file(in.directory.path() / ("answer" + std::to_string(out.size() - 1)));
        answer.status = static_cast<int>(read.at(0).as_int64());
        answer.connects = static_cast<int>(read.at(1).as_int64());
        for (const auto& [name, values] : read.at(2).as_object())
            answer.fields.emplace_back(name, values.at(0).as_string());
        answer.errors = done.errors;
    }
    return out;
}

// Logs in by curl and writes the body of a call with the token.
std::string write_body(const scene& in, const std::string& more = "") {
    const std::vector<curl_answer> answers =
        curl(in, {{"--json", R"({"username":"u","password":"p","organisation":"world"})",
                   in.url("authentication/token")}});
    const json::value read = parse_json(answers.at(0).body);
    const std::string token(read.at("data").at("token").as_string());
    return in.directory
        .write("call.json", bulk_body(token, "web", valid_events("web", events), more))
        .string();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(real_clients)

BOOST_AUTO_TEST_CASE(curl_calls_twice_over_one_connection) {
    const scene in;
    const std::string file = write_body(in);
    const auto answers =
        curl(in, {{"-d", "@" + file, in.create_url()}, {"--json", "@" + file, in.create_url()}});
    BOOST_TEST_REQUIRE(answers.size() == 2U);
    check_created(answers[0], 0);
    check_created(answers[1], 1);
    BOOST_TEST(answers[0].connects == 1);
    BOOST_TEST(answers[1].connects == 0);
}

BOOST_AUTO_TEST_CASE(curl_sends_and_takes_gzip) {
    const scene in;
    const std::string file = write_body(in);
    BOOST_TEST_REQUIRE(run_by_name("gzip", {file}).exit_code == 0);
    const std::vector<std::string> call = {"-H", "Content-Encoding: gzip", "--data-binary",
                                           "@" + file + ".gz", in.create_url()};
    std::vector<std::string> compressed = call;
    compressed.push_back("--compressed");
    const auto answers = curl(in, {call, compressed});
    BOOST_TEST_REQUIRE(answers.size() == 2U);
    check_created(answers[0], 0);
    check_created(answers[1], 1);
    BOOST_TEST(!answers[0].field("Content-Encoding").has_value());
    BOOST_TEST(answers[1].field("Content-Encoding").value_or("") == "gzip");
}

BOOST_AUTO_TEST_CASE(curl_is_told_to_go_on_before_it_sends_2_mb) {
    const scene in;
    const std::string file =
        write_body(in, R"("unheard_of":")" + std::string(2'000'000, 'x') + "\",");
    const auto answers = curl(in, {{"-H", "Expect: 100-continue", "--expect100-timeout", "25", "-d",
                                    "@" + file, in.create_url()}});
    check_created(answers.at(0), 0);
    BOOST_TEST(answers[0].errors.find("< HTTP/1.1 100 Continue") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(curl_calls_by_http_1_0_and_the_connection_ends) {
    const scene in;
    const std::string file = write_body(in);
    const auto answers = curl(
        in, {{"-0", "-d", "@" + file, in.create_url()}, {"-0", "-d", "@" + file, in.create_url()}});
    BOOST_TEST_REQUIRE(answers.size() == 2U);
    check_created(answers[0], 0);
    check_created(answers[1], 1);
    BOOST_TEST(answers[1].connects == 1);
}

BOOST_AUTO_TEST_CASE(curl_sends_chunks_and_many_header_fields) {
    const scene in;
    const std::string file = write_body(in);
    std::vector<std::string> call = {"-H", "Transfer-Encoding: chunked", "-d", "@" + file,
                                     in.create_url()};
    for (int i = 0; i < 50; ++i) call.insert(call.end(), {"-H", "X-" + std::to_string(i) + ": y"});
    check_created(curl(in, {call}).at(0), 0);
}

BOOST_AUTO_TEST_CASE(python_calls_plainly_in_gzip_and_in_chunks) {
    const scene in;
    const auto answers =
        read_answers(run_by_name("python3", {scripts + "bulk_calls.py", in.port, in.body_file}));
    BOOST_TEST_REQUIRE(answers.size() == 4U);
    for (unsigned i = 0; i < 3; ++i) check_created(answers[i + 1], i);
    BOOST_TEST(answers[2].field("Content-Encoding").value_or("") == "gzip");
}

BOOST_AUTO_TEST_CASE(node_calls_plainly_in_gzip_and_five_times_at_once,
                     *boost::unit_test::precondition(is_node_there)) {
    const scene in;
    const auto answers =
        read_answers(run_by_name("node", {scripts + "bulk_calls.mjs", in.port, in.body_file}));
    BOOST_TEST_REQUIRE(answers.size() == 8U);
    check_created(answers[1], 0);
    check_created(answers[2], 1);
    // Those at once in any order, and each in one piece.
    std::vector<unsigned> firsts;
    for (std::size_t i = 3; i < answers.size(); ++i) {
        const bulk_answer rows = read_bulk_answer(answers[i]);
        BOOST_TEST_REQUIRE(rows.processed.size() == events);
        const auto first = static_cast<unsigned>(std::stoul(rows.processed[0].number));
        BOOST_TEST((rows.numbers() == numbers_from(first, events)));
        firsts.push_back(first);
    }
    std::ranges::sort(firsts);
    BOOST_TEST((firsts == std::vector<unsigned>{201, 301, 401, 501, 601}));
}

BOOST_AUTO_TEST_CASE(python_does_what_is_documented) {
    for (const char* profile : {"r11", "r12"}) {
        world_server server(world(), {std::string("--token-profile=") + profile});
        const outcome done = run_by_name(
            "python3", {scripts + "documented_calls.py", std::to_string(server.port())});
        BOOST_TEST(done.exit_code == 0, done.errors);
        BOOST_TEST(done.output == "done\n");
    }
}

BOOST_AUTO_TEST_CASE(node_does_what_is_documented, *boost::unit_test::precondition(is_node_there)) {
    world_server server;
    const outcome done =
        run_by_name("node", {scripts + "documented_calls.mjs", std::to_string(server.port())});
    BOOST_TEST(done.exit_code == 0, done.errors);
    BOOST_TEST(done.output == "done\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
