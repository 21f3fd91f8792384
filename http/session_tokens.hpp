// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/batch.hpp"
#include "http/json_web_token.hpp"
#include "store/token_table.hpp"

namespace crmlocal::http {

/// In which release's form tokens are given out.
enum class token_profile : std::uint8_t {
    r11,  ///< 32 hexadecimal characters, good until they have been idle for an hour [found]
    r12   ///< a signed JSON Web Token, good for two hours whether it is used or not [found]
};

/// Tokens as callers see them: the table of those that are alive, in the form of a release. Safe
/// for use by several threads at once.
class session_tokens {
public:
    /// The table must outlive it.
    session_tokens(store::token_table& alive, token_profile profile)
        : alive_(alive), profile_(profile) {}

    /// A token for a user who has given a password.
    std::string issue_to_user(store::login who);
    /// A token for who has given a Web API key: good for two hours in all releases [found].
    std::string issue_to_key(store::login who);

    /// The login behind a token, which counts as use of it; nothing if it is unknown, released or
    /// has expired.
    std::optional<store::login> find(std::string_view token);
    /// The login behind the token of a call; nothing if there is none or it is no text.
    std::optional<store::login> find(const domain::batch& call);

    /// As `store::token_table` does it, for the token of a login.
    void set_mark(const domain::uuid& token, const store::fingerprint& list, std::uint64_t seen) {
        alive_.set_mark(token, list, seen);
    }
    std::optional<std::uint64_t> find_mark(const domain::uuid& token,
                                           const store::fingerprint& list) {
        return alive_.find_mark(token, list);
    }

    /// Forgets all tokens of an organisation.
    void release_all(const store::tenant& of) { alive_.release_all(of); }

    /// Forgets a token; false if it is unknown or has expired.
    bool release(std::string_view token);

private:
    std::string issue(store::login who, store::token_life life);

    store::token_table& alive_;
    const token_profile profile_;
    const token_signer signer_;
};

}  // namespace crmlocal::http
