// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "domain/batch.hpp"

namespace crmlocal::http {

/// Puts what a decoder reads into a batch, event by event. The values of events lie close together:
/// columns get places in the order in which the call first gives them.
class batch_filler {
public:
    explicit batch_filler(domain::batch& out) noexcept : out_(out) {}

    /// Begins the next event of the batch. What is returned becomes its contents when it is
    /// complete.
    domain::object begin_event() {
        domain::object e;
        e.packed = true;
        e.values = out_.add_values(places_);
        event_unknown_ = none;
        out_.events.push(e);
        return e;
    }

    /// Where the value of that column is among those of an event that is being read.
    std::uint8_t place_of(domain::object& of, std::uint8_t column) {
        if (!(packed_ >> column & 1)) add_place(of, column);
        return out_.packed_places[column];
    }

    /// Keeps an unknown member if it is the first of its event, the one begun last, or of the call,
    /// in the order of judgement.
    void keep_unknown(const domain::unknown_member& u) {
        std::size_t& kept =
            u.event == domain::unknown_member::of_call ? call_unknown_ : event_unknown_;
        if (kept == none) {
            kept = out_.unknown_members.size();
            out_.unknown_members.push(u);
        } else if (u.where < out_.unknown_members[kept].where) {
            out_.unknown_members[kept] = u;
        }
    }

private:
    // A column that no event before has used. The events that come have a place for it; this one
    // moves to the end of the values, unless it is there.
    [[gnu::noinline]] void add_place(domain::object& of, std::uint8_t column) {
        if (of.values + places_ != out_.values.size()) move_to_end(of);
        out_.values.extend(1);
        packed_ |= std::uint64_t{1} << column;
        out_.packed_places[column] = places_++;
    }
    [[gnu::noinline]] void move_to_end(domain::object& of) {
        const std::size_t moved = out_.values.extend(places_);
        for (std::size_t i = 0; i < places_; ++i)
            out_.values[moved + i] = out_.values[of.values + i];
        of.values = static_cast<std::uint32_t>(moved);
    }

    static constexpr std::size_t none = SIZE_MAX;

    domain::batch& out_;
    std::uint64_t packed_ = 0;  // bits of the columns that have places
    std::uint8_t places_ = 0;
    std::size_t call_unknown_ = none;  // indices of what was kept
    std::size_t event_unknown_ = none;
};

}  // namespace crmlocal::http
