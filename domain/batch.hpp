// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/fault.hpp"
#include "domain/field.hpp"
#include "domain/scratch.hpp"
#include "domain/value.hpp"

namespace crmlocal::domain {

struct event_type;

/// The most events that one call may hold [seed].
inline constexpr std::size_t events_per_call_max = 1000;

/// The most rows that one array of an event may hold [assumed]. One with more is kept as an array
/// where none belongs.
inline constexpr std::size_t rows_per_event_max = 1000;

/// What a call's body consists of: parameters of its own and, if `set` has a name, an array of
/// objects. A login has no set; every bulk method has one.
struct call_shape {
    std::span<const column> parameters;
    std::string_view set = {};
    std::span<const column> columns = {};
    column_bits parameter_bits{parameters};  ///< known in advance: no call counts its columns
    column_bits bits{columns};

    /// True if the body is one event and the call's parameters are among its members. Its first
    /// column, the identifier of the request, is not.
    constexpr bool is_flat() const noexcept { return set.empty() && !columns.empty(); }
};

/// Where in an event something stands, in the order in which it is judged: the event's columns,
/// within one the rows, within a row its columns; what belongs to the object itself comes last.
struct place {
    std::uint8_t column = no_column;
    std::uint32_t row = 0;
    std::uint8_t row_column = no_column;

    auto operator<=>(const place&) const = default;
};

/// A member that no table knows: of an event, of its rows and identifiers, or of the call.
struct unknown_member {
    static constexpr std::uint32_t of_call = 0xFFFF'FFFF;

    std::uint32_t event = of_call;
    place where;
    std::string_view name;
    value given;
};

/// What an accepted event became.
struct created_event {
    std::uint64_t number = 0;
    std::array<std::uint64_t, 2> id = {};  ///< the 128 bits of a version 4 UUID, high half first
};

/// One call on its way: decoded, resolved, judged, committed, answered. Made once for a
/// connection's thread and filled again for every call. Texts are views into the body or into
/// `texts`, and live as long as both. Not safe for use by several threads at once.
class batch {
public:
    /// Forgets the call before and makes ready for one of that shape; `type` is null if the method
    /// creates no events. Both must outlive the batch's next use.
    void begin(const call_shape& shape, const event_type* type);

    /// Gives back memory beyond what ordinary calls need.
    void trim();

    const call_shape* shape = nullptr;
    const event_type* type = nullptr;

    std::string_view body;         ///< what texts are views into, and may be read as a whole
    object call;                   ///< the values of `shape->parameters`
    value set;                     ///< how the set was given: `rows` if it was an array
    std::size_t events_given = 0;  ///< may be above the maximum; then `events` holds the first ones
    scratch<object> events;
    scratch<object> rows;
    scratch<value> values;
    scratch<identifier_part> parts;
    scratch<unknown_member> unknown_members;  ///< the first in order of each event, and the call's
    std::pmr::monotonic_buffer_resource texts{std::size_t{4096}};

    /// Which of its values belongs to a column, for objects that are `packed`: most columns are
    /// used by no event of a call, and values that lie close together are quickly read. Set for
    /// columns that have a value.
    std::array<std::uint8_t, columns_max> packed_places;

    /// Room for the values of an object with that many columns, a place for each; the first's
    /// index.
    std::uint32_t add_values(std::size_t columns) {
        return static_cast<std::uint32_t>(values.extend(columns));
    }

    /// The value in that column of that object, or null if it was not given.
    const value* find(const object& of, std::uint8_t column) const noexcept {
        if (column >= columns_max || !(of.given >> column & 1)) return nullptr;
        return &values[of.values + (of.packed ? packed_places[column] : column)];
    }
    value* find(const object& of, std::uint8_t column) noexcept {
        return const_cast<value*>(static_cast<const batch*>(this)->find(of, column));
    }
    /// The value of that parameter of the call, or null.
    const value* find_parameter(const field& what) const noexcept;
    value* find_parameter(const field& what) noexcept {
        return const_cast<value*>(static_cast<const batch*>(this)->find_parameter(what));
    }

    std::span<const object> rows_of(const value& v) const noexcept {
        return rows.all().subspan(v.first, v.size);
    }

    // The verdicts: one for each event, accepted until refused.
    void accept_all();
    void refuse_event(std::size_t event, refusal why);
    /// Why that event was refused; null if it was not.
    const refusal* refused(std::size_t event) const noexcept {
        return verdicts_[event] == 0 ? nullptr : &refusals_[verdicts_[event] - 1];
    }
    std::size_t refused_count() const noexcept { return refusals_.size(); }

    scratch<created_event> created;  ///< one for each event; of accepted ones only, after a commit

private:
    scratch<std::uint32_t> verdicts_;  // 0: accepted; otherwise 1 + the index of its refusal
    std::vector<refusal> refusals_;
};

/// One event of a batch, as rules see it.
class event {
public:
    event(const batch& all, std::size_t index) noexcept : all_(all), index_(index) {}

    /// The value in that column, or null.
    const value* find(std::uint8_t column) const noexcept {
        return all_.find(all_.events[index_], column);
    }
    /// The entity that the identifier in that column names, or null.
    const entity* find_entity(std::uint8_t column) const noexcept {
        const value* v = find(column);
        return v ? v->found : nullptr;
    }
    const event_type& type() const noexcept { return *all_.type; }
    const batch& call() const noexcept { return all_; }
    std::size_t index() const noexcept { return index_; }

private:
    const batch& all_;
    std::size_t index_;
};

}  // namespace crmlocal::domain
