// SPDX-License-Identifier: BSL-1.0
#include "store/directory_listing.hpp"

#include <algorithm>
#include <filesystem>

namespace crmlocal::store {
namespace {

constexpr std::string_view role_names[] = {"in use",     "missing", "replaced",
                                           "unfinished", "kept",    "foreign"};

std::string name_in(const std::string& path) { return path.substr(path.rfind('/') + 1); }

bool is_segment_in_use(const manifest& m, std::uint64_t number) {
    return number >= m.first_segment && number <= m.last_segment;
}

file_role role_of(std::string_view name, const manifest& m) {
    if (name == data_directory::lock_name || name == data_directory::manifest_name)
        return file_role::in_use;
    if (const auto number = snapshot_number(name))
        return *number == m.snapshot ? file_role::in_use : file_role::replaced;
    if (const auto number = segment_number(name))
        return is_segment_in_use(m, *number) ? file_role::in_use : file_role::replaced;
    if (name.ends_with(data_directory::unfinished_suffix)) return file_role::unfinished;
    if (name.ends_with(data_directory::kept_suffix)) return file_role::kept;
    return file_role::foreign;
}

}  // namespace

std::string_view name_of(file_role role) noexcept {
    return role_names[static_cast<std::size_t>(role)];
}

std::vector<listed_file> list_files(const data_directory& in) {
    const manifest& m = in.contents();
    std::vector<listed_file> out;
    try {
        for (const std::string& name : in.names()) {
            std::error_code is_no_file;
            const auto bytes = std::filesystem::file_size(in.path_of(name), is_no_file);
            out.push_back({name, is_no_file ? 0 : bytes, role_of(name, m)});
        }
    } catch (const std::filesystem::filesystem_error& error) {
        throw damage(in.path(), "cannot be read: " + error.code().message());
    }
    const auto expect = [&](const std::string& path) {
        if (!std::ranges::count(out, name_in(path), &listed_file::name))
            out.push_back({name_in(path), 0, file_role::missing});
    };
    if (m.snapshot != 0) expect(in.snapshot_path(m.snapshot));
    // A manifest that is damaged in a way that its checks do not see may name any number of them.
    constexpr std::uint64_t expected_max = 1000;
    for (std::uint64_t s = m.first_segment;
         s <= m.last_segment && s - m.first_segment < expected_max; ++s)
        expect(in.segment_path(s));
    std::ranges::sort(out, {}, &listed_file::name);
    return out;
}

}  // namespace crmlocal::store
