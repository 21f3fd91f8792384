// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace crmlocal::test {

/// A new, empty directory that goes away with all its content when the object does.
class temporary_directory {
public:
    /// Throws `std::system_error` if none can be made.
    temporary_directory();
    ~temporary_directory();
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }

    /// Writes a file of that name and returns where it is; throws if it cannot.
    std::filesystem::path write(std::string_view name, std::string_view content) const;

private:
    std::filesystem::path path_;
};

/// The content of a file; throws `std::runtime_error` if it cannot be read.
std::string read_file(const std::filesystem::path& from);

}  // namespace crmlocal::test
