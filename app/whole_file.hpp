// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace crmlocal::app {

/// Writes a file whole or not at all, so that who waits for it never reads half of it. False if
/// that is not possible. No file if the name is empty.
bool write_whole_file(const std::string& name, std::string_view text);

/// A file that is there as long as something holds. A file of that name that an earlier process has
/// left is removed.
class standing_file {
public:
    /// The file is not there yet. None if the name is empty.
    explicit standing_file(std::string name);
    ~standing_file();

    standing_file(const standing_file&) = delete;
    standing_file& operator=(const standing_file&) = delete;

    /// Writes it; false if that is not possible.
    bool put_up(std::string_view text) const { return write_whole_file(name_, text); }

private:
    void take_down() const noexcept;

    std::string name_;
};

}  // namespace crmlocal::app
