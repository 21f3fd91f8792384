// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace crmlocal::store {

/// A data directory cannot be used as it is: what is wrong, in which file, at which byte. Thrown while
/// starting up only.
class damage : public std::runtime_error {
public:
    damage(const std::string& file, std::uint64_t offset, const std::string& what)
        : std::runtime_error(file + ", byte " + std::to_string(offset) + ": " + what) {}
    damage(const std::string& file, const std::string& what)
        : std::runtime_error(file + ": " + what) {}
};

}  // namespace crmlocal::store
