// SPDX-License-Identifier: BSL-1.0
//
// `crmlocal check` from outside: what is sound, what is torn, what is damaged, what is not its
// business.
#include <cstring>

#include <boost/test/unit_test.hpp>

#include "store/frame.hpp"
#include "test/app/kept_directory.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

namespace fs = std::filesystem;

std::size_t frame_at(const std::string& segment, std::size_t index) {
    std::size_t at = store::file_head::bytes;
    for (; index > 0; --index) {
        std::uint32_t payload_bytes = 0;
        std::memcpy(&payload_bytes, segment.data() + at + 4, sizeof payload_bytes);
        at += store::frame_bytes(payload_bytes);
    }
    return at;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(directory_check)

BOOST_AUTO_TEST_CASE(a_sound_directory_is_green_and_stays_as_it_is) {
    const temporary_directory scratch;
    const fs::path data = kept_directory::one().copy_to(scratch);
    const auto before = files_of(data);
    const outcome done = run_tool("check", data);
    BOOST_TEST(done.exit_code == 0, done.output << done.errors);
    BOOST_TEST(done.output.starts_with(data.string() + ": sound\n"), done.output);
    BOOST_TEST(done.errors.empty(), done.errors);
    BOOST_TEST((files_of(data) == before));
}

BOOST_AUTO_TEST_CASE(the_report_counts_what_is_there) {
    const outcome done = run_tool("check", kept_directory::one().path(), {"--json"});
    const json::value report = parse_json(done.output);
    BOOST_TEST(report.at("sound").as_bool());
    BOOST_TEST(report.at("damage").is_null());
    BOOST_TEST(report.at("torn_tail").is_null());
    BOOST_TEST(report.at("events").to_number<int>() == 6 * (3 + 2 + 1) + 2);
    BOOST_TEST(report.at("snapshot").at("events").to_number<int>() == 6 * (3 + 2));
    BOOST_TEST(report.at("journal").at("frames").to_number<unsigned>() ==
               kept_directory::journal_calls);
    const json::value& web = report.at("organisations").at("north").at("web");
    BOOST_TEST(web.at("events").to_number<int>() == 5);
    BOOST_TEST(web.at("next_number").to_number<int>() == 6);
    for (const json::value& file : report.at("files").as_array())
        BOOST_TEST(file.at("role").as_string() == "in use");
}

BOOST_AUTO_TEST_CASE(a_copy_without_a_lock_is_checked_and_gets_none) {
    const temporary_directory scratch;
    const fs::path data = kept_directory::one().copy_to(scratch);
    fs::remove(data / "LOCK");
    BOOST_TEST(run_tool("check", data).exit_code == 0);
    BOOST_TEST(!fs::exists(data / "LOCK"));
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_told_and_is_no_damage) {
    const kept_directory& kept = kept_directory::one();
    const std::string segment = read_file(kept.path() / kept.segment());
    const std::size_t last = frame_at(segment, kept_directory::journal_calls - 1);
    for (const std::size_t size : {last + 1, last + 40, segment.size() - 1}) {
        const temporary_directory scratch;
        const fs::path data = kept.copy_to(scratch);
        fs::resize_file(data / kept.segment(), size);
        const outcome done = run_tool("check", data, {"--json"});
        BOOST_TEST(done.exit_code == 0, done.errors);
        const json::value report = parse_json(done.output);
        BOOST_TEST(report.at("torn_tail").at("offset").to_number<std::size_t>() == last);
        BOOST_TEST(report.at("torn_tail").at("bytes").to_number<std::size_t>() == size - last);
        BOOST_TEST(report.at("journal").at("frames").to_number<unsigned>() ==
                   kept_directory::journal_calls - 1);
    }
}

BOOST_AUTO_TEST_CASE(damage_is_told_with_file_and_place) {
    const kept_directory& kept = kept_directory::one();
    const std::size_t third = frame_at(read_file(kept.path() / kept.segment()), 2);
    const std::pair<std::string, std::size_t> places[] = {
        {"MANIFEST", 20},        {"MANIFEST", 110},           {kept.snapshot(), 8},
        {kept.snapshot(), 200},  {kept.segment(), 0},         {kept.segment(), 40},
        {kept.segment(), third}, {kept.segment(), third + 9}, {kept.segment(), third + 50}};
    for (const auto& [file, at] : places) {
        const temporary_directory scratch;
        const fs::path data = kept.copy_to(scratch);
        flip(data / file, at);
        const outcome done = run_tool("check", data, {"--json"});
        BOOST_TEST_CONTEXT(file << " byte " << at << ": " << done.errors) {
            BOOST_TEST(done.exit_code == 4);
            BOOST_TEST(done.errors.find((data / file).string() + ", byte ") != std::string::npos);
            const json::value report = parse_json(done.output);
            BOOST_TEST(!report.at("sound").as_bool());
            BOOST_TEST(report.at("damage").at("file").as_string() == (data / file).string());
            BOOST_TEST(report.at("damage").at("offset").is_number());
        }
    }
}

BOOST_AUTO_TEST_CASE(missing_files_are_told) {
    const kept_directory& kept = kept_directory::one();
    for (const std::string& file : {std::string("MANIFEST"), kept.segment(), kept.snapshot()}) {
        const temporary_directory scratch;
        const fs::path data = kept.copy_to(scratch);
        fs::remove(data / file);
        const outcome done = run_tool("check", data);
        BOOST_TEST(done.exit_code == 4, file);
        BOOST_TEST(done.errors.find(file) != std::string::npos, done.errors);
    }
}

BOOST_AUTO_TEST_CASE(every_file_that_does_not_belong_is_named) {
    const temporary_directory scratch;
    const fs::path data = kept_directory::one().copy_to(scratch);
    const std::pair<const char*, const char*> files[] = {
        {"notes.txt", "foreign"},
        {"snapshot-0000000000000099.dat.tmp", "unfinished"},
        {"snapshot-0000000000000099.dat", "replaced"},
        {"journal-0000000000000099.log", "replaced"},
        {"journal-0000000000000001.log.broken", "kept"}};
    for (const auto& [name, role] : files) std::ofstream(data / name) << "x";
    const outcome done = run_tool("check", data);
    BOOST_TEST(done.exit_code == 0, done.errors);
    for (const auto& [name, role] : files)
        BOOST_TEST(done.output.find(std::string("  ") + role) != std::string::npos, role);
}

BOOST_AUTO_TEST_CASE(a_newer_version_is_refused_by_every_command) {
    const kept_directory& kept = kept_directory::one();
    for (const std::string& file : {std::string("MANIFEST"), kept.snapshot(), kept.segment()}) {
        const temporary_directory scratch;
        const fs::path data = kept.copy_to(scratch);
        std::string bytes = read_file(data / file);
        auto head = *store::read_head(bytes);
        head.version = store::file_head::current_version + 1;
        domain::scratch<char> newer;
        store::append_head(head, newer);
        bytes.replace(0, newer.size(), newer.data(), newer.size());
        std::ofstream(data / file, std::ios::binary) << bytes;
        const auto before = files_of(data);
        for (const char* command : {"check", "dump", "repair"}) {
            const outcome done = run_tool(command, data);
            BOOST_TEST(done.exit_code == 4, command << " " << file);
            BOOST_TEST(
                done.errors.find("has format version 4; this program knows 3") != std::string::npos,
                done.errors);
        }
        const outcome served =
            run(CRMLOCAL_BINARY, {"serve", "--port=0", "--data=" + data.string()});
        BOOST_TEST(served.exit_code == 4);
        BOOST_TEST(served.errors.find("has format version 4") != std::string::npos, served.errors);
        for (const auto& [name, content] : files_of(data))
            if (name != "LOCK") BOOST_TEST((before.at(name) == content), name);
    }
}

BOOST_AUTO_TEST_CASE(a_directory_in_use_is_left_alone) {
    const temporary_directory scratch;
    const fs::path data = scratch.path() / "data";
    world_server server(world(), {"--data=" + data.string()});
    caller who(server.port());
    for (const char* command : {"check", "dump", "repair"}) {
        const outcome done = run_tool(command, data);
        BOOST_TEST(done.exit_code == 4, command);
        BOOST_TEST(
            done.errors.find("is in use by process " +
                             std::to_string(server.process().process().pid())) != std::string::npos,
            done.errors);
        BOOST_TEST(done.output.empty());
    }
    BOOST_TEST(who.create("web", valid_events("web", 1)).processed.size() == 1U);
    BOOST_TEST(server.process().stop() == 0);
    BOOST_TEST(run_tool("check", data).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_data_directory_is_refused_and_left_alone) {
    const temporary_directory scratch;
    scratch.write("notes.txt", "x");
    for (const char* command : {"check", "repair"}) {
        const outcome done = run_tool(command, scratch.path());
        BOOST_TEST(done.exit_code == 4, command);
        BOOST_TEST(done.errors.find("is no data directory") != std::string::npos, done.errors);
        BOOST_TEST(run_tool(command, scratch.path() / "nowhere").exit_code == 4, command);
    }
    BOOST_TEST(files_of(scratch.path()).size() == 1U);
}

BOOST_AUTO_TEST_CASE(wrong_arguments_are_refused) {
    const std::vector<std::string> wrong[] = {{"check"},
                                              {"check", "a", "b"},
                                              {"check", "--jason", "a"},
                                              {"dump"},
                                              {"dump", "a", "--at", "x"},
                                              {"dump", "a", "--at", "-1"},
                                              {"restore"},
                                              {"restore", "a"},
                                              {"repair"},
                                              {"repair", "a", "--yes"}};
    for (const auto& arguments : wrong) {
        const outcome done = run(CRMLOCAL_BINARY, arguments);
        BOOST_TEST(done.exit_code == 2, arguments.front());
        BOOST_TEST(done.output.empty());
        BOOST_TEST(done.errors.find("crmlocal " + arguments.front()) != std::string::npos,
                   done.errors);
    }
    for (const char* command : {"check", "dump", "restore", "repair"}) {
        const outcome done = run(CRMLOCAL_BINARY, {command, "--help"});
        BOOST_TEST(done.exit_code == 0);
        BOOST_TEST(done.output.find("Exit codes:") != std::string::npos, command);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
