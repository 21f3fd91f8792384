// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace crmlocal::store {

/// A data directory cannot be used as it is: what is wrong, in which file, at which byte. Thrown
/// while starting up only.
class damage : public std::runtime_error {
public:
    damage(const std::string& file, std::uint64_t offset, const std::string& reason)
        : std::runtime_error(file + ", byte " + std::to_string(offset) + ": " + reason),
          file_(file),
          offset_(offset),
          reason_(reason) {}
    damage(const std::string& file, const std::string& reason)
        : std::runtime_error(file + ": " + reason), file_(file), reason_(reason) {}

    const std::string& file() const noexcept { return file_; }
    /// Where in the file, if it is about a place in it.
    std::optional<std::uint64_t> offset() const noexcept { return offset_; }
    const std::string& reason() const noexcept { return reason_; }

private:
    std::string file_;
    std::optional<std::uint64_t> offset_;
    std::string reason_;
};

/// A file was written by a program that knows more than this one: nothing is wrong with it.
class unknown_version : public damage {
public:
    unknown_version(const std::string& file, std::uint32_t version, std::uint32_t known)
        : damage(file, 0,
                 "has format version " + std::to_string(version) + "; this program knows " +
                     std::to_string(known) + ". Use the program that wrote it, or a newer one") {}
};

}  // namespace crmlocal::store
