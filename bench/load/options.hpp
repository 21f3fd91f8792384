// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <variant>
#include <vector>

#include "bench/work/work.hpp"

namespace crmlocal::bench {

/// Everything that `bench_load` can be told.
struct load_options {
    std::string server;  ///< the program to start; default: beside this one
    std::vector<std::string> server_arguments;
    std::string url;       ///< a server that runs already, instead
    pid_t server_pid = 0;  ///< its process, for processor time and memory
    std::vector<std::string> types = {"web"};
    std::string corpus;  ///< a directory that `corpus.py` made, instead
    work_options work;
    std::size_t connections = 4;
    double rate = 0;                   ///< events per second; 0: as fast as it goes
    std::uint64_t events = 1'000'000;  ///< per round
    double seconds = 0;                ///< per round; 0: `events` alone ends it
    std::uint64_t warm_up = 24'000;    ///< events before each round
    unsigned rounds = 5;
    unsigned starts = 0;  ///< measure that many starts instead of load
    std::string json;     ///< a file for machines
};

/// Reads the command line. If the program must end instead (help, or something unknown or bad,
/// which has been said on standard error), the exit code.
std::variant<load_options, int> read_load_options(int argc, char** argv);

}  // namespace crmlocal::bench
