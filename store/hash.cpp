// SPDX-License-Identifier: BSL-1.0
#include "store/hash.hpp"

#include <array>
#include <stdexcept>
#include <sys/random.h>
#include <xxhash.h>

namespace crmlocal::store {
namespace {

// XXH3 with a seed builds its secret for every long input; a secret of our own saves that.
const auto secret = [] {
    std::array<std::uint64_t, 24> bits;
    for (std::uint64_t& b : bits) b = random_bits();
    return bits;
}();

}  // namespace

std::uint64_t hash_text(std::string_view text) noexcept {
    return XXH3_64bits_withSecret(text.data(), text.size(), secret.data(), sizeof secret);
}

fingerprint fingerprint_of(std::string_view bytes) noexcept {
    const XXH128_hash_t h =
        XXH3_128bits_withSecret(bytes.data(), bytes.size(), secret.data(), sizeof secret);
    return {h.high64, h.low64};
}

fingerprint digest_of(std::uint64_t seed, std::string_view first,
                      std::string_view second) noexcept {
    const XXH128_hash_t begin = XXH3_128bits_withSeed(first.data(), first.size(), seed);
    const XXH128_hash_t all =
        XXH3_128bits_withSeed(second.data(), second.size(), begin.low64 ^ begin.high64);
    return {all.high64, all.low64 ^ begin.low64};
}

std::uint64_t seed_for(std::uint64_t seed, std::string_view name) noexcept {
    return XXH3_64bits_withSeed(name.data(), name.size(), seed);
}

std::uint64_t random_bits() {
    std::uint64_t bits = 0;
    if (::getrandom(&bits, sizeof bits, 0) != sizeof bits)
        throw std::runtime_error("the operating system gives no random bits");
    return bits;
}

}  // namespace crmlocal::store
