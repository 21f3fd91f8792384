// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "load/body.hpp"

namespace crmlocal::load {

/// The id of an event, as the two halves of its 32 hexadecimal digits.
using event_id = std::array<std::uint64_t, 2>;

/// What an answer says of an event that was created.
struct created_event {
    std::uint64_t number;
    event_id id;
};

/// Reads the answer to a bulk call strictly: each event's row in its place, as it must be, and
/// nothing else; appends the created events to `out`. Returns what is wrong, empty if nothing is.
std::string read_answer(std::string_view answer, const body& asked,
                        std::vector<created_event>& out);

/// Numbers that were seen, in a bit each.
class number_set {
public:
    /// False if it was there.
    bool add(std::uint64_t number);

    std::uint64_t size() const noexcept { return size_; }
    std::uint64_t lowest() const noexcept { return lowest_; }
    std::uint64_t highest() const noexcept { return highest_; }

private:
    static constexpr std::uint64_t page_numbers = 1 << 16;
    using page = std::array<std::uint64_t, page_numbers / 64>;

    std::unordered_map<std::uint64_t, std::unique_ptr<page>> pages_;
    page* current_ = nullptr;
    std::uint64_t current_index_ = UINT64_MAX;
    std::uint64_t size_ = 0;
    std::uint64_t lowest_ = UINT64_MAX;
    std::uint64_t highest_ = 0;
};

/// All events that were created in a run, to see that no id and no number was given twice.
class answered_events {
public:
    /// Takes events of one sequence of numbers: a type of one organisation.
    void add(std::size_t sequence, const std::vector<created_event>& created);

    /// What is wrong with all of them together, empty if nothing is. `only_writer`: nobody else
    /// created events meanwhile, so that numbers must not have holes; sorts all ids.
    std::string find_fault(bool only_writer);

private:
    std::vector<number_set> numbers_;
    std::deque<event_id> ids_;  // adding never copies what is there: a call would wait for it
    std::string fault_;
};

}  // namespace crmlocal::load
