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
    std::string_view name;                    ///< singular, for documents
    std::string_view collection;              ///< in paths and in a fixture's `next_numbers`
    std::string_view classification;          ///< the type of the classifications that fit it
    std::string_view summary;                 ///< one sentence for documents
    std::string_view classification_example;  ///< JSON that the `demo` organisation accepts
    call_shape bulk;  ///< the body of `customer_events/bulk/<collection>/create`
    /// The body of `customer_events/<collection>/create`: parameters and columns are members of one
    /// object. Its columns are those of `bulk` and what only single events have; none if there is
    /// no such method.
    call_shape single = {};
    call_shape list = {};  ///< the parameters of `…/list`; none if there is no such method
    bool can_be_cancelled = false;         ///< there is a method `…/cancel`
    std::span<const bound<rule>> rules;    ///< relations, in the order of judgement
    std::span<const bound<claim>> claims;  ///< claims, in the order of judgement

    /// All that an event of this type may have, however it was created.
    std::span<const column> columns() const noexcept {
        return single.columns.empty() ? bulk.columns : single.columns;
    }
    /// The bits of these columns.
    const column_bits& bits() const noexcept {
        return single.columns.empty() ? bulk.bits : single.bits;
    }
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
