// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "store/guarded.hpp"
#include "store/organisation.hpp"
#include "store/organisation_clock.hpp"

namespace crmlocal::store {

/// An organisation as that which stays when it begins anew: its name, its clock, who is logged in,
/// and what layers above attach to it. Safe for use by several threads at once.
class tenant {
public:
    /// What a layer above keeps for each organisation.
    struct attachment {
        virtual ~attachment() = default;
    };

    tenant(std::string name, std::shared_ptr<organisation> current)
        : name_(std::move(name)),
          clock_(current->clock()),
          beginning_(current->origin()),
          current_(std::move(current)) {}

    std::string_view name() const noexcept { return name_; }
    organisation_clock& clock() noexcept { return *clock_; }

    /// The organisation as it is now; null when it is gone. Who holds on to an older one works in a
    /// world of the past.
    std::shared_ptr<organisation> current() const { return *current_.lock(); }

    /// Puts another one in its place, which must have the same clock.
    void replace(std::shared_ptr<organisation> by) { std::swap(*current_.lock(), by); }

    /// As it is described when it begins anew.
    std::shared_ptr<const fixture> beginning() const { return *beginning_.lock(); }
    void begin_from(std::shared_ptr<const fixture> described) {
        std::swap(*beginning_.lock(), described);
    }

    /// What was attached; null before `attach`. It lives as long as the tenant.
    attachment* attached() const noexcept { return attached_.get(); }
    /// Once, before others know the tenant.
    void attach(std::unique_ptr<attachment> what) { attached_ = std::move(what); }

private:
    const std::string name_;
    const std::shared_ptr<organisation_clock> clock_;
    mutable guarded<std::shared_ptr<const fixture>> beginning_;
    mutable guarded<std::shared_ptr<organisation>> current_;
    std::unique_ptr<attachment> attached_;
};

}  // namespace crmlocal::store
