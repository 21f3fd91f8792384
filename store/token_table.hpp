// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "domain/entity.hpp"
#include "domain/uuid.hpp"
#include "store/organisation.hpp"
#include "store/striped_map.hpp"

namespace crmlocal::store {

/// What a token stands for: a user at work for a unit of an organisation.
struct login {
    std::shared_ptr<organisation> in;
    std::uint32_t user = 0;
    const domain::entity* unit = nullptr;  ///< null: the user's default
};

/// The tokens of all organisations: 32 random upper-case hexadecimal characters, good until they have
/// been idle for an hour by their organisation's clock [found, release R11]. Many may be live for one
/// user. Safe for use by several threads at once.
class token_table {
public:
    static constexpr std::chrono::hours idle_max{1};

    /// A new token for that login.
    std::string issue(login who);

    /// The login behind a token, which counts as use of it; nothing if it is unknown or has expired.
    std::optional<login> find(std::string_view token);

    /// Forgets a token; false if it is unknown or has expired.
    bool release(std::string_view token);

    /// How many are kept, expired ones that were not swept yet included.
    std::size_t size() { return tokens_.size(); }

private:
    struct entry {
        login who;
        time_point used;

        bool expired() const { return who.in->now() - used > idle_max; }
    };

    struct random_hash {  // tokens are random
        using is_avalanching = void;

        std::size_t operator()(const domain::uuid& token) const noexcept { return token[0]; }
    };

    striped_map<domain::uuid, entry, random_hash, 16> tokens_;
    std::atomic<std::uint32_t> issued_ = 0;
};

}  // namespace crmlocal::store
