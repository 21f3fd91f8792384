// SPDX-License-Identifier: BSL-1.0
#include "bench/micro/storing.hpp"

#include <filesystem>
#include <stdexcept>

#include "domain/event_catalogue.hpp"
#include "load/cpu_time.hpp"

namespace crmlocal::bench {

storing::storing(std::string_view collection, const load::work_options& options)
    : calls_(collection, options, kept_in::disk), yardstick_(calls_.yardstick_per_event()) {
    calls_.begin_world();
    for (std::size_t i = 0; i < calls_.calls_per_world(); ++i) {
        calls_.run(step::commit);
        events_ += calls_.created();
    }
    keep_copy("journal");
    calls_.take_snapshot();
    keep_copy("snapshot");
}

void storing::keep_copy(const std::string& name) {
    std::filesystem::copy(calls_.directory(), directories_.path() + "/" + name,
                          std::filesystem::copy_options::recursive);
}

double storing::recover(const std::string& directory) const {
    const double begin = load::cpu_seconds_of_process();
    store::memory_ledger ledger(domain::customer_events);
    store::persistence storage(ledger, storage_settings(directory));
    const store::recovery_summary found = storage.recover();
    const double used = load::cpu_seconds_of_process() - begin;
    if (found.events + found.snapshot.events != events_)
        throw std::runtime_error("events are missing in " + directory);
    return used;
}

}  // namespace crmlocal::bench
