// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crmlocal::domain {

/// The 128 bits of a UUID, high half first.
using uuid = std::array<std::uint64_t, 2>;

/// Writes 32 upper-case hexadecimal characters without dashes [seed], with no terminator.
void write_uuid(const uuid& id, char* out) noexcept;

/// Reads what `write_uuid` writes; lower case is not accepted. Nothing for any other text.
std::optional<uuid> parse_uuid(std::string_view text) noexcept;

/// Makes ids out of what they identify, by a keyed permutation: unique by construction, without a
/// generator to share or an index to keep, and the same again for the same seed. They look like
/// version 4 UUIDs [seed] and do not tell their numbers to whoever lacks the seed; they are no
/// secrets either. Safe for use by several threads at once.
class id_maker {
public:
    /// What an id stands for: the ordinal-th thing of that space.
    struct meaning {
        std::uint16_t space;
        std::uint64_t ordinal;

        bool operator==(const meaning&) const = default;
    };

    explicit id_maker(std::uint64_t seed) noexcept;

    uuid make(meaning what) const noexcept;

    /// What the id stands for; nothing if this maker did not make it (but for one id in 2^42).
    std::optional<meaning> open(const uuid& id) const noexcept;

private:
    static constexpr int rounds = 6;

    std::array<std::uint64_t, rounds> keys_;
};

}  // namespace crmlocal::domain
