// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>

namespace crmlocal::store {

/// How much memory the process may take before nothing more is recorded. Safe for use by several
/// threads at once; cheap: it looks at most every few milliseconds.
class memory_limit {
public:
    /// In bytes of resident memory; 0: no limit.
    void set(std::uint64_t bytes) noexcept { bytes_max_ = bytes; }

    /// True while the process has as much as it may, or more.
    bool reached() noexcept;

private:
    std::uint64_t bytes_max_ = 0;
    std::atomic<std::int64_t> looked_at_ = 0;  // nanoseconds of the steady clock
    std::atomic<bool> reached_ = false;
};

/// The memory of this process that is resident, in bytes; 0 if the system does not say.
std::uint64_t resident_bytes() noexcept;

}  // namespace crmlocal::store
