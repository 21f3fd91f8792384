// SPDX-License-Identifier: BSL-1.0
#include "app/dumped_events.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/dumped_line.hpp"
#include "domain/shape.hpp"
#include "store/event_change.hpp"
#include "store/record.hpp"
#include "store/reference_change.hpp"

namespace crmlocal::app {
namespace {

using domain::given_as;
using domain::value_type;
using form = json_tree::form;

constexpr std::uint64_t events_per_call = 1000;

// Members of an event's line that are no columns.
constexpr std::string_view line_members[] = {
    "kind", "organisation", "type",         "number",       "id",
    "user", "web_api_key",  "submitted_on", "cancelled_on", "cancelled_by"};

[[noreturn]] void refuse(const std::string& reason) { throw std::runtime_error(reason); }

void check(const domain::verdict& v) {
    if (v) refuse(v->detail);
}

std::uint8_t column_named(std::span<const domain::column> columns, std::string_view name) {
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (columns[c].what->name == name) return static_cast<std::uint8_t>(c);
    return domain::no_column;
}

// The claims of a type that are in force in an organisation, a bit for each.
std::uint8_t claims_in_force(const store::organisation& in, const domain::event_type& type) {
    unsigned bits = 0;
    for (std::size_t i = 0; i < type.claims.size(); ++i)
        if (in.settings().rules.applies(*type.claims[i].what)) bits |= 1U << i;
    return static_cast<std::uint8_t>(bits);
}

std::uint32_t user_of(const dumped_line& line, const store::fixture& in) {
    if (line.find("web_api_key")) {
        const auto key = line.number<std::uint32_t>("web_api_key");
        if (key == 0 || key > in.web_api_keys.size()) refuse("there is no such Web API key");
        return static_cast<std::uint32_t>(in.users.size()) + key - 1;
    }
    const std::string_view name = line.text("user");
    const auto found = std::ranges::find(in.users, name, &store::user::username);
    if (found == in.users.end()) refuse(fmt::format("there is no user '{}'", name));
    return static_cast<std::uint32_t>(found - in.users.begin());
}

bool same(const store::call_entry& a, const store::call_entry& b) {
    return a.origin.submitted_on == b.origin.submitted_on && a.origin.user == b.origin.user;
}

}  // namespace

void dumped_events::add(const json_tree& line) {
    join(call_of(line));
    fill_event(line);
    const std::size_t began = store::record_run::begin_record(run_);
    store::encode_record(batch_, 0, run_);
    store::record_run::end_record(run_, began);
    ++call_.count;
    ++count_;
    restore_cancellation(line);
}

void dumped_events::restore_cancellation(const json_tree& line) {
    const dumped_line members(line);
    if (!members.find("cancelled_on")) return;
    const store::fixture& in = call_.in->described();
    store::call_origin by;
    by.submitted_on = members.number<std::int64_t>("cancelled_on");
    by.user = members.number<std::uint32_t>("cancelled_by");
    if (by.user >= in.users.size() + in.web_api_keys.size()) refuse("there is no such user");
    payload_.clear();
    store::begin_cancellations(call_.in->key, call_.type, payload_);
    store::add_cancellation(members.number<std::uint64_t>("number"), by, payload_);
    into_.restore_cancellations({payload_.data(), payload_.size()});
}

dumped_events::call dumped_events::call_of(const json_tree& line) {
    const dumped_line members(line);
    call out;
    const std::string_view organisation = members.text("organisation");
    if (call_.in && call_.in->name() == organisation) out.in = call_.in;
    else
        out.in = std::static_pointer_cast<store::memory_organisation>(
            into_.find_organisation(organisation));
    if (!out.in) refuse(fmt::format("the organisation '{}' must come before", organisation));

    const std::string_view type = members.text("type");
    const auto types = into_.catalogue().types;
    const auto found = std::ranges::find(types, type, &domain::event_type::collection);
    if (found == types.end()) refuse(fmt::format("there is no type of event '{}'", type));
    out.type = static_cast<std::size_t>(found - types.begin());

    out.entry.first_number = members.number<std::uint64_t>("number");
    out.entry.origin.submitted_on = members.number<std::int64_t>("submitted_on");
    out.entry.origin.user = user_of(members, out.in->described());
    out.entry.claims = claims_in_force(*out.in, *found);
    if (members.find("id")) {
        const auto given = domain::parse_uuid(members.text("id"));
        const std::uint64_t number = out.entry.first_number;
        if (given != out.in->ids.make({static_cast<std::uint16_t>(out.type), number}))
            refuse(fmt::format("the id is not the one of number {} of {}", number, type));
    }
    return out;
}

// Events that follow one another and have all in common are recorded together.
void dumped_events::join(const call& with) {
    const bool goes_on = call_.count != 0 && call_.count < events_per_call && call_.in == with.in &&
                         call_.type == with.type && same(call_.entry, with.entry) &&
                         call_.entry.first_number + call_.count == with.entry.first_number;
    if (goes_on) return;
    flush();
    const std::uint64_t number = with.entry.first_number;
    const std::uint64_t next = with.in->logs[with.type].lock()->next_number;
    if (with.in->settings().global_numbering ? number < next : number != next)
        refuse(fmt::format("number {} where number {} belongs", number, next));
    call_ = with;
}

void dumped_events::fill_event(const json_tree& line) {
    const domain::event_type& type = into_.catalogue().types[call_.type];
    shape_ = {.parameters = {}, .columns = type.columns()};
    batch_.begin(shape_, &type);
    batch_.events.push(read_object(line, 0, type.columns(), {}, 0));
    batch_.accept_all();
}

domain::object dumped_events::read_object(const json_tree& line, std::size_t object,
                                          std::span<const domain::column> columns,
                                          std::string_view rows, std::size_t row) {
    domain::object out;
    out.values = batch_.add_values(columns.size());
    line.for_each(object, [&](std::size_t i) {
        const std::string_view name = line[i].name;
        if (rows.empty() && std::ranges::count(line_members, name)) return;
        const std::uint8_t c = column_named(columns, name);
        if (c == domain::no_column || (rows.empty() && c == 0))
            refuse(fmt::format("unknown member '{}'", name));
        const domain::field& what = *columns[c].what;
        const domain::value v = what.type == value_type::rows
                                    ? read_rows(line, i, what)
                                    : read_value(line, i, what, rows, row);
        batch_.values[out.values + c] = v;
        out.given |= std::uint64_t{1} << c;
    });
    return out;
}

domain::value dumped_events::read_rows(const json_tree& line, std::size_t array,
                                       const domain::field& what) {
    if (line[array].is != form::array) refuse(fmt::format("'{}' must be an array", what.name));
    domain::value out;
    out.as = given_as::rows;
    line.for_each(array, [&](std::size_t) { ++out.size; });
    out.first = static_cast<std::uint32_t>(batch_.rows.extend(out.size));
    std::uint32_t row = 0;
    line.for_each(array, [&](std::size_t i) {
        if (line[i].is != form::object) refuse(fmt::format("'{}' must hold objects", what.name));
        batch_.rows[out.first + row] = read_object(line, i, what.columns, what.name, row);
        ++row;
    });
    return out;
}

domain::value dumped_events::read_value(const json_tree& line, std::size_t node,
                                        const domain::field& what, std::string_view rows,
                                        std::size_t row) {
    const auto set = [&](domain::value& v, std::size_t from) {
        v.data = line[from].text.data();
        v.size = static_cast<std::uint32_t>(line[from].text.size());
        v.as = line[from].is == form::text     ? given_as::text
               : line[from].is == form::number ? given_as::number
               : line[from].is == form::array  ? given_as::array
               : line[from].is == form::object ? given_as::object
               : line[from].text == "true"     ? given_as::yes
               : line[from].text == "false"    ? given_as::no
                                               : given_as::null;
    };
    const domain::path at{rows, row};
    domain::value out;
    set(out, node);
    if (what.type == value_type::identifier) {
        const std::size_t key = node + 1;
        const domain::entity_kind& kind = *what.kind;
        if (out.as != given_as::object || line[node].end != key + 1 || line[key].is != form::text ||
            line[key].name != kind.key_names[kind.human_key])
            refuse(fmt::format("'{}' must be an object with a {}", at.to(what.name),
                               kind.key_names[kind.human_key]));
        set(out, key);
        out.as = given_as::identifier;
        out.key = kind.human_key;
        out.found = call_.in->described().data->find(kind, kind.human_key, line[key].text);
        check(domain::check_reference(what, out));
        return out;
    }
    check(domain::check_shape(batch_, what, out, at));
    return out;
}

void dumped_events::flush() {
    if (call_.count == 0) return;
    payload_.clear();
    store::begin_events(call_.in->key, call_.type, payload_);
    store::begin_call(call_.entry, call_.count, run_.size(), payload_);
    const std::size_t at = payload_.extend(run_.size());
    std::copy_n(run_.data(), run_.size(), payload_.data() + at);
    into_.restore_events({payload_.data(), payload_.size()});
    run_.clear();
    call_.count = 0;
}

}  // namespace crmlocal::app
