// SPDX-License-Identifier: BSL-1.0
#include "load/cpu_time.hpp"

#include <time.h>

namespace crmlocal::load {
namespace {

double read(clockid_t clock) {
    timespec t = {};
    if (clock_gettime(clock, &t) != 0) return 0;
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

}  // namespace

double cpu_seconds_of_thread() { return read(CLOCK_THREAD_CPUTIME_ID); }

double cpu_seconds_of_process() { return read(CLOCK_PROCESS_CPUTIME_ID); }

double cpu_seconds_of(pid_t process) {
    clockid_t clock = 0;
    return clock_getcpuclockid(process, &clock) == 0 ? read(clock) : 0;
}

double wall_seconds() { return read(CLOCK_MONOTONIC); }

}  // namespace crmlocal::load
