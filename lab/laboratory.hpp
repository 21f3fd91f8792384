// SPDX-License-Identifier: BSL-1.0
#pragma once

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

    /// To be called when the organisation begins anew: its faults stay, and count from 1 again.
    void begin_anew() { faults.reset(); }

    /// The laboratory of a tenant; null if it has none.
    static laboratory* of(const store::tenant& tenant) noexcept {
        return static_cast<laboratory*>(tenant.attached());
    }
};

}  // namespace crmlocal::lab
