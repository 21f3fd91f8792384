// SPDX-License-Identifier: BSL-1.0
#include "store/new_directory.hpp"

#include <chrono>
#include <filesystem>

#include <boost/system/system_error.hpp>

#include "store/data_directory.hpp"

namespace crmlocal::store {
namespace {

std::int64_t now_in_milliseconds() {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
}

void check(const error_code& error, const std::string& path) {
    if (error) throw boost::system::system_error(error, path);
}

}  // namespace

bool is_free_directory(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error) && !error) return true;
    const bool free = !error && std::filesystem::is_empty(path, error);
    if (error) throw damage(path, "cannot be read: " + error.message());
    return free && std::filesystem::is_directory(path);
}

snapshot_summary make_directory(const std::string& path, memory_ledger& from,
                                std::uint64_t first_sequence) {
    if (!is_free_directory(path)) throw damage(path, "is there already, and not empty");
    data_directory directory(path, data_directory::access::writing);
    constexpr std::uint64_t number = 1;
    snapshot_begin begin;
    begin.cut = {1, first_sequence, 1, ~std::uint64_t{0}};
    begin.taken_on = now_in_milliseconds();

    const std::string snapshot = directory.snapshot_path(number);
    const std::string unfinished = snapshot + data_directory::unfinished_suffix;
    const domain::uuid instance = directory.contents().instance;
    const snapshot_summary written =
        write_snapshot(from.organisations(), unfinished, instance, number, begin);
    snapshot_begin read_begin;
    const snapshot_summary read = read_snapshot(unfinished, instance, number, nullptr, read_begin);
    if (read.events != written.events || read.entities != written.entities)
        throw damage(unfinished, "does not read back as it was written");
    check(rename_file(unfinished, snapshot), snapshot);
    check(directory.sync(), path);
    manifest contents = directory.contents();
    contents.snapshot = number;
    check(directory.set_contents(contents), path);
    return written;
}

}  // namespace crmlocal::store
