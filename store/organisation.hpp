// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/fixture.hpp"
#include "store/organisation_clock.hpp"
#include "store/references.hpp"

namespace crmlocal::store {

/// An organisation is a world of its own: its reference data, events, claims, numbers, settings and
/// clock. What every ledger knows of one; a ledger adds its own. Immutable but for its references,
/// so safe for use by several threads at once; a `tenant` is what stays when it begins anew.
class organisation {
public:
    organisation(std::shared_ptr<const fixture> from, std::shared_ptr<organisation_clock> clock,
                 std::uint64_t seed_ = 0)
        : seed(seed_), references(from->data), from_(std::move(from)), clock_(std::move(clock)) {}
    virtual ~organisation() = default;
    organisation(const organisation&) = delete;
    organisation& operator=(const organisation&) = delete;

    std::string_view name() const noexcept { return from_->organisation; }
    const organisation_settings& settings() const noexcept { return from_->settings; }
    const fixture& described() const noexcept { return *from_; }
    const std::shared_ptr<const fixture>& origin() const noexcept { return from_; }

    const std::uint64_t seed;      ///< rules the ids of its events, and whatever else is drawn
    store::references references;  ///< its accounts, units and so on

    /// The time as this organisation has it.
    time_point now() const { return clock_->now(); }
    const std::shared_ptr<organisation_clock>& clock() const noexcept { return clock_; }

    /// The position of the user with that name and password, if there is one.
    std::optional<std::uint32_t> find_user(std::string_view username,
                                           std::string_view password) const noexcept {
        for (std::size_t i = 0; i < from_->users.size(); ++i)
            if (from_->users[i].username == username && from_->users[i].password == password)
                return static_cast<std::uint32_t>(i);
        return std::nullopt;
    }

    /// What stands for the Web API key at that position where a user is asked for: keys come after
    /// the users.
    std::uint32_t user_of_key(std::size_t key) const noexcept {
        return static_cast<std::uint32_t>(from_->users.size() + key);
    }

    /// The name of a user; of a Web API key, which has none, "WEB API KEY 1" and so on.
    std::string name_of_user(std::uint32_t user) const {
        if (user < from_->users.size()) return from_->users[user].username;
        return "WEB API KEY " + std::to_string(user - from_->users.size() + 1);
    }

private:
    std::shared_ptr<const fixture> from_;
    std::shared_ptr<organisation_clock> clock_;
};

}  // namespace crmlocal::store
