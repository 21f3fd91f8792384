// SPDX-License-Identifier: BSL-1.0
//
// A server with a data directory: what it acknowledged is there when it starts again. The harness
// in test/crash attacks the same from all sides; here is what every change of the code must keep.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

// A directory and the servers that use it one after the other.
class kept_world {
public:
    explicit kept_world(world only = {}, std::vector<std::string> more = {})
        : only_(std::move(only)), more_(std::move(more)) {
        more_.push_back("--data=" + path().string());
    }

    std::filesystem::path path() const { return directory_.path() / "some" / "where"; }

    world_server start() { return world_server(only_, more_); }

    std::size_t count(std::string_view suffix) const {
        std::size_t found = 0;
        for (const auto& entry : std::filesystem::directory_iterator(path()))
            found += entry.path().filename().string().ends_with(suffix);
        return found;
    }

private:
    temporary_directory directory_;
    world only_;
    std::vector<std::string> more_;
};

void kill(world_server& server) {
    server.process().process().signal(SIGKILL);
    server.process().process().wait();
}

const std::string used = R"("1")";

std::string with_reference(std::string_view collection, unsigned serial) {
    return changed_event(collection, serial,
                         {{"external_system", used}, {"external_system_reference_number", used}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(durability)

BOOST_DATA_TEST_CASE(what_was_acknowledged_survives,
                     data::make({"kill", "stop"}) * data::make({"per_type", "global"}), ending,
                     numbering) {
    kept_world kept({.settings = R"({"numbering":")" + std::string(numbering) + "\"}"});
    std::string next;
    {
        world_server server = kept.start();
        caller anna(server.port());
        for (std::string_view collection : collections)
            BOOST_TEST(anna.create(collection, valid_events(collection, 20)).processed.size() ==
                       20U);
        BOOST_TEST(anna.create("web", {with_reference("web", 30)}).processed.size() == 1U);
        if (std::string(ending) == "kill") kill(server);
        else BOOST_TEST(server.process().stop() == 0);
    }
    BOOST_TEST(kept.count(".dat") == 1U);
    BOOST_TEST(kept.count(".tmp") + kept.count(".broken") == 0U);
    world_server server = kept.start();
    caller anna(server.port());
    const bulk_answer again = anna.create("purchases", {with_reference("purchases", 1)});
    BOOST_TEST(again.unprocessed.at(0).error_code == "DuplicateExternalReferenceException");
    const bulk_answer twice = anna.create("referrals", valid_events("referrals", 20));
    BOOST_TEST(twice.unprocessed.size() == 20U);
    const bulk_answer more = anna.create("web", valid_events("web", 2, 40));
    const bool global = std::string(numbering) == "global";
    BOOST_TEST(more.numbers() == numbers_from(global ? 122 : 22, 2),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ids_go_on_where_they_were) {
    const std::vector<std::string> seed = {"--seed=7"};
    std::vector<std::string> ids, same;
    world_server memory(world{}, seed);
    caller in_memory(memory.port());
    for (const auto& row : in_memory.create("web", valid_events("web", 6)).processed)
        ids.push_back(row.id);
    kept_world kept({}, seed);
    for (int round = 0; round < 3; ++round) {
        world_server server = kept.start();
        caller anna(server.port());
        for (const auto& row : anna.create("web", valid_events("web", 2)).processed)
            same.push_back(row.id);
        kill(server);
    }
    BOOST_TEST(same == ids, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_second_server_is_refused_and_the_first_unharmed) {
    kept_world kept;
    world_server server = kept.start();
    caller anna(server.port());
    child_process second(CRMLOCAL_BINARY, {"serve", "--port=0", "--data=" + kept.path().string()});
    BOOST_TEST(second.wait() == 4);
    BOOST_TEST(second.errors().find("is in use by process " +
                                    std::to_string(server.process().process().pid())) !=
               std::string::npos);
    BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.size() == 1U);
    BOOST_TEST(server.process().stop() == 0);
}

BOOST_AUTO_TEST_CASE(snapshots_are_taken_on_demand_and_replace_the_journal) {
    kept_world kept;
    world_server server = kept.start();
    caller anna(server.port());
    anna.create("web", valid_events("web", 100));
    const response taken = anna.client.post("/__admin/snapshots", "");
    BOOST_TEST(taken.status == 200);
    BOOST_TEST(taken.body.starts_with(R"({"number":2,"organisations":1,)"));
    BOOST_TEST(taken.body.find(R"("events":100,)") != std::string::npos);
    BOOST_TEST(anna.client.get("/__admin/snapshots").body == taken.body);
    BOOST_TEST(kept.count(".dat") == 1U);
    BOOST_TEST(kept.count(".log") == 1U);
    server.process().process().signal(SIGUSR1);
    for (int i = 0; i < 500 && anna.client.get("/__admin/snapshots").body == taken.body; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    BOOST_TEST(anna.client.get("/__admin/snapshots").body.starts_with(R"({"number":3,)"));
}

BOOST_AUTO_TEST_CASE(without_a_data_directory_there_is_no_snapshot) {
    world_server server;
    caller anna(server.port());
    const response refused = anna.client.post("/__admin/snapshots", "");
    BOOST_TEST(refused.status == 409);
    BOOST_TEST(refused.body.find("--data DIR") != std::string::npos);
    server.process().process().signal(SIGUSR1);
    BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.size() == 1U);
}

BOOST_DATA_TEST_CASE(the_weaker_promises_keep_all_at_a_clean_stop, data::make({"interval", "none"}),
                     promise) {
    kept_world kept({}, {"--durability=" + std::string(promise)});
    {
        world_server server = kept.start();
        caller(server.port()).create("web", valid_events("web", 50));
        BOOST_TEST(server.process().stop() == 0);
    }
    world_server server = kept.start();
    BOOST_TEST(caller(server.port()).create("web", valid_events("web", 1)).numbers().front() ==
               "51");
}

BOOST_AUTO_TEST_CASE(small_segments_follow_one_another) {
    kept_world kept({}, {"--journal-segment-size=64KiB", "--snapshot-journal-size=0"});
    for (unsigned round = 0; round < 3; ++round) {
        world_server server = kept.start();
        caller anna(server.port());
        for (unsigned i = 0; i < 40; ++i) {
            const std::string text = '"' + std::string(3000, 'x') + '"';
            std::vector<std::string> events;
            for (unsigned e = 1; e <= 10; ++e)
                events.push_back(changed_event("web", e, {{"description", text}}));
            anna.create("web", events);
        }
        kill(server);
    }
    BOOST_TEST(kept.count(".log") > 40U);
    world_server server = kept.start();
    BOOST_TEST(caller(server.port()).create("web", valid_events("web", 1)).numbers().front() ==
               "1201");
}

BOOST_AUTO_TEST_CASE(a_damaged_directory_refuses_the_start_and_says_where) {
    kept_world kept;
    {
        world_server server = kept.start();
        caller anna(server.port());
        for (unsigned i = 1; i < 9; ++i) anna.create("web", valid_events("web", 3, i * 10));
        kill(server);
    }
    const auto journal = kept.path() / "journal-0000000000000001.log";
    std::string bytes = read_file(journal);
    bytes[200] = static_cast<char>(bytes[200] ^ 1);
    std::ofstream(journal, std::ios::binary) << bytes;
    child_process refused(CRMLOCAL_BINARY, {"serve", "--port=0", "--data=" + kept.path().string()});
    BOOST_TEST(refused.wait() == 4);
    BOOST_TEST(refused.errors().find(journal.string() + ", byte ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_cut_kept_and_told_of) {
    kept_world kept;
    {
        world_server server = kept.start();
        caller anna(server.port());
        for (unsigned i = 1; i < 9; ++i) anna.create("web", valid_events("web", 1, i));
        kill(server);
    }
    const auto journal = kept.path() / "journal-0000000000000001.log";
    std::filesystem::resize_file(journal, std::filesystem::file_size(journal) - 9);
    world_server server = kept.start();
    BOOST_TEST(server.process().process().errors().find("never acknowledged") != std::string::npos);
    BOOST_TEST(kept.count(".broken") == 1U);
    BOOST_TEST(caller(server.port()).create("web", valid_events("web", 1, 9)).numbers().front() ==
               "8");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
