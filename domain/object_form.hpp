// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/event_type.hpp"
#include "domain/standing.hpp"

namespace crmlocal::domain {

/// Where the value of an object's member comes from. What it means depends on the object that the
/// member is of: an event, a row of one, an entity, a user.
enum class source : std::uint8_t {
    nothing,  ///< always null: the vendor's object has it, this server does not know it
    no_rows,  ///< always an empty array, for the same reason
    // of an event
    event_id,
    event_number,
    event_type_name,
    event_state,  ///< POSTED or CANCELLED
    sum,          ///< a column of the rows, added up
    account,      ///< the account it names, or its participant's
    currency,     ///< of the unit that performed it
    log,          ///< an object: who did what and when
    created_date,
    updated_date,
    created_by,  ///< an object: the user
    updated_by,
    created_by_unit,  ///< an object: the unit that the user worked for
    updated_by_unit,
    rows,  ///< an array of objects: a column's rows
    // of an event or a row
    column_value,  ///< a column's value
    named,         ///< an object: the entity that a column's identifier names
    row_id,
    // of a user
    user_id,
    user_name,
    // of an entity
    key,
    attribute,
    related,     ///< an object: the entity it belongs to
    referred_to  ///< an object: the entity whose human key is an attribute's text
};

/// A member of an object, which may be an object itself: then its members follow it.
struct object_member {
    std::string name;
    std::string quoted;  ///< the name as it is written: `"name":`
    source from = source::nothing;
    std::uint8_t index = 0;             ///< of a column or key
    const field* what = nullptr;        ///< of a value, a sum or rows
    const entity_kind* kind = nullptr;  ///< of an object that is an entity
    std::string_view attribute = {};    ///< the name of an attribute
    standing known = standing::found;
    std::uint16_t end = 0;     ///< the position after its own members
    std::uint16_t parent = 0;  ///< its own position, of a member of the outermost object
};

/// The objects that a method answers with, as a list in the order in which they are written: what
/// they consist of, for the writer, the documents and `fields_set`. Immutable.
class object_form {
public:
    static constexpr std::size_t members_max = 256;
    /// A bit for each member that is to be written.
    using selection = std::bitset<members_max>;

    /// An event of that type.
    static object_form of_event(const event_type& type);
    /// An entity of that kind, as the methods show it that are about entities.
    static object_form of_entity(const entity_kind& kind);

    const std::vector<object_member>& members() const noexcept { return members_; }

    /// The members that a list of names asks for; all of them if there is none. Names are separated
    /// by commas, blanks do not count; those of inner members are paths: "classification.name". A
    /// name selects the whole member. If the form does not have one of them, `unknown` is it.
    selection select(std::string_view names, std::string_view& unknown) const;

private:
    class assembly;

    std::size_t find(std::string_view path) const noexcept;
    void add_to(selection& chosen, std::size_t member) const;

    std::vector<object_member> members_;
};

/// Calls f(name) for each name of a comma-separated list, blanks cut off, until f returns false;
/// empty names are skipped.
template <class F>
void for_each_name(std::string_view list, F&& f) {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        std::string_view name = list.substr(0, comma);
        list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
        const std::size_t first = name.find_first_not_of(' ');
        if (first == name.npos) continue;
        name = name.substr(first, name.find_last_not_of(' ') - first + 1);
        if (!f(name)) return;
    }
}

}  // namespace crmlocal::domain
