// SPDX-License-Identifier: BSL-1.0
#include "store/whole_file.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "store/damage.hpp"
#include "store/data_directory.hpp"
#include "store/file.hpp"

namespace crmlocal::store {
namespace {

void check(const error_code& error, const std::string& path) {
    if (error) throw damage(path, "cannot be written: " + error.message());
}

}  // namespace

std::string read_file(const std::string& path) {
    error_code error;
    file in = file::open_to_read(path, error);
    std::string bytes(error ? 0 : in.size(error), '\0');
    if (!error) bytes.resize(in.read(0, bytes.data(), bytes.size(), error));
    if (error) throw damage(path, "cannot be read: " + error.message());
    return bytes;
}

void replace_file(const std::string& path, std::string_view bytes) {
    const std::string unfinished = path + data_directory::unfinished_suffix;
    remove_file(unfinished);
    error_code error;
    file out = file::create(unfinished, error);
    check(error, unfinished);
    check(out.write(0, bytes), unfinished);
    check(out.sync(), unfinished);
    check(rename_file(unfinished, path), path);
}

bool is_there(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

std::string name_to_keep(const std::string& path) {
    std::string name = path + data_directory::kept_suffix;
    for (int i = 2; is_there(name); ++i)
        name = fmt::format("{}.{}{}", path, i, data_directory::kept_suffix);
    return name;
}

}  // namespace crmlocal::store
