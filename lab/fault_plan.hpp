// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "lab/call_facts.hpp"
#include "lab/call_faults.hpp"
#include "lab/fault.hpp"
#include "store/guarded.hpp"

namespace crmlocal::lab {

/// The failures that an organisation's test has asked for, in order. Safe for use by several
/// threads at once.
class fault_plan {
public:
    static constexpr std::size_t faults_max = 1000;

    /// False if there is none: then `meet` need not be asked.
    bool in_use() const noexcept { return in_use_.load(std::memory_order_relaxed); }

    /// What happens to that call. A fault counts it if it gets its turn. Every random decision
    /// follows from the organisation's seed.
    call_faults meet(const call_facts& call, std::uint64_t seed);

    /// A fault as it stands in the plan.
    struct listed {
        std::shared_ptr<const fault> what;
        fault_counts counts;
    };
    std::vector<listed> list();
    std::optional<listed> find(std::string_view id);

    enum class outcome : std::uint8_t { done, id_taken, full };

    /// Appends faults, all or none; those without an id get one.
    outcome add(const std::vector<std::shared_ptr<fault>>& added);
    /// Puts them in place of all that there are; counts begin anew.
    outcome replace_all(const std::vector<std::shared_ptr<fault>>& by);
    /// Puts it in the place of the fault with its id, or appends it; its counts begin anew.
    outcome put(std::shared_ptr<fault> changed);
    /// Takes one away; false if there is none of that id.
    bool remove(std::string_view id);
    void clear() { replace_all({}); }
    /// Begins counting anew: as if no call had been made.
    void reset();

private:
    using faults = std::vector<std::shared_ptr<planned_fault>>;

    struct contents {
        std::shared_ptr<const faults> all = std::make_shared<const faults>();
        std::uint64_t made_ids = 0;
    };

    static bool name(fault& unnamed, const faults& among, contents& in);
    void set(contents& in, faults all);

    std::atomic<bool> in_use_ = false;
    store::guarded<contents> contents_;
};

}  // namespace crmlocal::lab
