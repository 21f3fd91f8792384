// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/types.h>

namespace crmlocal::load {

/// Seconds of processor that the calling thread has used.
double cpu_seconds_of_thread();

/// Seconds of processor that this process has used.
double cpu_seconds_of_process();

/// Seconds of processor that another process has used, in user and kernel mode, all threads; 0 if
/// there is no such process.
double cpu_seconds_of(pid_t process);

/// Seconds on the clock on the wall, from some moment on.
double wall_seconds();

}  // namespace crmlocal::load
