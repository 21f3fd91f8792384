// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "test/app/world_server.hpp"

namespace crmlocal::test {

/// The contents of all files in a directory, by name.
inline std::map<std::string, std::string> files_of(const std::filesystem::path& directory) {
    std::map<std::string, std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
        out.emplace(entry.path().filename().string(), read_file(entry.path()));
    return out;
}

/// An event of the web with values that are easily spoilt.
inline std::string awkward_event(unsigned serial) {
    return valid_event("web", serial)
        .set("description", "\"\\u0000 \\\"quoted\\\" \\\\ \\u20ac \\ud83d\\ude00 \\n\"")
        .set("udf_float_1", "0.1")
        .set("udf_float_2", "-0.0")
        .set("udf_float_3", "5e-324")
        .set("udf_float_4", "1.7976931348623157e308")
        .set("udf_date_1", "\"0001-01-01T00:00:00\"")
        .set("udf_date_2", "\"9999-12-31T23:59:59\"")
        .set("udf_string_1", "\"\"")
        .text();
}

/// A data directory that a killed server has left: two organisations, events of all types in a
/// snapshot and in the journal behind it. Made once; tests damage copies of it.
class kept_directory {
public:
    static const kept_directory& one() {
        static const kept_directory made;
        return made;
    }

    std::filesystem::path path() const { return directory_.path() / "data"; }

    /// A copy below that directory.
    std::filesystem::path copy_to(const temporary_directory& where,
                                  const char* name = "data") const {
        const auto to = where.path() / name;
        std::filesystem::copy(path(), to);
        return to;
    }

    std::string segment() const { return last("journal-"); }
    std::string snapshot() const { return last("snapshot-"); }
    static constexpr std::size_t journal_calls = 8;  ///< behind the snapshot, with an event each

private:
    kept_directory() {
        const std::vector<world> worlds = {
            {.organisation = "north", .settings = R"({"rules":{"account_active":"off"}})"},
            {.organisation = "south",
             .settings = R"({"numbering":"global"})",
             .next_numbers = R"({"web":100})"}};
        world_server server(worlds, {"--data=" + path().string(), "--seed=7"});
        caller north(server.port(), "north"), south(server.port(), "south");
        for (std::string_view collection : collections) {
            north.create(collection, valid_events(collection, 3));
            south.create(collection, valid_events(collection, 2));
        }
        north.client.post("/__admin/snapshots", "");
        for (std::string_view collection : collections)
            north.create(collection, valid_events(collection, 1, 4));
        north.create("web", {awkward_event(5)});
        south.create("web", {awkward_event(6)});
        server.process().process().signal(SIGKILL);
        server.process().process().wait();
    }

    std::string last(std::string_view prefix) const {
        std::string out;
        for (const auto& [name, content] : files_of(path()))
            if (name.starts_with(prefix)) out = name;
        return out;
    }

    temporary_directory directory_;
};

/// What a command says of a directory.
inline outcome run_tool(const std::string& command, const std::filesystem::path& directory,
                        std::vector<std::string> more = {}) {
    more.insert(more.begin(), {command, directory.string()});
    return run(CRMLOCAL_BINARY, more);
}

/// Changes a byte of a file.
inline void flip(const std::filesystem::path& file, std::size_t at) {
    std::string bytes = read_file(file);
    bytes.at(at) = static_cast<char>(bytes.at(at) ^ 0x10);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace crmlocal::test
