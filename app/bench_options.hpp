// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "load/plan.hpp"

namespace crmlocal::app {

/// Everything that `crmlocal bench` can be told.
struct bench_options {
    load::plan plan;
    unsigned starts = 0;  ///< measure that many starts instead of load
    std::string json;     ///< a file for machines
    std::string html;     ///< a file to look at
};

/// Reads the command line. If the program must end instead (help, or something unknown or bad,
/// which has been said on standard error), the exit code.
std::variant<bench_options, int> read_bench_options(std::vector<std::string> arguments);

}  // namespace crmlocal::app
