// SPDX-License-Identifier: BSL-1.0
#include "domain/shape.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

#include "domain/date_time.hpp"
#include "domain/decimal.hpp"
#include "domain/text.hpp"

namespace crmlocal::domain {
namespace {

constexpr std::size_t shown_length_max = 100;

bool read_text(const field& what, const value& v) {
    if (v.as != given_as::text || !fits(v.text(), what.length_max)) return false;
    // An empty text that is mandatory is missing, which is for stage two to say.
    return what.one_of.empty() || v.size == 0 ||
           std::ranges::find(what.one_of, v.text()) != what.one_of.end();
}

bool read_date(value& v) {
    const auto read = v.as == given_as::text ? parse_date_time(v.text()) : std::nullopt;
    if (read) v.whole = *read;
    return read.has_value();
}

// The nearest double; only what is beyond the largest one is out of range.
bool read_float(value& v) {
    if (v.as != given_as::number) return false;
    if (parse_short_float(v.text(), v.floating)) return true;
    double number = 0;
    const std::string_view digits = v.text();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc::result_out_of_range) {
        // from_chars says so of numbers too small as well; those are a zero.
        if (order_of(digits) > 0) return false;
        number = digits[0] == '-' ? -0.0 : 0.0;
    }
    v.floating = number;
    return true;
}

bool read_amount(value& v, bool above_zero) {
    const auto read = v.as == given_as::number ? parse_decimal(v.text()) : std::nullopt;
    if (!read || (above_zero && *read <= 0)) return false;
    v.whole = *read;
    return true;
}

bool read_whole(const field& what, value& v) {
    constexpr millionths one = 1'000'000;
    const auto read = v.as == given_as::number ? parse_decimal(v.text()) : std::nullopt;
    if (!read || *read % one != 0) return false;
    v.whole = *read / one;
    return v.whole >= what.least && v.whole <= what.most;
}

bool read_boolean(value& v) {
    const bool is_bit = v.as == given_as::number && (v.text() == "0" || v.text() == "1");
    if (v.as != given_as::yes && v.as != given_as::no && !is_bit) return false;
    v.whole = v.as == given_as::yes || (is_bit && v.text() == "1");
    return true;
}

bool is_key_value(const value& v) {
    return (v.as == given_as::text || v.as == given_as::identifier) &&
           fits(v.text(), name_length_max);
}

// The first key, in the order of the kind, whose value cannot be one.
verdict check_identifier(const batch& all, const field& what, const value& v, const path& at) {
    const auto refuse_key = [&](std::size_t key, const value& given) {
        std::string name = at.to(what.name);
        return refuse_value(name.append(".").append(what.kind->key_names[key]), given);
    };
    if (v.as == given_as::identifier) {
        if (is_key_value(v)) return {};
        value as_text = v;
        as_text.as = given_as::text;
        return refuse_key(v.key, as_text);
    }
    if (v.as != given_as::parts) return refuse_value(at.to(what.name), v);
    for (std::size_t key = 0; key < what.kind->key_count; ++key)
        for (const identifier_part& part : all.parts.all().subspan(v.first, v.size))
            if (part.key == key && !is_key_value(part.given)) return refuse_key(key, part.given);
    return {};
}

bool rows_are_sound(batch& all, const field& what, const value& v) {
    if (what.type != value_type::rows || v.size == 0) return false;
    const column_bits bits(what.columns);
    for (const object& row : all.rows_of(v)) {
        if (row.as != given_as::object || (row.given & bits.mandatory) != bits.mandatory ||
            !values_are_sound(all, row, what.columns, bits))
            return false;
    }
    return true;
}

bool read(const field& what, value& v) {
    switch (what.type) {
        case value_type::text: return read_text(what, v);
        case value_type::date: return read_date(v);
        case value_type::floating: return read_float(v);
        case value_type::amount: return read_amount(v, false);
        case value_type::quantity: return read_amount(v, true);
        case value_type::rows: return v.as == given_as::rows;
        case value_type::whole: return read_whole(what, v);
        case value_type::boolean: return read_boolean(v);
        case value_type::identifier: break;
    }
    return false;
}

}  // namespace

std::string path::to(std::string_view name) const {
    if (rows.empty()) return std::string(name);
    return std::string(rows).append("[").append(std::to_string(row)).append("].").append(name);
}

std::string shown(const value& v) {
    switch (v.as) {
        case given_as::text:
        case given_as::number:
        case given_as::identifier: return cut(v.text(), shown_length_max);
        case given_as::yes: return "true";
        case given_as::no: return "false";
        case given_as::array:
        case given_as::rows: return "[...]";
        case given_as::object:
        case given_as::parts: return "{...}";
        case given_as::null:
        case given_as::nothing: break;
    }
    return "null";
}

refusal refuse_value(std::string_view name, const value& v) {
    return refuse(faults::invalid_value, name, shown(v));
}

verdict check_shape(const batch& all, const field& what, value& v, const path& at) {
    if (what.type == value_type::identifier) return check_identifier(all, what, v, at);
    if (read(what, v)) return {};
    return refuse_value(at.to(what.name), v);
}

bool read_value(const column& of, value& v) {
    return (v.size != 0 || of.how != need::mandatory) && read(*of.what, v);
}

bool read_plain_value(const column& of, value& v, const plain_number& number) noexcept {
    const value_type type = of.what->type;
    if (type == value_type::floating) return read_short_float(number, v.floating);
    if (type != value_type::amount && type != value_type::quantity) return false;
    const auto read = decimal_of(number);
    if (!read || (type == value_type::quantity && *read <= 0)) return false;
    v.whole = *read;
    return true;
}

bool values_are_sound(batch& all, const object& o, std::span<const column> columns,
                      const column_bits& bits) {
    const std::uint64_t unread = o.read ? bits.identifiers | bits.rows : ~std::uint64_t{0};
    for (std::uint64_t given = o.given & unread; given != 0; given &= given - 1) {
        const auto c = static_cast<std::uint8_t>(std::countr_zero(given));
        const column& of = columns[c];
        value& v = *all.find(o, c);
        if (v.as == given_as::identifier) {
            if (of.what->type != value_type::identifier || !v.found || v.size > name_length_max)
                return false;
        } else if (v.as == given_as::rows) {
            if (!rows_are_sound(all, *of.what, v)) return false;
        } else if (!read_value(of, v)) {
            return false;
        }
    }
    return true;
}

verdict check_keys(const field& what, const value& v, const path& at) {
    if (v.as != given_as::parts) return {};
    if (v.size == 0) return refuse(faults::missing_parameter, at.to(what.name));
    if (v.size == 1) return {};
    std::string names;
    for (std::string_view key : what.kind->keys())
        names.append(names.empty() ? "" : ", ").append(key);
    return refuse(faults::ambiguous_parameter, names, " in " + at.to(what.name));
}

verdict check_reference(const field& what, const value& v) {
    if (what.type != value_type::identifier || v.found || !is_reference_data(*what.kind)) return {};
    return refuse(faults::not_found, what.kind->label, v.text());
}

}  // namespace crmlocal::domain
