// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "domain/batch.hpp"
#include "lab/call_facts.hpp"
#include "lab/draw.hpp"
#include "lab/effect.hpp"
#include "lab/fault.hpp"
#include "store/guarded.hpp"

namespace crmlocal::lab {

/// How often a fault's turn has come.
struct fault_counts {
    std::uint64_t matched = 0;         ///< candidates: calls that fit by what they are
    std::uint64_t fired = 0;           ///< calls to which it did something
    std::uint64_t refused_events = 0;  ///< events that it refused
};

/// A fault of a plan, with what changes. Safe for use by several threads at once.
class planned_fault {
public:
    explicit planned_fault(std::shared_ptr<const fault> what) : what_(std::move(what)) {}

    const fault& what() const noexcept { return *what_; }
    const std::shared_ptr<const fault>& shared() const noexcept { return what_; }

    /// Counts a candidate; its number if the fault fires.
    std::optional<std::uint64_t> fires(std::uint64_t seed);

    /// True if that event, known by its request identifier, may be refused once more. Of the first
    /// 100,000 identifiers only; others may not.
    bool attempt(std::string_view request_identifier);

    void count_refused(std::uint64_t events);
    fault_counts counts();

private:
    struct state {
        fault_counts counts;
        boost::unordered_flat_map<std::uint64_t, std::uint64_t> attempts;
    };

    std::shared_ptr<const fault> what_;
    store::guarded<state> state_;
};

/// The body of a call as JSON, parsed when it is first asked for.
class call_body {
public:
    explicit call_body(std::string_view text) : text_(text) {}

    /// Null if it is no JSON.
    const boost::json::value* get();

private:
    std::string_view text_;
    bool parsed_ = false;
    std::optional<boost::json::value> root_;
};

/// A fault that fires on a call.
struct fired_fault {
    std::shared_ptr<planned_fault> of;
    draw drawn;

    const fault& what() const noexcept { return of->what(); }
};

/// What the faults of an organisation do to one call: those that fire, in their order. Delays add
/// up. The first that ends the call is the last: those behind it are not looked at. Owns what the
/// refusals that it makes point to, so it must live until the call is answered.
class call_faults {
public:
    explicit call_faults(std::string_view body = {}) : body_(body) {}

    bool empty() const noexcept { return fired_.empty(); }
    std::span<const fired_fault> fired() const noexcept { return fired_; }

    /// The fault that ends the call; null if none does.
    const fault* ending() const noexcept;
    /// False if the call must be refused at once instead of being carried out.
    bool carries_out() const noexcept;

    /// How long the call waits before it is carried out, and its answer before it is sent.
    milliseconds delay_before() const noexcept;
    milliseconds delay_after() const noexcept;
    /// What is to happen to the answer when it is sent; null if nothing is.
    std::shared_ptr<const effect> on_answer() const;

    /// Refuses the events of a bulk call that faults choose, of those that were not refused before.
    void refuse_events(domain::batch& call);

private:
    friend class fault_plan;

    std::vector<fired_fault> fired_;
    call_body body_;
};

}  // namespace crmlocal::lab
