// SPDX-License-Identifier: BSL-1.0
//
// `crmlocal repair` from outside: what is sound is kept, what is lost is told, nothing is removed.
#include <cstring>

#include <boost/test/unit_test.hpp>

#include "test/app/kept_directory.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = 64;

// Where the frames of a segment begin.
std::vector<std::size_t> frames_of(const std::string& segment) {
    std::vector<std::size_t> out;
    for (std::size_t at = head_bytes; at < segment.size();) {
        out.push_back(at);
        std::uint32_t payload_bytes = 0;
        std::memcpy(&payload_bytes, segment.data() + at + 4, sizeof payload_bytes);
        at += (40 + payload_bytes + 7) / 8 * 8;
    }
    return out;
}

struct copy {
    copy() : data(kept_directory::one().copy_to(scratch)) {}

    temporary_directory scratch;
    fs::path data;
    fs::path segment = data / kept_directory::one().segment();
    fs::path snapshot = data / kept_directory::one().snapshot();

    std::string dump(std::vector<std::string> more = {}) const {
        return run_tool("dump", data, std::move(more)).output;
    }
    unsigned first_sequence() const {
        return parse_json(run_tool("check", data, {"--json"}).output)
            .at("journal")
            .at("first_sequence")
            .to_number<unsigned>();
    }
};

// All that was in the directory is there still, in some file.
void check_nothing_is_lost(const std::map<std::string, std::string>& before, const fs::path& data,
                           const std::string& damaged) {
    std::string after;
    for (const auto& [name, content] : files_of(data))
        if (name == damaged) after.insert(0, content);
        else if (name.starts_with(damaged)) after += content;
    BOOST_TEST((after == before.at(damaged)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(directory_repair)

BOOST_AUTO_TEST_CASE(a_sound_directory_is_left_alone) {
    const copy c;
    const auto before = files_of(c.data);
    const outcome done = run_tool("repair", c.data);
    BOOST_TEST(done.exit_code == 0, done.errors);
    BOOST_TEST(done.output == c.data.string() + ": nothing to repair\n");
    for (const auto& [name, content] : files_of(c.data))
        if (name != "LOCK") BOOST_TEST((before.at(name) == content), name);
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_left_to_the_server) {
    const copy c;
    fs::resize_file(c.segment, fs::file_size(c.segment) - 1);
    const outcome done = run_tool("repair", c.data);
    BOOST_TEST(done.output == c.data.string() + ": nothing to repair\n");
    BOOST_TEST(files_of(c.data).size() == files_of(kept_directory::one().path()).size());
}

BOOST_AUTO_TEST_CASE(a_manifest_is_made_anew) {
    for (const bool missing : {true, false}) {
        const copy c;
        const std::string dump = c.dump();
        const auto before = files_of(c.data);
        if (missing) fs::remove(c.data / "MANIFEST");
        else flip(c.data / "MANIFEST", 100);
        const auto damaged = files_of(c.data);
        BOOST_TEST(run_tool("check", c.data).exit_code == 4);
        BOOST_TEST(run_tool("repair", c.data, {"--dry-run"})
                       .output.starts_with(c.data.string() + ": would be repaired\n"));
        BOOST_TEST((files_of(c.data) == damaged));
        const outcome done = run_tool("repair", c.data);
        BOOST_TEST(done.exit_code == 0, done.errors);
        BOOST_TEST(done.output.find("lost") == std::string::npos, done.output);
        BOOST_TEST(c.dump() == dump);
        BOOST_TEST(fs::exists(c.data / "MANIFEST.broken") == !missing);
        server_process server(CRMLOCAL_BINARY, {"--data=" + c.data.string()});
        BOOST_TEST(server.stop() == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_journal_is_cut_where_it_is_damaged_and_the_loss_is_told) {
    const auto frames = frames_of(read_file(copy().segment));
    for (const std::size_t lost : {std::size_t{0}, std::size_t{3}, frames.size() - 2}) {
        for (const std::size_t in_frame : {std::size_t{0}, std::size_t{17}, std::size_t{45}}) {
            const copy c;
            const unsigned first = c.first_sequence();
            const std::string kept =
                c.dump({"--at", std::to_string(first + static_cast<unsigned>(lost) - 1)});
            const auto before = files_of(c.data);
            flip(c.segment, frames[lost] + in_frame);
            const auto damaged = files_of(c.data);
            const std::size_t behind = frames.size() - lost - 1;
            const std::string told =
                "lost: the journal from frame " + std::to_string(first + lost) + " on, " +
                std::to_string(before.at(c.segment.filename()).size() - frames[lost]) +
                " bytes; behind the damage " + std::to_string(behind) + " frames with " +
                std::to_string(behind) + " events can still be read, up to frame " +
                std::to_string(first + frames.size() - 1);
            const outcome dry = run_tool("repair", c.data, {"--dry-run"});
            BOOST_TEST(dry.output.find(told) != std::string::npos, dry.output << told);
            BOOST_TEST((files_of(c.data) == damaged));
            const outcome done = run_tool("repair", c.data);
            BOOST_TEST(done.exit_code == 0, done.errors);
            BOOST_TEST(done.output.find(told) != std::string::npos, done.output << told);
            check_nothing_is_lost(damaged, c.data, c.segment.filename());
            BOOST_TEST(run_tool("check", c.data).exit_code == 0);
            BOOST_TEST(c.dump() == kept);
            BOOST_TEST(run_tool("repair", c.data).output.ends_with("nothing to repair\n"));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_repaired_directory_is_served_and_recorded_in) {
    const copy c;
    flip(c.segment, frames_of(read_file(c.segment))[3] + 9);
    BOOST_TEST_REQUIRE(run_tool("repair", c.data).exit_code == 0);
    {
        server_process server(CRMLOCAL_BINARY, {"--data=" + c.data.string()});
        caller north(server.port(), "north");
        BOOST_TEST(
            (north.create("web", valid_events("web", 1, 9)).numbers() == numbers_from(4, 1)));
        server.process().signal(SIGKILL);
        server.process().wait();
    }
    BOOST_TEST(run_tool("check", c.data).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_segment_without_a_head_is_put_aside_as_a_whole) {
    const copy c;
    const std::string kept = c.dump({"--at", std::to_string(c.first_sequence() - 1)});
    flip(c.segment, 20);
    const auto damaged = files_of(c.data);
    const outcome done = run_tool("repair", c.data);
    BOOST_TEST(done.output.find("8 frames with 8 events can still be read") != std::string::npos,
               done.output);
    BOOST_TEST(!fs::exists(c.segment));
    check_nothing_is_lost(damaged, c.data, c.segment.filename());
    BOOST_TEST(c.dump() == kept);
}

BOOST_AUTO_TEST_CASE(bytes_behind_the_end_of_a_segment_cost_nothing_that_follows) {
    const copy c;
    { server_process(CRMLOCAL_BINARY, {"--data=" + c.data.string()}).process().signal(SIGKILL); }
    const std::string dump = c.dump();
    BOOST_TEST_REQUIRE(!dump.empty());
    std::ofstream(c.segment, std::ios::binary | std::ios::app) << "12345678";
    BOOST_TEST(run_tool("check", c.data).exit_code == 4);
    const outcome done = run_tool("repair", c.data);
    BOOST_TEST(done.output.find("behind the end") != std::string::npos, done.output);
    BOOST_TEST(done.output.find("lost") == std::string::npos, done.output);
    BOOST_TEST(run_tool("check", c.data).exit_code == 0);
    BOOST_TEST(c.dump() == dump);
}

BOOST_AUTO_TEST_CASE(a_missing_segment_is_told) {
    const copy c;
    fs::remove(c.segment);
    const outcome done = run_tool("repair", c.data);
    BOOST_TEST(done.exit_code == 0, done.errors);
    BOOST_TEST(done.output.find("no frame can be read") != std::string::npos, done.output);
    BOOST_TEST(run_tool("check", c.data).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(an_older_snapshot_takes_the_place_of_a_damaged_one) {
    // As a crash leaves it that came before the older one was removed.
    const temporary_directory scratch;
    const fs::path data = scratch.path() / "data";
    std::map<std::string, std::string> older;
    {
        world_server server(world(), {"--data=" + data.string()});
        caller who(server.port());
        who.create("web", valid_events("web", 2));
        older = files_of(data);
        who.client.post("/__admin/snapshots", "");
        who.create("web", valid_events("web", 1, 3));
        server.process().process().signal(SIGKILL);
        server.process().process().wait();
    }
    const std::string dump = run_tool("dump", data).output;
    for (const auto& [name, content] : files_of(data)) older[name] = content;
    for (const auto& [name, content] : older)
        std::ofstream(data / name, std::ios::binary) << content;
    // The first segment as it was when the second began.
    flip(data / "snapshot-0000000000000002.dat", 300);
    BOOST_TEST(run_tool("check", data).exit_code == 4);
    const outcome done = run_tool("repair", data);
    BOOST_TEST(done.exit_code == 0, done.errors);
    BOOST_TEST(done.output.find("snapshot 1 is used") != std::string::npos, done.output);
    BOOST_TEST(fs::exists(data / "snapshot-0000000000000002.dat.broken"));
    BOOST_TEST(run_tool("check", data).exit_code == 0);
    BOOST_TEST(run_tool("dump", data).output.find(R"("type":"web","number":"2")") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_a_snapshot_nothing_can_be_done_and_nothing_is_done) {
    const copy c;
    flip(c.snapshot, 300);
    const auto damaged = files_of(c.data);
    for (const char* how : {"--dry-run", ""}) {
        const outcome done = run_tool(
            "repair", c.data, *how ? std::vector<std::string>{how} : std::vector<std::string>{});
        BOOST_TEST(done.exit_code == 4);
        BOOST_TEST(done.errors.find("there is no snapshot that can be read") != std::string::npos,
                   done.errors);
        BOOST_TEST(done.errors.find("crmlocal restore") != std::string::npos);
        for (const auto& [name, content] : files_of(c.data))
            if (name != "LOCK") BOOST_TEST((damaged.at(name) == content), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
