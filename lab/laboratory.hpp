// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "lab/call_log.hpp"
#include "lab/fault_plan.hpp"
#include "store/tenant.hpp"

namespace crmlocal::lab {

/// What a test has asked for of one organisation beyond its data. It stays when the organisation
/// begins anew. Safe for use by several threads at once.
class laboratory final : public store::tenant::attachment {
public:
    /// The budget, if there is one, must outlive it.
    explicit laboratory(const call_log_settings& settings = {.recording = false},
                        call_log_budget* budget = nullptr)
        : log(settings, budget) {}

    /// False as long as nobody has asked for anything: then calls are not looked at.
    bool in_use() const noexcept { return log.recording() || faults.in_use(); }

    fault_plan faults;
    call_log log;

    /// What stays of it when its organisation begins anew.
    struct kept {
        bool faults = false;  ///< which count from 1 again
        bool requests = false;
    };
    void begin_anew(const kept& what) {
        if (what.faults) faults.reset();
        else faults.clear();
        if (!what.requests) log.reset();
    }

    /// The states of the organisation that were saved, by name.
    struct checkpoint {
        std::shared_ptr<store::organisation> state;
        store::time_point saved_on;  ///< by its clock
    };
    store::guarded<std::map<std::string, checkpoint>> checkpoints;

    /// The laboratory of a tenant; null if it has none.
    static laboratory* of(const store::tenant& tenant) noexcept {
        return static_cast<laboratory*>(tenant.attached());
    }
};

}  // namespace crmlocal::lab
