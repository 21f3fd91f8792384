// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "app/json_tree.hpp"
#include "domain/batch.hpp"
#include "domain/scratch.hpp"
#include "store/memory_ledger.hpp"

namespace crmlocal::app {

/// Puts the events of a dump back into a ledger, with their numbers.
class dumped_events {
public:
    explicit dumped_events(store::memory_ledger& into) noexcept : into_(into) {}

    /// Takes in the event of a line. Throws `std::runtime_error` if it cannot be one.
    void add(const json_tree& line);

    /// Records what was taken in and not recorded yet. Throws `std::runtime_error`.
    void flush();

    std::uint64_t count() const noexcept { return count_; }

private:
    // What the events have in common that are taken in and not recorded yet.
    struct call {
        std::shared_ptr<store::memory_organisation> in;
        std::size_t type = 0;
        store::call_entry entry;
        std::uint64_t count = 0;
    };

    call call_of(const json_tree& line);
    void join(const call& with);
    void restore_cancellation(const json_tree& line);
    void fill_event(const json_tree& line);
    domain::object read_object(const json_tree& line, std::size_t object,
                               std::span<const domain::column> columns, std::string_view rows,
                               std::size_t row);
    domain::value read_rows(const json_tree& line, std::size_t array, const domain::field& what);
    domain::value read_value(const json_tree& line, std::size_t node, const domain::field& what,
                             std::string_view rows, std::size_t row);

    store::memory_ledger& into_;
    call call_;
    domain::call_shape shape_;
    domain::batch batch_;  // the event that is being read
    domain::scratch<char> run_, payload_;
    std::uint64_t count_ = 0;
};

}  // namespace crmlocal::app
