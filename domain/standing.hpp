// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

namespace crmlocal::domain {

/// How well a statement about the vendor's API is known: shown in the seed page, found in other
/// public material, or decided by us. Printed wherever the statement is printed.
enum class standing : std::uint8_t { seed, found, assumed };

/// The lower-case name of a standing: "seed", "found" or "assumed".
constexpr std::string_view name_of(standing s) noexcept {
    switch (s) {
        case standing::seed: return "seed";
        case standing::found: return "found";
        case standing::assumed: break;
    }
    return "assumed";
}

}  // namespace crmlocal::domain
