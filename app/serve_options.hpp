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

namespace crmlocal::app {

/// Everything that `crmlocal serve` can be told.
struct serve_options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string port_file;
    std::vector<std::string> fixtures;
    unsigned threads = 0;  ///< 0: one for each processor
    std::optional<std::uint64_t> seed;
    std::string log_level = "info";
    std::chrono::milliseconds shutdown_time = std::chrono::seconds{10};
    http::api_options api;
    http::limits limits;
};

/// Reads flags, environment and configuration file, in this order of precedence. If the program must
/// end instead (help, or something that is unknown or bad, which has been said on standard error),
/// the exit code.
std::variant<serve_options, int> read_serve_options(std::vector<std::string> arguments);

}  // namespace crmlocal::app
