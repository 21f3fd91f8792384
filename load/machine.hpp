// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>

namespace crmlocal::load {

/// What the figures were measured on.
struct machine {
    std::string cpu;
    unsigned cores = 0;
    std::string kernel;
};

/// This machine.
machine this_machine();

/// How much memory of a process is in RAM, in bytes, exact; 0 if that cannot be read.
std::uint64_t resident_bytes_of(pid_t process);

}  // namespace crmlocal::load
