// SPDX-License-Identifier: BSL-1.0
//
// `crmlocal dump` and `crmlocal restore` from outside: all that is kept comes out, and goes in
// again.
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "test/app/kept_directory.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += line + "\n";
    return out;
}

std::string dump_of(const fs::path& directory, std::vector<std::string> more = {}) {
    const outcome done = run_tool("dump", directory, std::move(more));
    BOOST_TEST_REQUIRE(done.exit_code == 0, done.errors);
    return done.output;
}

// The first line of which the text contains that.
std::size_t line_with(const std::vector<std::string>& lines, std::string_view part) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (lines[i].find(part) != std::string::npos) return i;
    throw std::runtime_error("no line has " + std::string(part));
}

void replace(std::string& line, std::string_view part, std::string_view with) {
    line.replace(line.find(part), part.size(), with);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(directory_dump)

BOOST_AUTO_TEST_CASE(every_line_is_a_json_object_and_the_last_one_counts_them) {
    const auto lines = lines_of(dump_of(kept_directory::one().path()));
    std::map<std::string, int> seen;
    for (const std::string& line : lines) ++seen[parse_json(line).at("kind").as_string().c_str()];
    const json::value end = parse_json(lines.back());
    BOOST_TEST(seen["organisation"] == end.at("organisations").to_number<int>());
    BOOST_TEST(seen["entity"] == end.at("entities").to_number<int>());
    BOOST_TEST(seen["event"] == end.at("events").to_number<int>());
    BOOST_TEST(seen["event"] == 6 * (3 + 2 + 1) + 2);
    BOOST_TEST(seen["dump"] == 1);
    BOOST_TEST(parse_json(lines.front()).at("version").to_number<int>() == 1);
}

BOOST_AUTO_TEST_CASE(values_come_out_as_they_went_in) {
    const auto lines = lines_of(dump_of(kept_directory::one().path(), {"--organisation=north"}));
    const json::value event = parse_json(lines[line_with(lines, "udf_float_3")]);
    const json::value sent = parse_json(awkward_event(5));
    BOOST_TEST(event.at("type").as_string() == "web");
    BOOST_TEST(event.at("number").as_string() == "5");
    BOOST_TEST(is_event_id(event.at("id").as_string().c_str()));
    BOOST_TEST(event.at("user").as_string() == "u");
    for (const char* name :
         {"description", "website", "performed_on", "udf_date_1", "udf_date_2", "udf_string_1",
          "udf_float_1", "udf_float_2", "udf_float_3", "udf_float_4"})
        BOOST_TEST(difference(sent.at(name), event.at(name)) == "", name);
    const std::string& line = lines[line_with(lines, "udf_float_3")];
    BOOST_TEST(line.find(R"("udf_float_2":-0.0,)") != std::string::npos, line);
    BOOST_TEST(line.find(R"("udf_float_3":5e-324)") != std::string::npos, line);
}

BOOST_AUTO_TEST_CASE(the_state_after_any_frame_can_be_seen) {
    const fs::path data = kept_directory::one().path();
    const json::value report = parse_json(run_tool("check", data, {"--json"}).output);
    const auto first = report.at("journal").at("first_sequence").to_number<unsigned>();
    for (unsigned calls = 0; calls <= kept_directory::journal_calls; ++calls) {
        const std::string at = std::to_string(first - 1 + calls);
        const auto lines = lines_of(dump_of(data, {"--at", at}));
        BOOST_TEST(parse_json(lines.front()).at("sequence").to_number<unsigned>() ==
                   first - 1 + calls);
        BOOST_TEST(parse_json(lines.back()).at("events").to_number<unsigned>() == 30 + calls);
    }
    BOOST_TEST(dump_of(data) ==
               dump_of(data, {"--at", std::to_string(first - 1 + kept_directory::journal_calls)}));
    for (const unsigned beyond : {first - 2, first + 8}) {
        const outcome done = run_tool("dump", data, {"--at", std::to_string(beyond)});
        BOOST_TEST(done.exit_code == 2);
        BOOST_TEST(done.output.empty());
        BOOST_TEST(
            done.errors.find("--at can be from " + std::to_string(first - 1)) != std::string::npos,
            done.errors);
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_organisation_is_refused_by_naming_those_that_are_there) {
    const outcome done = run_tool("dump", kept_directory::one().path(), {"--organisation=west"});
    BOOST_TEST(done.exit_code == 2);
    BOOST_TEST(done.errors.find("north, south") != std::string::npos, done.errors);
}

BOOST_AUTO_TEST_CASE(a_damaged_directory_is_not_dumped) {
    const kept_directory& kept = kept_directory::one();
    const temporary_directory scratch;
    const fs::path data = kept.copy_to(scratch);
    flip(data / kept.segment(), 70);
    const outcome done = run_tool("dump", data);
    BOOST_TEST(done.exit_code == 4);
    BOOST_TEST(done.output.empty());
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_told) {
    const outcome done =
        run("/bin/sh", {"-c", "exec " CRMLOCAL_BINARY " dump " +
                                  kept_directory::one().path().string() + " >/dev/full"});
    BOOST_TEST(done.exit_code == 1);
    BOOST_TEST(done.errors.find("cannot write the output") != std::string::npos, done.errors);
}

BOOST_AUTO_TEST_CASE(a_dump_of_what_was_restored_is_the_same) {
    const temporary_directory scratch;
    const std::string dump = dump_of(kept_directory::one().path());
    const fs::path file = scratch.write("dump.ndjson", dump), made = scratch.path() / "made";
    const outcome done = run_tool("restore", file, {made.string()});
    BOOST_TEST_REQUIRE(done.exit_code == 0, done.errors);
    BOOST_TEST(dump_of(made) == dump);
    BOOST_TEST(run_tool("check", made).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_restored_directory_goes_on_where_it_was) {
    const temporary_directory scratch;
    const fs::path file = scratch.write("dump.ndjson", dump_of(kept_directory::one().path()));
    const fs::path made = scratch.path() / "made";
    BOOST_TEST_REQUIRE(run_tool("restore", file, {made.string()}).exit_code == 0);
    const fs::path copied = kept_directory::one().copy_to(scratch, "copied");
    std::vector<std::string> ids[2];
    const fs::path directories[] = {copied, made};
    for (int i = 0; i < 2; ++i) {
        server_process server(CRMLOCAL_BINARY, {"--data=" + directories[i].string()});
        caller north(server.port(), "north");
        // Referred in the dump: a claim that was taken.
        BOOST_TEST(north.create("referrals", valid_events("referrals", 1)).unprocessed.size() ==
                   1U);
        const auto answer = north.create("web", valid_events("web", 2, 9));
        BOOST_TEST((answer.numbers() == numbers_from(6, 2)));
        for (const processed_row& row : answer.processed) ids[i].push_back(row.id);
        caller south(server.port(), "south");
        for (const auto& row : south.create("purchases", valid_events("purchases", 1)).processed)
            ids[i].push_back(row.number);
    }
    BOOST_TEST((ids[0] == ids[1]));
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_not_empty_is_left_alone) {
    const temporary_directory scratch;
    const fs::path file = scratch.write("dump.ndjson", dump_of(kept_directory::one().path()));
    const outcome done = run_tool("restore", file, {scratch.path().string()});
    BOOST_TEST(done.exit_code == 2);
    BOOST_TEST(done.errors.find("is there already, and not empty") != std::string::npos,
               done.errors);
    BOOST_TEST(files_of(scratch.path()).size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_dump_is_told_with_its_line) {
    using lines = std::vector<std::string>;
    const lines sound = lines_of(dump_of(kept_directory::one().path()));
    const std::size_t entity = line_with(sound, R"("set":"units")");
    const std::size_t event = line_with(sound, R"("type":"web")");
    const std::size_t account = line_with(sound, R"("number":"A2")");
    struct wrong {
        std::size_t line;  // told, from 0
        std::string_view reason;
        void (*change)(lines&, std::size_t);
    };
    const wrong all[] = {
        {0, "a dump begins with", [](lines& l, std::size_t) { l.erase(l.begin()); }},
        {0, "has version 2; this program knows 1",
         [](lines& l, std::size_t) { replace(l[0], "\"version\":1", "\"version\":2"); }},
        {entity, "is no JSON", [](lines& l, std::size_t i) { l[i].pop_back(); }},
        {entity, "must be an object", [](lines& l, std::size_t i) { l[i] = "[]"; }},
        {entity, "is given twice",
         [](lines& l, std::size_t i) { l[i].insert(1, R"("kind":"entity",)"); }},
        {entity, "unknown kind 'thing'",
         [](lines& l, std::size_t i) { replace(l[i], "entity", "thing"); }},
        {entity, "there is no set 'things'",
         [](lines& l, std::size_t i) { replace(l[i], "units", "things"); }},
        {entity, "unknown member 'nam'",
         [](lines& l, std::size_t i) { replace(l[i], "\"name\"", "\"nam\""); }},
        {account, "used twice", [](lines& l, std::size_t i) { replace(l[i], "\"A2\"", "\"A1\""); }},
        {event, "Unit (Moon) Not Found",
         [](lines& l, std::size_t i) { replace(l[i], "Main Store", "Moon"); }},
        {event, "Parameter performed_on (today) Is Invalid",
         [](lines& l, std::size_t i) {
             const auto at = l[i].find("performed_on\":\"") + 15;
             l[i].replace(at, 19, "today");
         }},
        {event, "unknown member 'webside'",
         [](lines& l, std::size_t i) { replace(l[i], "website", "webside"); }},
        {event, "there is no user 'nobody'",
         [](lines& l, std::size_t i) { replace(l[i], R"("user":"u")", R"("user":"nobody")"); }},
        {event, "the id is not the one of number 1 of web",
         [](lines& l, std::size_t i) {
             const auto at = l[i].find("\"id\":\"") + 6;
             l[i][at] = l[i][at] == 'A' ? 'B' : 'A';
         }},
        {event, "number 2 where number 1 belongs",
         [](lines& l, std::size_t i) { l.erase(l.begin() + static_cast<std::ptrdiff_t>(i)); }},
        {sound.size() - 1, "it was cut short", [](lines& l, std::size_t) { l.pop_back(); }},
        {sound.size() - 2, "but 37 were there",
         [](lines& l, std::size_t) { l.erase(l.end() - 2); }},
        {sound.size(), "stands behind the end",
         [](lines& l, std::size_t) { l.push_back(l.back()); }},
    };
    for (const wrong& w : all) {
        const temporary_directory scratch;
        lines changed = sound;
        w.change(changed, w.line);
        const fs::path file = scratch.write("dump.ndjson", joined(changed));
        const outcome done = run_tool("restore", file, {(scratch.path() / "made").string()});
        BOOST_TEST_CONTEXT(w.reason << ": " << done.errors) {
            BOOST_TEST(done.exit_code == 2);
            BOOST_TEST(done.errors.find(file.string() + ":" + std::to_string(w.line + 1) + ": ") !=
                       std::string::npos);
            BOOST_TEST(done.errors.find(w.reason) != std::string::npos);
            BOOST_TEST(!fs::exists(scratch.path() / "made"));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
