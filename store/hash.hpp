// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

namespace crmlocal::store {

/// A hash of the text that differs from process to process, so that nobody can prepare collisions.
std::uint64_t hash_text(std::string_view text) noexcept;

/// 128 bits that stand for the bytes: seeded per process, wide enough that two different inputs
/// never meet in practice (one chance in 10^20 among 10^9).
struct fingerprint {
    std::uint64_t high;
    std::uint64_t low;

    bool operator==(const fingerprint&) const = default;
};
fingerprint fingerprint_of(std::string_view bytes) noexcept;

/// 128 bits that stand for bytes in two parts, the same in every process for the same seed.
fingerprint digest_of(std::uint64_t seed, std::string_view first, std::string_view second) noexcept;

/// Mixes a seed with a name: different for every name, the same in every run.
std::uint64_t seed_for(std::uint64_t seed, std::string_view name) noexcept;

/// Random 64 bits from the operating system.
std::uint64_t random_bits();

/// For hash containers: transparent, of good quality in all bits.
struct text_hash {
    using is_transparent = void;
    using is_avalanching = void;

    std::size_t operator()(std::string_view text) const noexcept { return hash_text(text); }
};

}  // namespace crmlocal::store
