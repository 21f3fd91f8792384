// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "http/api.hpp"
#include "http/limits.hpp"
#include "lab/call_log.hpp"
#include "store/journal.hpp"

namespace crmlocal::app {

/// Everything that `crmlocal serve` can be told.
struct serve_options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string port_file;
    std::string ready_file;
    std::optional<std::uint16_t> admin_port;  ///< nothing: administration is found on `port`
    std::string admin_port_file;
    std::vector<std::string> fixtures;
    unsigned threads = 0;  ///< 0: one for each processor
    std::optional<std::uint64_t> seed;
    std::string log_level = "info";
    std::chrono::milliseconds shutdown_time = std::chrono::seconds{10};
    std::uint64_t memory_bytes_max = 0;  ///< 0: as much as there is
    std::string data;                    ///< a directory; empty: memory only
    store::durability durability = store::durability::commit;
    std::chrono::milliseconds durability_interval = std::chrono::seconds{1};
    std::chrono::milliseconds snapshot_interval = std::chrono::minutes{5};
    std::uint64_t snapshot_journal_bytes = 256 << 20;
    std::uint64_t journal_segment_bytes = 64 << 20;
    std::optional<bool> call_log;  ///< nothing: on in memory, off with a data directory
    lab::call_log_settings call_log_bounds;
    std::uint64_t call_logs_bytes_max = 256 << 20;  ///< of all organisations together
    http::api_options api;
    http::limits limits;
};

/// Reads flags, environment and configuration file, in this order of precedence. If the program
/// must end instead (help, or something that is unknown or bad, which has been said on standard
/// error), the exit code.
std::variant<serve_options, int> read_serve_options(std::vector<std::string> arguments);

}  // namespace crmlocal::app
