// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "domain/event_type.hpp"
#include "store/event_log.hpp"
#include "store/posting_lists.hpp"
#include "store/references.hpp"

namespace crmlocal::store {

/// Finds the events of one type by what their lists ask for, as positions in their log: by account
/// (its participants' events included), participant, classification, and by when they were
/// submitted. Takes the events in the order of the log, which may be in portions and long after
/// they came. Not safe for use by several threads at once.
class event_index {
public:
    /// By which columns is told by `type.list`.
    explicit event_index(const domain::event_type& type);

    /// Takes in the event at the next position. `data` must know its entities.
    void add(const event_log::numbered_event& event, const references& data);

    /// How many events it has taken in.
    std::uint64_t size() const noexcept { return size_; }

    /// What is asked for.
    struct question {
        std::uint8_t column = domain::no_column;  ///< one that the type's lists ask by
        std::uint32_t ordinal = 0;
        std::optional<std::int64_t> after, before;  ///< in seconds since 1970, both included
        std::uint64_t end = 0;                      ///< only events at positions before this one
        std::uint64_t skip = 0;
        std::uint64_t limit = 0;
    };
    /// Appends the positions of the events asked for to `out`, the newest first. `submitted_at`
    /// gives the second of an event; it is asked of few: where the clock went backwards.
    void find(const question& asked,
              const std::function<std::int64_t(std::uint64_t position)>& submitted_at,
              std::vector<std::uint64_t>& out) const;

    /// The memory it takes, in bytes.
    std::size_t memory() const noexcept;

private:
    struct dimension {
        std::uint8_t column;  // of the event
        const domain::entity_kind* kind;
        posting_lists lists;
    };
    struct moment {
        std::uint64_t position;
        std::int64_t second;
    };
    // Positions from begin to end; those from sure_begin to sure_end were surely submitted in time.
    struct range {
        std::uint64_t begin, sure_begin, sure_end, end;
    };

    void add_moment(std::int64_t second);
    range range_of(const question& asked) const;

    const domain::event_type& type_;
    std::vector<dimension> dimensions_;
    std::uint8_t participant_ = domain::no_column;  // whose account counts as the event's
    std::uint64_t size_ = 0;
    std::vector<moment> latest_;    // from that position on nothing was later until the next one
    std::vector<moment> earliest_;  // nothing behind that position was submitted before it
};

}  // namespace crmlocal::store
