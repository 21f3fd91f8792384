// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "domain/entity.hpp"
#include "store/reference_attributes.hpp"
#include "store/reference_data.hpp"

namespace crmlocal::store {

/// One row of an account's payment media, by human keys; an empty one means "any".
struct medium_names {
    std::string_view type;
    std::string_view brand;
};

/// One entity as a builder is told of it. Empty texts are absent.
struct entity_description {
    entity_keys keys = {};
    std::array<std::string_view, attributes_max> attributes = {};  ///< in the order of the table
    bool media_restricted = false;
    std::span<const medium_names> media = {};
};

/// Why reference data cannot be what it was said to be. The texts are the very views that the
/// builder was given, so that whoever gave them can tell where they stand.
struct reference_fault {
    enum class reason : std::uint8_t {
        double_identifier,  ///< two entities of a kind share a key
        dangling_reference  ///< there is no entity of that human key
    };

    reason why;
    const domain::entity_kind* of;  ///< whose key or reference it is
    std::string_view member;        ///< the name of the key or attribute
    std::string_view text;          ///< what it says
    std::string_view first = {};    ///< of a double identifier: where it was used first
    const domain::entity_kind* refers_to =
        nullptr;  ///< of a dangling reference: what was looked for
};

/// Makes reference data, once: `add` all entities in any order, then `build`. Keys must be unique
/// within their kind, but the names of accounts: people share names, and of those who do the first
/// is found. Not safe for use by several threads at once.
class reference_builder {
public:
    /// Absent ids are made from the seed, by the kind and the position within it.
    explicit reference_builder(std::uint64_t seed);
    ~reference_builder();

    /// Takes note of an entity, which must have its human key; it may refer to entities that are
    /// added later. The texts must live until `build` has returned. Not for more than 2^31 - 1
    /// entities of a kind.
    void add(const domain::entity_kind& kind, const entity_description& entity);

    /// The reference data, with copies of all texts, or the first fault of the first kind that has
    /// any. The builder is spent afterwards. Throws `std::length_error` at 4 GiB of texts.
    boost::system::result<std::shared_ptr<const reference_data>, reference_fault> build();

private:
    // By ordinal, as far as the last entity that has such a text.
    using column = std::vector<std::string_view>;
    struct medium_row {
        std::uint32_t account;
        medium_names names;
    };
    struct assembly;

    const std::uint64_t seed_;
    std::array<std::uint32_t, domain::kinds::count> counts_ = {};
    std::array<std::array<column, domain::entity_keys_max>, domain::kinds::count> keys_;
    std::array<column, std::size(attributes)> attributes_;
    std::vector<std::uint32_t> restricted_;  // the accounts that allow their media only
    std::vector<medium_row> media_;
};

}  // namespace crmlocal::store
