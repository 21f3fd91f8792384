// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

#include "load/destination.hpp"
#include "load/traffic.hpp"
#include "load/work.hpp"

namespace crmlocal::load {

/// A type of event and its share of the calls.
struct share {
    std::string collection;
    double weight = 1;
};

/// What is to be measured, and how.
struct plan {
    // The server: one of our own for each round, or one that runs already.
    std::string server;  ///< the program to start
    std::vector<std::string> server_arguments;
    std::size_t organisations = 1;  ///< in a server of our own
    std::string url;                ///< a server that runs already
    credentials who;                ///< there
    pid_t server_pid = 0;           ///< its process, for processor time and memory
    bool only_writer = false;       ///< nobody else creates events there

    // The work.
    std::vector<std::vector<share>> mixes;  ///< measured one after the other
    std::string corpus;                     ///< a directory that `corpus.py` made, instead
    work_options work;

    // How it is sent.
    std::size_t connections = 4;
    double rate = 0;                   ///< events per second; 0: as fast as it goes
    std::uint64_t events = 1'000'000;  ///< per round
    double seconds = 0;                ///< per round; 0: `events` alone ends it
    std::uint64_t warm_up = 24'000;    ///< events before each round
    std::uint64_t warm_memory = 0;     ///< bytes that are taken from the system and given back then
    unsigned rounds = 3;
    double answer_seconds_max = 60;
    answer_check check = answer_check::rows;
};

}  // namespace crmlocal::load
