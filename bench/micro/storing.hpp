// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include "bench/micro/pipeline.hpp"
#include "load/server_process.hpp"

namespace crmlocal::bench {

/// A ledger on the disk, full of events of one type, and copies of its directory: one with all
/// events in the journal, one with all of them in a snapshot.
class storing {
public:
    /// Throws `std::runtime_error` if the disk does not take it.
    storing(std::string_view collection, const load::work_options& options);

    /// Processor time of a snapshot, of all threads, in seconds.
    double take_snapshot() { return calls_.take_snapshot(); }

    /// Processor time of reading everything into a new ledger, in seconds. Throws
    /// `std::runtime_error` if events are missing.
    double recover_journal() { return recover(directories_.path() + "/journal"); }
    double recover_snapshot() { return recover(directories_.path() + "/snapshot"); }

    std::size_t events() const noexcept { return events_; }
    double yardstick_per_event() { return yardstick_; }

private:
    void keep_copy(const std::string& name);
    double recover(const std::string& directory) const;

    pipeline calls_;
    double yardstick_;
    std::size_t events_ = 0;
    load::temporary_directory directories_;
};

}  // namespace crmlocal::bench
