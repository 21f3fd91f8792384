// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>

#include "domain/batch.hpp"
#include "domain/rule.hpp"

namespace crmlocal::domain {

/// A type of customer event: everything that is particular to it. Paths, decoding, judgement,
/// storage and documents derive from this.
struct event_type {
    std::string_view name;            ///< singular, for documents
    std::string_view collection;      ///< in paths and in a fixture's `next_numbers`
    std::string_view classification;  ///< the type of the classifications that fit it
    std::string_view summary;         ///< one sentence for documents
    std::string_view classification_example;  ///< JSON that the `demo` organisation accepts
    call_shape bulk;                  ///< the body of `customer_events/bulk/<collection>/create`
    std::span<const bound<rule>> rules;    ///< relations, in the order of judgement
    std::span<const bound<claim>> claims;  ///< claims, in the order of judgement

    std::span<const column> columns() const noexcept { return bulk.columns; }
};

/// The types of event that a server knows. The position of a type is part of ids and records: new
/// types go to the end.
struct event_catalogue {
    std::span<const event_type> types;

    std::size_t ordinal_of(const event_type& type) const noexcept {
        return static_cast<std::size_t>(&type - types.data());
    }
};

}  // namespace crmlocal::domain
