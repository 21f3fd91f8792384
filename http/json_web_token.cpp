// SPDX-License-Identifier: BSL-1.0
#include "http/json_web_token.hpp"

#include <cstring>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "http/base64.hpp"
#include "http/json_text.hpp"
#include "store/hash.hpp"

namespace crmlocal::http {
namespace {

constexpr std::size_t id_size = 32;
constexpr std::string_view id_begin = R"("jti":")", id_end = R"("})";

// The only header there is: whatever a token's header claims, no other algorithm is ever used.
const std::string& header() {
    static const std::string text = to_base64url(R"({"typ":"JWT","alg":"HS256"})");
    return text;
}

void add(std::string& out, std::string_view name, std::string_view text) {
    std::string quoted(json_text_bytes_max(text.size()), '\0');
    quoted.resize(static_cast<std::size_t>(write_json_text(text, quoted.data()) - quoted.data()));
    out.append(out.empty() ? "{\"" : ",\"").append(name).append("\":").append(quoted);
}

}  // namespace

// Straight from the system: OpenSSL's generator would cost every start two megabytes, for a token
// profile that few choose.
token_signer::token_signer() {
    static_assert(sizeof(key) % sizeof(std::uint64_t) == 0);
    for (std::size_t at = 0; at < key_.size(); at += sizeof(std::uint64_t)) {
        const std::uint64_t bits = store::random_bits();
        std::memcpy(key_.data() + at, &bits, sizeof bits);
    }
}

std::string token_signer::signature_of(std::string_view text) const {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
              reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(),
              &size))
        throw std::runtime_error("OpenSSL cannot make an HMAC");
    return to_base64url({reinterpret_cast<const char*>(digest.data()), size});
}

std::string token_signer::sign(const token_claims& claims) const {
    std::string payload;
    add(payload, "usr", claims.user);
    add(payload, "org", claims.organisation);
    add(payload, "oun", claims.unit);
    add(payload, "exp", std::to_string(claims.expires_at));
    add(payload, "iat", std::to_string(claims.issued_at));
    add(payload, "jti", claims.id);
    payload += '}';
    std::string out = header() + "." + to_base64url(payload);
    const std::string signature = signature_of(out);
    return out.append(".").append(signature);
}

std::optional<std::string> token_signer::id_of(std::string_view token) const {
    const std::size_t last = token.rfind('.');
    if (last == token.npos || last <= header().size() + 1 || !token.starts_with(header()) ||
        token[header().size()] != '.')
        return std::nullopt;
    const std::string expected = signature_of(token.substr(0, last));
    const std::string_view given = token.substr(last + 1);
    if (given.size() != expected.size() ||
        CRYPTO_memcmp(given.data(), expected.data(), expected.size()) != 0)
        return std::nullopt;
    // Now it is known to be what `sign` wrote, with the id at its end.
    const auto payload =
        from_base64url(token.substr(header().size() + 1, last - header().size() - 1));
    if (!payload || payload->size() < id_begin.size() + id_size + id_end.size())
        return std::nullopt;
    const std::size_t at = payload->size() - id_end.size() - id_size;
    return payload->substr(at, id_size);
}

}  // namespace crmlocal::http
