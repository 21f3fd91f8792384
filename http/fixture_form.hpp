// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/entity.hpp"
#include "domain/event_type.hpp"

namespace crmlocal::http {

/// What a member of a fixture's object must be.
enum class member_shape : std::uint8_t {
    text,     ///< a string
    number,   ///< a whole number from 1 to `fixture_number_max`
    texts,    ///< an array of strings, none of them empty
    object,   ///< an object of another form
    objects,  ///< an array of those
};

/// The largest number that a fixture may hold: 15 digits, exact for every client.
inline constexpr std::uint64_t fixture_number_max = 999'999'999'999'999;

struct object_form;

/// A member that an object of a fixture may have.
struct member_form {
    std::string_view name;
    member_shape shape = member_shape::text;
    bool mandatory = false;
    bool may_be_empty = false;                  ///< of texts: "" is as good as absent
    std::uint32_t length_max = 255;             ///< of texts, in code points
    std::vector<std::string_view> one_of = {};  ///< of texts: the values allowed, if only some are
    const object_form* inner = nullptr;         ///< of objects
    bool is_date = false;                       ///< of texts: a date as calls write it, or empty
};

/// An object that a fixture may hold.
struct object_form {
    std::string_view name = {};  ///< as complaints call it
    std::vector<member_form> members = {};
    const domain::entity_kind* kind = nullptr;  ///< of an entity: keys, then attributes, come first
};

/// The forms of all objects of a fixture file (contract, section 6), derived from the entity kinds,
/// their attributes, the rules and the types of event. Immutable; refers to the catalogue.
class fixture_form {
public:
    explicit fixture_form(const domain::event_catalogue& catalogue);
    fixture_form(const fixture_form&) = delete;
    fixture_form& operator=(const fixture_form&) = delete;

    object_form file, user, medium, next_numbers, settings, rules;
    std::array<object_form, domain::kinds::count> entities;
};

}  // namespace crmlocal::http
