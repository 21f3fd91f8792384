// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "domain/entity.hpp"
#include "domain/uuid.hpp"

namespace crmlocal::store {

/// The keys of one entity in the order of its kind; an empty text is a key it does not have. An
/// absent id is made from the seed.
using entity_keys = std::array<std::string_view, domain::entity_keys_max>;

/// The accounts, participants, units and so on of an organisation. Immutable, so that any number of
/// organisations and threads share one; made by a `reference_builder`.
class reference_data {
public:
    ~reference_data();

    /// The entity of that kind whose key (an index into `kind.keys()`) is exactly that text, or
    /// null; of accounts that share a name the first. Pointers live as long as this object.
    const domain::entity* find(const domain::entity_kind& kind, std::size_t key,
                               std::string_view text) const noexcept;

    /// Makes `find` for that text quick, soon, without waiting.
    void prefetch(const domain::entity_kind& kind, std::size_t key,
                  std::string_view text) const noexcept;

    /// All entities of a kind, by ordinal.
    std::span<const domain::entity> all(const domain::entity_kind& kind) const noexcept;

    /// The text of one of an entity's keys as given; empty if it was given none, an id included.
    std::string_view key_of(const domain::entity_kind& kind, std::uint32_t ordinal,
                            std::size_t key) const noexcept;

    /// The id of an entity: given, or made from the seed as 32 hexadecimal characters.
    std::string id_of(const domain::entity_kind& kind, std::uint32_t ordinal) const;

    /// The id that an entity gets which was given none: made from the seed of its reference data.
    static std::string made_id(std::uint64_t seed, const domain::entity_kind& kind,
                               std::uint32_t ordinal);

    /// What else a fixture said of it, by the name of an attribute: "life_cycle_state" (ACTIVE if
    /// it said nothing), "account", "referred_by", "type", "currency", "description"; empty if
    /// absent.
    std::string_view text_of(const domain::entity_kind& kind, std::uint32_t ordinal,
                             std::string_view member) const noexcept;

    /// What rules the ids that were not given.
    std::uint64_t seed() const noexcept;

private:
    friend class reference_builder;
    reference_data();

    struct content;
    std::unique_ptr<content> content_;
};

}  // namespace crmlocal::store
