// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/directory_listing.hpp"
#include "store/recovery.hpp"

namespace crmlocal::app {

/// What `crmlocal check` finds in a data directory.
struct directory_report {
    struct numbered_events {
        std::string type;  ///< as in paths
        std::uint64_t events = 0;
        std::uint64_t next_number = 1;
    };
    struct organisation {
        std::string name;
        std::vector<numbered_events> types;
    };

    std::string path;
    bool has_manifest = false;
    store::manifest contents;
    store::recovery_summary found;  ///< up to the damage, if there is any
    std::optional<store::damage> damage;
    std::vector<organisation> organisations;
    std::vector<store::listed_file> files;

    bool sound() const noexcept { return !damage; }
};

/// Reads all of a directory as a server would. Throws `store::damage` if it cannot even be looked
/// into: it is in use, there is none, or a newer program wrote it.
directory_report inspect_directory(const std::string& path);

/// For people, a few lines.
std::string report_text(const directory_report& report);

/// For programs, a JSON document.
std::string report_json(const directory_report& report);

}  // namespace crmlocal::app
