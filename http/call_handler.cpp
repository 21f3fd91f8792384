// SPDX-License-Identifier: BSL-1.0
#include "http/call_handler.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/basic_parser_impl.hpp>

#include "domain/event_type.hpp"

namespace crmlocal::http {

using domain::given_as;
using domain::no_column;
using domain::value;
using domain::value_type;

call_handler::call_handler(const call_decoder& by, std::string_view body, domain::batch& out)
    : json_handler(body, out.texts), by_(by), out_(out) {
    call_.into = &out.call;
}

call_handler::slots& call_handler::current() noexcept {
    const inside at = where_ == inside::identifier ? identifier_.parent : where_;
    if (at == inside::call || (at == inside::event && in_parameter_)) return call_;
    return at == inside::event ? event_ : row_;
}

domain::object& call_handler::object_of(slots& at) {
    if (at.into) return *at.into;
    return &at == &event_ ? out_.events[at.index] : out_.rows[at.index];
}

std::span<const domain::column> call_handler::columns_of(inside where) const noexcept {
    if (where == inside::call || (where == inside::event && in_parameter_))
        return by_.shape().parameters;
    if (where == inside::event) return by_.shape().columns;
    return by_.shape().columns[event_.column].what->columns;
}

const domain::field* call_handler::field_of(const slots& at, inside where) const noexcept {
    return at.column == no_column ? nullptr : columns_of(where)[at.column].what;
}

// Puts the value into the slot of the member being read, which makes room for its object's slots.
void call_handler::store(slots& at, std::size_t columns, const value& v) {
    domain::object& o = object_of(at);
    if (o.given == 0) o.values = out_.add_values(columns);
    o.given |= std::uint64_t{1} << at.column;
    out_.values[o.values + at.column] = v;
}

bool call_handler::on_member(std::string_view name) {
    switch (where_) {
        case inside::call: {
            in_set_member_ = !by_.shape().set.empty() && name == by_.shape().set;
            if (!in_set_member_) return on_slot_member(call_, by_.parameters(), name);
            call_.column = no_column;
            unknown_name_ = {};
            return !std::exchange(set_seen_, true);
        }
        case inside::event:
            in_parameter_ =
                by_.shape().is_flat() && by_.parameters().find(name) != domain::no_column;
            if (in_parameter_) return on_slot_member(call_, by_.parameters(), name);
            return on_slot_member(event_, by_.columns(), name);
        case inside::row: return on_slot_member(row_, by_.rows(event_.column), name);
        case inside::identifier: {
            const auto keys = identifier_.kind->keys();
            const auto key =
                static_cast<std::uint8_t>(std::ranges::find(keys, name) - keys.begin());
            identifier_.key = key < keys.size() ? key : no_column;
            if (identifier_.key == no_column) return names_.add(unknown_name_ = name);
            const auto bit = static_cast<std::uint8_t>(1U << key);
            if (identifier_.seen & bit) return false;
            identifier_.seen |= bit;
            return true;
        }
        default: return names_.add(name);
    }
}

bool call_handler::on_slot_member(slots& at, const member_table& table, std::string_view name) {
    // Events of one call are alike: what followed this member in the one before follows it again.
    std::uint8_t& follower = followers_[&at == &row_][at.last];
    at.column = table.find(name, follower);
    if (at.column == no_column) return names_.add(unknown_name_ = name);
    at.last = follower = at.column;
    const std::uint64_t bit = std::uint64_t{1} << at.column;
    if (at.seen & bit) return false;
    at.seen |= bit;
    return true;
}

bool call_handler::on_literal(std::string_view text) {
    const char first = text[0];
    return on_value(first == 't'   ? given_as::yes
                    : first == 'f' ? given_as::no
                                   : given_as::null,
                    text);
}

bool call_handler::on_value(given_as as, std::string_view text) {
    if (where_ == inside::skipped) return true;
    value v;
    v.as = as;
    v.data = text.data();
    v.size = static_cast<std::uint32_t>(text.size());
    return put(v);
}

// A value that is no slot object, where the parser stands.
bool call_handler::put(const value& v) {
    switch (where_) {
        case inside::nothing: return false;  // the body itself must be an object
        case inside::set:
            if (++out_.events_given <= domain::events_per_call_max)
                out_.events.push({.size = v.size, .data = v.data, .as = v.as});
            return true;
        case inside::rows:
            if (++rows_given_ <= domain::rows_per_event_max)
                out_.rows.push({.size = v.size, .data = v.data, .as = v.as});
            return true;
        case inside::identifier: put_key(v); return true;
        case inside::call:
            if (in_set_member_) {
                if (v.as != given_as::null) out_.set = v;
                return true;
            }
            break;
        default: break;
    }
    slots& at = current();
    if (at.column == no_column) note_unknown(v);
    else if (v.as != given_as::null) store(at, columns_of(where_).size(), v);
    return true;
}

void call_handler::put_key(const value& v) {
    if (identifier_.key == no_column) return note_unknown(v);
    if (v.as == given_as::null) return;
    if (identifier_.parts == 0) {
        identifier_.first.key = identifier_.key;
        identifier_.first.given = v;
    } else {
        if (identifier_.parts == 1) out_.parts.push(identifier_.first);
        out_.parts.push({identifier_.key, v});
    }
    ++identifier_.parts;
}

void call_handler::end_identifier() {
    value v;
    if (identifier_.parts == 1 && identifier_.first.given.as == given_as::text) {
        v = identifier_.first.given;
        v.as = given_as::identifier;
        v.key = identifier_.first.key;
        v.found = nullptr;
    } else {
        if (identifier_.parts == 1) out_.parts.push(identifier_.first);
        v.as = given_as::parts;
        v.size = identifier_.parts;
        v.first = static_cast<std::uint32_t>(out_.parts.size() - identifier_.parts);
    }
    where_ = identifier_.parent;
    store(current(), columns_of(where_).size(), v);
}

// Keeps the member if it is the first in order of its event, or of the call.
void call_handler::note_unknown(const value& v) {
    domain::unknown_member u;
    u.name = unknown_name_;
    u.given = v;
    const bool in_identifier = where_ == inside::identifier;
    const inside holder = in_identifier ? identifier_.parent : where_;
    const bool of_call = holder == inside::call || (holder == inside::event && in_parameter_);
    if (of_call) {
        if (in_identifier) u.where.column = call_.column;
    } else {
        u.event = static_cast<std::uint32_t>(event_.index);
        if (in_identifier || holder == inside::row) u.where.column = event_.column;
        if (holder == inside::row)
            u.where.row = static_cast<std::uint32_t>(
                out_.rows.size() - 1 - out_.values[object_of(event_).values + event_.column].first);
        if (holder == inside::row && in_identifier) u.where.row_column = row_.column;
    }
    std::size_t& kept = of_call ? call_unknown_ : event_unknown_;
    if (kept == none) {
        kept = out_.unknown_members.size();
        out_.unknown_members.push(u);
    } else if (u.where < out_.unknown_members[kept].where) {
        out_.unknown_members[kept] = u;
    }
}

bool call_handler::on_open(char kind) {
    if (kind == '{') names_.open();
    if (where_ == inside::skipped) {
        ++skipped_depth_;
        return true;
    }
    return kind == '{' ? open_object() : open_array();
}

bool call_handler::open_object() {
    switch (where_) {
        case inside::nothing:
            where_ = inside::call;
            if (by_.shape().is_flat()) begin_flat();
            return true;
        case inside::set:
            if (++out_.events_given > domain::events_per_call_max) {
                skip_into(inside::set);
                return true;
            }
            out_.events.push({});
            event_ = {.index = out_.events.size() - 1};
            event_unknown_ = none;
            where_ = inside::event;
            return true;
        case inside::rows:
            if (++rows_given_ > domain::rows_per_event_max) {
                skip_into(inside::rows);
                return true;
            }
            out_.rows.push({});
            row_ = {.index = out_.rows.size() - 1};
            where_ = inside::row;
            return true;
        default: break;
    }
    const bool is_slot =
        where_ != inside::identifier && !(where_ == inside::call && in_set_member_);
    const domain::field* what = is_slot ? field_of(current(), where_) : nullptr;
    if (what && what->type == value_type::identifier) {
        identifier_ = {};
        identifier_.parent = where_;
        identifier_.kind = what->kind;
        where_ = inside::identifier;
        return true;
    }
    value v;
    v.as = given_as::object;
    const bool ok = put(v);
    skip_into(where_);
    return ok;
}

bool call_handler::open_array() {
    if (where_ == inside::call && in_set_member_) {
        out_.set.as = given_as::rows;
        where_ = inside::set;
        return true;
    }
    value v;
    v.as = given_as::array;
    const bool is_column = where_ == inside::event && !in_parameter_;
    const domain::field* what = is_column ? field_of(event_, where_) : nullptr;
    if (what && what->type == value_type::rows) {
        v.as = given_as::rows;
        v.first = static_cast<std::uint32_t>(out_.rows.size());
        store(event_, columns_of(where_).size(), v);
        rows_given_ = 0;
        where_ = inside::rows;
        return true;
    }
    const bool ok = put(v);
    skip_into(where_);
    return ok;
}

// The call is one event, which has no set to be in.
void call_handler::begin_flat() {
    out_.set.as = given_as::rows;
    out_.events_given = 1;
    out_.events.push({});
    event_ = {.index = 0};
    where_ = inside::event;
}

void call_handler::skip_into(inside parent) {
    resume_ = parent;
    where_ = inside::skipped;
    skipped_depth_ = 1;
}

bool call_handler::on_close(char kind) {
    if (kind == '}') names_.close();
    switch (where_) {
        case inside::skipped:
            if (--skipped_depth_ == 0) where_ = resume_;
            break;
        case inside::identifier: end_identifier(); break;
        case inside::row: where_ = inside::rows; break;
        case inside::rows: {
            value& v = out_.values[object_of(event_).values + event_.column];
            v.size = static_cast<std::uint32_t>(out_.rows.size()) - v.first;
            if (rows_given_ > domain::rows_per_event_max) {
                out_.rows.shrink_to(v.first);
                v = {};
                v.as = given_as::array;
            }
            where_ = inside::event;
            break;
        }
        case inside::event: where_ = by_.shape().is_flat() ? inside::nothing : inside::set; break;
        case inside::set: where_ = inside::call; break;
        case inside::call:
        case inside::nothing: where_ = inside::nothing; break;
    }
    return true;
}

// Here, so that the parser has the handler's code at hand.
std::optional<std::size_t> parse_call(const call_decoder& by, std::string_view body,
                                      domain::batch& out, boost::json::error_code& error) {
    out.begin(by.shape(), by.type());
    boost::json::parse_options options;
    options.max_depth = json_depth_max;
    boost::json::basic_parser<call_handler> parser(options, by, body, out);
    std::size_t consumed = parser.write_some(false, body.data(), body.size(), error);
    if (error) return consumed;
    if (!parser.done()) return body.size();
    consumed = body.find_first_not_of(" \t\n\r", consumed);
    if (consumed != body.npos) return consumed;
    return std::nullopt;
}

}  // namespace crmlocal::http
