// SPDX-License-Identifier: BSL-1.0
#include "load/machine.hpp"

#include <fstream>
#include <new>
#include <string_view>
#include <sys/utsname.h>
#include <thread>

#include "store/growing_memory.hpp"

namespace crmlocal::load {
namespace {

// What follows `name` in the first line that begins with it, without blanks and colon.
std::string line_of(const std::string& file, std::string_view name) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(name)) continue;
        const std::size_t from = line.find_first_not_of(" \t:", name.size());
        return from == line.npos ? std::string() : line.substr(from);
    }
    return {};
}

}  // namespace

machine this_machine() {
    utsname system = {};
    uname(&system);
    return {line_of("/proc/cpuinfo", "model name"), std::thread::hardware_concurrency(),
            std::string(system.sysname) + " " + system.release};
}

void warm_memory(std::uint64_t bytes) noexcept {
    if (bytes == 0) return;
    try {
        store::growing_memory().grow(bytes);  // there before it is touched, and gone again
    } catch (const std::bad_alloc&) {
        // Then whoever takes it next pays.
    }
}

std::uint64_t resident_bytes_of(pid_t process) {
    const std::string file = "/proc/" + std::to_string(process) + "/smaps_rollup";
    const std::string kilobytes = line_of(file, "Rss");
    return kilobytes.empty() ? 0 : std::stoull(kilobytes) * 1024;
}

}  // namespace crmlocal::load
