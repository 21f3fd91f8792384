// SPDX-License-Identifier: BSL-1.0
#include "store/record.hpp"

#include <bit>
#include <cstring>

namespace crmlocal::store {
namespace {

using domain::object;
using domain::value_type;

constexpr std::int64_t year_one = -62'135'596'800;  // 0001-01-01 as seconds since 1970
constexpr std::size_t date_bytes = 5;
static_assert(std::endian::native == std::endian::little);

void put_varint(domain::scratch<char>& out, std::uint64_t v) {
    for (; v >= 0x80; v >>= 7) out.push(static_cast<char>(v | 0x80));
    out.push(static_cast<char>(v));
}

void put_bytes(domain::scratch<char>& out, const void* from, std::size_t bytes) {
    const std::size_t at = out.extend(bytes);
    if (bytes != 0) std::memcpy(out.data() + at, from, bytes);
}

void put_object(const domain::batch& call, const object& o, std::uint64_t given,
                std::span<const domain::column> columns, domain::scratch<char>& out);

void put_value(const domain::batch& call, const domain::field& what, const domain::value& v,
               domain::scratch<char>& out) {
    switch (what.type) {
        case value_type::identifier: put_varint(out, v.found->ordinal); break;
        case value_type::date: {
            const auto seconds = static_cast<std::uint64_t>(v.whole - year_one);
            put_bytes(out, &seconds, date_bytes);
            break;
        }
        case value_type::floating: put_bytes(out, &v.floating, sizeof v.floating); break;
        case value_type::rows:
            put_varint(out, v.size);
            for (const object& row : call.rows_of(v)) {
                put_varint(out, row.given);
                put_object(call, row, row.given, what.columns, out);
            }
            break;
        default:
            put_varint(out, v.size);
            put_bytes(out, v.data, v.size);
    }
}

void put_object(const domain::batch& call, const object& o, std::uint64_t given,
                std::span<const domain::column> columns, domain::scratch<char>& out) {
    for (; given != 0; given &= given - 1) {
        const auto c = static_cast<std::uint8_t>(std::countr_zero(given));
        put_value(call, *columns[c].what, *call.find(o, c), out);
    }
}

}  // namespace

void encode_record(const domain::batch& call, std::size_t event, domain::scratch<char>& out) {
    const object& e = call.events[event];
    put_varint(out, e.given >> 1);
    put_object(call, e, e.given & ~std::uint64_t{1}, call.shape->columns, out);
}

record_reader::record_reader(std::string_view record, std::span<const domain::column> columns)
    : rest_(record), columns_(columns) {
    const std::uint64_t given = take_varint();
    if (columns.empty() || given >> (columns.size() - 1) != 0) broken_ = true;
    if (!broken_) given_ = given << 1;
}

std::optional<record_reader::value> record_reader::next() { return read(given_, columns_); }

void record_reader::row() {
    row_given_ = take_varint();
    if (row_given_ >> row_columns_.size() != 0) broken_ = true;
    if (broken_) row_given_ = 0;
}

std::optional<record_reader::value> record_reader::next_in_row() {
    return read(row_given_, row_columns_);
}

std::optional<record_reader::value> record_reader::read(std::uint64_t& given,
                                                        std::span<const domain::column> columns) {
    if (given == 0 || broken_) return std::nullopt;
    value v = {};
    v.column = static_cast<std::uint8_t>(std::countr_zero(given));
    given &= given - 1;
    const domain::field& what = *columns[v.column].what;
    switch (what.type) {
        case value_type::identifier: {
            const std::uint64_t ordinal = take_varint();
            v.ordinal = static_cast<std::uint32_t>(ordinal);
            broken_ |= v.ordinal != ordinal;
            break;
        }
        case value_type::date: {
            const std::string_view bytes = take(date_bytes);
            std::uint64_t seconds = 0;
            if (!broken_) std::memcpy(&seconds, bytes.data(), date_bytes);
            v.date = static_cast<std::int64_t>(seconds) + year_one;
            break;
        }
        case value_type::floating: {
            const std::string_view bytes = take(sizeof v.floating);
            if (!broken_) std::memcpy(&v.floating, bytes.data(), sizeof v.floating);
            break;
        }
        case value_type::rows: {
            const std::uint64_t count = take_varint();
            broken_ |= count > rest_.size();  // a row takes a byte at least
            v.row_count = static_cast<std::uint32_t>(count);
            row_columns_ = what.columns;
            break;
        }
        default: v.text = take(take_varint());
    }
    if (broken_) return std::nullopt;
    return v;
}

std::uint64_t record_reader::take_varint() {
    std::uint64_t v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        const std::string_view byte = take(1);
        if (broken_) return 0;
        const auto bits = static_cast<unsigned char>(byte[0]);
        v |= static_cast<std::uint64_t>(bits & 0x7F) << shift;
        if (bits < 0x80) return v;
    }
    broken_ = true;
    return 0;
}

std::string_view record_reader::take(std::size_t bytes) {
    if (broken_ || bytes > rest_.size()) {
        broken_ = true;
        return {};
    }
    const std::string_view out = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return out;
}

}  // namespace crmlocal::store
