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

/// Takes that many bytes of memory from the system and gives them back, so that whoever takes
/// memory next does not pay for what a virtual machine has handed back to its host. Does what it
/// can.
void warm_memory(std::uint64_t bytes) noexcept;

}  // namespace crmlocal::load
