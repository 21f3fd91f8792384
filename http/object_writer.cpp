// SPDX-License-Identifier: BSL-1.0
#include "http/object_writer.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "domain/date_time.hpp"
#include "domain/decimal.hpp"
#include "domain/fields.hpp"
#include "http/json_text.hpp"

namespace crmlocal::http {

namespace kinds = domain::kinds;
using domain::source;

void object_writer::write(const domain::event_type& type, std::size_t type_ordinal,
                          const store::recorded_event& event) {
    type_ = &type;
    type_ordinal_ = type_ordinal;
    event_ = &event;
    values_.read(event.record, type.columns());
    const slots values = values_.event();
    subject of;
    of.values = &values;
    members(0, members_.size(), of);
}

void object_writer::write(const domain::entity_kind& kind, const domain::entity& entity) {
    subject of;
    of.kind = &kind;
    of.entity = &entity;
    members(0, members_.size(), of);
}

void object_writer::members(std::size_t first, std::size_t end, const subject& of) {
    char before = '{';
    for (std::size_t at = first; at < end; at = members_[at].end) {
        if (!chosen_[at]) continue;
        out_.append(std::exchange(before, ','));
        out_.append(members_[at].quoted);
        value_of(at, of);
    }
    if (before == '{') out_.append('{');
    out_.append('}');
}

void object_writer::value_of(std::size_t at, const subject& of) {
    if (of.entity) return entity_value(at, of);
    switch (members_[at].from) {
        case source::nothing: return null();
        case source::user_id: return id({store::id_spaces::users, of.user});
        case source::user_name: return text(in_.name_of_user(of.user));
        default: break;
    }
    if (!event_value(at, of) && !log_value(at)) null();
}

// Of an event or one of its rows.
bool object_writer::event_value(std::size_t at, const subject& of) {
    const member& m = members_[at];
    switch (m.from) {
        case source::event_id:
            id({static_cast<std::uint16_t>(type_ordinal_), event_->number});
            return true;
        case source::event_number: number_text(event_->number); return true;
        case source::event_type_name: text(type_->classification); return true;
        case source::event_state: text(event_->cancelled ? "CANCELLED" : "POSTED"); return true;
        case source::column_value: column_value(m, *of.values); return true;
        case source::named: entity_or_null(at, named(*m.kind, *of.values, m.index)); return true;
        case source::account: entity_or_null(at, account()); return true;
        case source::currency: {
            const domain::entity* by = unit();
            entity_or_null(at, by ? by->related : nullptr);
            return true;
        }
        case source::sum: sum(m); return true;
        case source::rows: rows(at); return true;
        case source::row_id:
            static_assert(domain::rows_per_event_max < 1 << 24);
            id({static_cast<std::uint16_t>(store::id_spaces::rows + type_ordinal_),
                event_->number << 24 | of.row});
            return true;
        default: return false;
    }
}

bool object_writer::log_value(std::size_t at) {
    constexpr std::int64_t milliseconds = 1000;
    const auto date_of = [&](const store::call_origin& origin) {
        date(origin.submitted_on / milliseconds - (origin.submitted_on % milliseconds < 0));
    };
    switch (members_[at].from) {
        case source::log: members(at + 1, members_[at].end, {}); return true;
        case source::created_date: date_of(event_->origin); return true;
        case source::created_by: user(at, event_->origin.user); return true;
        case source::updated_date:
            if (!event_->cancelled) return false;
            date_of(*event_->cancelled);
            return true;
        case source::updated_by:
            if (!event_->cancelled) return false;
            user(at, event_->cancelled->user);
            return true;
        default: return false;
    }
}

void object_writer::entity_value(std::size_t at, const subject& of) {
    const member& m = members_[at];
    const std::uint32_t ordinal = of.entity->ordinal;
    switch (m.from) {
        case source::key:
            if (m.index == 0) return text(in_.references.id_of(*of.kind, ordinal));
            return text_or_null(in_.references.key_of(*of.kind, ordinal, m.index));
        case source::attribute:
            return text_or_null(in_.references.text_of(*of.kind, ordinal, m.attribute));
        case source::related: return entity_or_null(at, of.entity->related);
        case source::referred_to: {
            const std::string_view name = in_.references.text_of(*of.kind, ordinal, m.attribute);
            return entity_or_null(
                at, name.empty() ? nullptr : in_.references.find(*m.kind, m.kind->human_key, name));
        }
        case source::no_rows: out_.append("[]"); return;
        default: return null();
    }
}

void object_writer::column_value(const member& m, const slots& values) {
    const event_values::value* v = values.find(m.index);
    if (!v) {
        // "1 if not specified" [seed]
        if (m.what->type == domain::value_type::quantity) out_.append('1');
        else null();
        return;
    }
    switch (m.what->type) {
        case domain::value_type::date: date(v->date); break;
        case domain::value_type::floating: floating(v->floating); break;
        case domain::value_type::amount:
        case domain::value_type::quantity:
        case domain::value_type::whole: out_.append(v->text); break;
        // The vendor's example shows 1 [found].
        case domain::value_type::boolean:
            out_.append(v->text == "true" || v->text == "1" ? '1' : '0');
            break;
        default: text(v->text);
    }
}

// Exact: whole numbers and millionths by themselves, since a sum of many lines in millionths would
// not fit 64 bits.
void object_writer::sum(const member& m) {
    constexpr domain::millionths one = 1'000'000;
    const auto& columns = type_->columns()[m.index].what->columns;
    const std::uint8_t column = domain::column_of(columns, *m.what);
    std::int64_t whole = 0, part = 0;
    for (std::size_t r = 0; r < values_.row_count(m.index); ++r) {
        const auto* v = values_.row(m.index, r).find(column);
        const domain::millionths amount = v ? domain::parse_decimal(v->text).value_or(0) : 0;
        whole += amount / one;
        part += amount % one;
    }
    whole += part / one;
    part %= one;
    if (whole > 0 && part < 0) --whole, part += one;
    if (whole < 0 && part > 0) ++whole, part -= one;
    if (whole < 0 || part < 0) out_.append('-');
    std::array<char, 24> digits;
    const char* const end =
        std::to_chars(digits.data(), digits.data() + digits.size(), whole < 0 ? -whole : whole).ptr;
    out_.append({digits.data(), static_cast<std::size_t>(end - digits.data())});
    if (part == 0) return;
    part = part < 0 ? -part : part;
    std::array<char, 7> fraction = {'.'};
    for (std::size_t i = 6; i > 0; --i, part /= 10)
        fraction[i] = static_cast<char>('0' + part % 10);
    std::size_t length = fraction.size();
    while (fraction[length - 1] == '0') --length;
    out_.append({fraction.data(), length});
}

void object_writer::rows(std::size_t at) {
    const member& m = members_[at];
    out_.append('[');
    const std::size_t count = values_.row_count(m.index);
    for (std::size_t r = 0; r < count; ++r) {
        if (r != 0) out_.append(',');
        const slots values = values_.row(m.index, r);
        subject of;
        of.values = &values;
        of.row = r;
        members(at + 1, m.end, of);
    }
    out_.append(']');
}

void object_writer::entity_or_null(std::size_t at, const domain::entity* entity) {
    if (!entity) return null();
    subject of;
    of.kind = members_[at].kind;
    of.entity = entity;
    members(at + 1, members_[at].end, of);
}

void object_writer::user(std::size_t at, std::uint32_t who) {
    subject of;
    of.user = who;
    members(at + 1, members_[at].end, of);
}

const domain::entity* object_writer::named(const domain::entity_kind& kind, const slots& values,
                                           std::uint8_t column) const {
    const event_values::value* v = values.find(column);
    return v ? in_.references.at(kind, v->ordinal) : nullptr;
}

const domain::entity* object_writer::account() const {
    const auto columns = type_->columns();
    const std::uint8_t account = domain::column_of(columns, domain::fields::account);
    if (const domain::entity* own = named(kinds::account, values_.event(), account)) return own;
    const std::uint8_t participant = domain::column_of(columns, domain::fields::participant);
    const domain::entity* who = named(kinds::participant, values_.event(), participant);
    return who ? who->related : nullptr;
}

const domain::entity* object_writer::unit() const {
    const std::uint8_t column =
        domain::column_of(type_->columns(), domain::fields::performed_by_unit);
    return named(kinds::unit, values_.event(), column);
}

void object_writer::text(std::string_view text) { append_json_text(out_, text); }

void object_writer::text_or_null(std::string_view t) {
    if (t.empty()) null();
    else text(t);
}

void object_writer::id(domain::id_maker::meaning of) {
    char* const at = out_.extend(34);
    at[0] = at[33] = '"';
    domain::write_uuid(ids_.make(of), at + 1);
}

void object_writer::number_text(std::uint64_t number) {
    char* const at = out_.extend(22);
    *at = '"';
    char* const end = std::to_chars(at + 1, at + 21, number).ptr;
    *end = '"';
    out_.give_back(22 - static_cast<std::size_t>(end + 1 - at));
}

void object_writer::date(std::int64_t seconds) {
    out_.append('"');
    out_.append(domain::format_date_time(seconds));
    out_.append('"');
}

// The shortest text that is the same double again.
void object_writer::floating(double number) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out_.append({text.data(), static_cast<std::size_t>(end - text.data())});
}

}  // namespace crmlocal::http
