// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "lab/fault_plan.hpp"
#include "store/tenant.hpp"

namespace crmlocal::lab {

/// What a test has asked for of one organisation beyond its data. It stays when the organisation
/// begins anew. Safe for use by several threads at once.
class laboratory final : public store::tenant::attachment {
public:
    /// False as long as nobody has asked for anything: then calls are not looked at.
    bool in_use() const noexcept { return faults.in_use(); }

    fault_plan faults;

    /// What stays of it when its organisation begins anew.
    struct kept {
        bool faults = false;  ///< which count from 1 again
        bool requests = false;
    };
    void begin_anew(const kept& what) {
        if (what.faults) faults.reset();
        else faults.clear();
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
