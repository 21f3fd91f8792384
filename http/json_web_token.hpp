// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crmlocal::http {

/// What a signed token says of itself [found, release R12].
struct token_claims {
    std::string_view user;          ///< `usr`: the name of the user
    std::string_view organisation;  ///< `org`
    std::string_view unit;          ///< `oun`: the id of the unit, or empty
    std::int64_t issued_at = 0;     ///< `iat`, in seconds since 1970
    std::int64_t expires_at = 0;    ///< `exp`
    std::string_view id;            ///< `jti`: 32 hexadecimal characters
};

/// Signs tokens and recognises its own: JSON Web Tokens (RFC 7519) by HMAC with SHA-256, numbers as
/// strings as the vendor has them. Whether a token has expired or was released is for others to
/// say. Immutable, so safe for use by several threads at once.
class token_signer {
public:
    using key = std::array<unsigned char, 32>;

    /// A key of its own: tokens of another process, or of another run, are not recognised.
    token_signer();
    explicit token_signer(const key& secret) noexcept : key_(secret) {}

    std::string sign(const token_claims& claims) const;

    /// The `jti` of a token that this signer has signed, whole and unchanged; nothing for any other
    /// text, one with another algorithm in its header included.
    std::optional<std::string> id_of(std::string_view token) const;

private:
    std::string signature_of(std::string_view text) const;

    key key_;
};

}  // namespace crmlocal::http
