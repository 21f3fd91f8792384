// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/entity.hpp"
#include "domain/uuid.hpp"
#include "store/hash.hpp"
#include "store/striped_map.hpp"
#include "store/tenant.hpp"

namespace crmlocal::store {

/// What a token stands for: a user at work for an organisation.
struct login {
    std::shared_ptr<tenant> of;
    std::uint32_t user = 0;
    std::string unit = {};                  ///< the id of the unit; empty: the user's default
    domain::uuid token = {};                ///< by which it was found
    std::shared_ptr<organisation> in = {};  ///< the organisation as it was when it was found
    time_point at = {};                     ///< when that was, by the organisation's clock
};

/// How long a token is good, by its organisation's clock.
enum class token_life : std::uint8_t {
    idle,  ///< until it has been idle for an hour [found, release R11]
    fixed  ///< two hours from its issue, whether it is used or not [found, release R12; API keys]
};

/// The tokens of all organisations: 32 random upper-case hexadecimal characters. Many may be live
/// for one user. Safe for use by several threads at once.
class token_table {
public:
    static constexpr std::chrono::hours idle_max{1};
    static constexpr std::chrono::hours fixed_life{2};

    /// A new token for that login.
    std::string issue(login who, token_life life = token_life::idle);

    /// The login behind a token, which counts as use of it; nothing if it is unknown or has
    /// expired, or its organisation is gone.
    std::optional<login> find(std::string_view token);

    /// Forgets a token; false if it is unknown or has expired.
    bool release(std::string_view token);

    /// Forgets all tokens of an organisation.
    void release_all(const tenant& of);

    /// Remembers for a token how far a list of events had come when its first page was read, so
    /// that the next pages are of the same list; of the last `marks_max` lists that it has read.
    void set_mark(const domain::uuid& token, const fingerprint& list, std::uint64_t seen);
    std::optional<std::uint64_t> find_mark(const domain::uuid& token, const fingerprint& list);
    static constexpr std::size_t marks_max = 16;

    /// How many are kept, expired ones that were not swept yet included.
    std::size_t size() { return tokens_.size(); }

private:
    struct entry {
        login who;
        time_point used;  // or issued, if its life is fixed
        token_life life;
        std::vector<std::pair<fingerprint, std::uint64_t>> marks = {};  // the newest last

        bool expired(time_point now) const {
            const auto age = now - used;
            return life == token_life::idle ? age > idle_max : age >= fixed_life;
        }
    };

    struct random_hash {  // tokens are random
        using is_avalanching = void;

        std::size_t operator()(const domain::uuid& token) const noexcept { return token[0]; }
    };

    striped_map<domain::uuid, entry, random_hash, 16> tokens_;
    std::atomic<std::uint32_t> issued_ = 0;
};

}  // namespace crmlocal::store
