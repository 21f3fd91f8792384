// SPDX-License-Identifier: BSL-1.0
#include "store/record.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace crmlocal::store {
namespace {

using domain::object;
using domain::value_type;

constexpr std::int64_t year_one = -62'135'596'800;  // 0001-01-01 as seconds since 1970
constexpr std::size_t date_bytes = 5;
static_assert(std::endian::native == std::endian::little);

constexpr std::size_t varint_bytes_max = 10;
constexpr std::size_t fixed_bytes_max = 48;  // of a value but its text, and of a block too much
constexpr double hundredths_max = 1e12;      // whole numbers up to there fit a double and a varint

// The double in hundredths if that is exact, plus one, the sign in the lowest bit; otherwise 0.
std::uint64_t in_hundredths(double v) noexcept {
    const double scaled = v * 100;
    if (!(scaled > -hundredths_max && scaled < hundredths_max)) return 0;
    const auto whole = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
    if (std::bit_cast<std::uint64_t>(static_cast<double>(whole) / 100) !=
        std::bit_cast<std::uint64_t>(v))
        return 0;
    return (static_cast<std::uint64_t>(whole) << 1 ^ static_cast<std::uint64_t>(whole >> 63)) + 1;
}

double from_hundredths(std::uint64_t code) noexcept {
    --code;
    const auto whole = static_cast<std::int64_t>(code >> 1 ^ (0 - (code & 1)));
    return static_cast<double>(whole) / 100;
}

// Writes records one after the other, straight into memory.
class record_writer {
public:
    record_writer(const domain::batch& call, domain::scratch<char>& out)
        : call_(call),
          out_(out),
          body_(reinterpret_cast<std::uintptr_t>(call.body.data())),
          in_body_(call.body.size() < block_bytes ? 0 : call.body.size() - block_bytes + 1) {
        more(fixed_bytes_max);
    }
    ~record_writer() { out_.shrink_to(static_cast<std::size_t>(at_ - out_.data())); }
    record_writer(const record_writer&) = delete;
    record_writer& operator=(const record_writer&) = delete;

    void event(const object& e) {
        make_room(varint_bytes_max);
        varint(e.given >> 1);
        values(e, e.given & ~std::uint64_t{1}, call_.shape->columns);
    }

private:
    static constexpr std::size_t block_bytes = 32;  // most texts are no longer

    void values(const object& o, std::uint64_t given, std::span<const domain::column> columns) {
        const domain::value* const first = &call_.values[o.values];
        for (; given != 0; given &= given - 1) {
            const auto c = static_cast<std::uint8_t>(std::countr_zero(given));
            value(*columns[c].what, first[o.packed ? call_.packed_places[c] : c]);
        }
    }

    void value(const domain::field& what, const domain::value& v) {
        make_room(v.size + fixed_bytes_max);
        switch (what.type) {
            case value_type::identifier: return short_varint(v.found->ordinal);
            case value_type::date:
                return fixed(static_cast<std::uint64_t>(v.whole - year_one), date_bytes);
            case value_type::floating:
                if (const std::uint64_t code = in_hundredths(v.floating)) return short_varint(code);
                varint(0);
                return fixed(std::bit_cast<std::uint64_t>(v.floating), sizeof v.floating);
            case value_type::rows:
                varint(v.size);
                for (const object& row : call_.rows_of(v)) {
                    make_room(varint_bytes_max);
                    varint(row.given);
                    values(row, row.given, what.columns);
                }
                return;
            default: varint(v.size); bytes(v.data, v.size);
        }
    }

    void varint(std::uint64_t v) noexcept {
        for (; v >= 0x80; v >>= 7) *at_++ = static_cast<char>(v | 0x80);
        *at_++ = static_cast<char>(v);
    }

    // The same for numbers of which one does not know how many bytes they take, but that they are
    // few: without a loop for the processor to guess at.
    void short_varint(std::uint64_t v) noexcept {
        if (v >> 28 != 0) return varint(v);
        const auto bits = static_cast<unsigned>(std::bit_width(v | 1));
        const unsigned size = (bits * 9 + 64) / 64;  // bits / 7, rounded up
        std::uint32_t spread = static_cast<std::uint32_t>(
            (v & 0x7F) | (v & 0x3F80) << 1 | (v & 0x1F'C000) << 2 | (v & 0xFE0'0000) << 3);
        spread |= 0x8080'8080U & ((1U << 8 * (size - 1)) - 1);
        std::memcpy(at_, &spread, sizeof spread);
        at_ += size;
    }

    // The low bytes of a number; eight are written, of which only those count.
    void fixed(std::uint64_t v, std::size_t size) noexcept {
        std::memcpy(at_, &v, sizeof v);
        at_ += size;
    }

    // A whole block where the body goes on so far: what is too much is written over. Sizes are all
    // different, so that a choice between ways to copy would be guessed wrong again and again.
    void bytes(const char* from, std::size_t size) noexcept {
        if (reinterpret_cast<std::uintptr_t>(from) - body_ < in_body_) [[likely]] {
            std::memcpy(at_, from, block_bytes);
            if (size > block_bytes)
                std::memcpy(at_ + block_bytes, from + block_bytes, size - block_bytes);
        } else if (size != 0) {
            std::memcpy(at_, from, size);
        }
        at_ += size;
    }

    void make_room(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]]
            more(bytes);
    }

    // All the memory that there is, which is at least so many bytes more.
    void more(std::size_t bytes) {
        const std::size_t used = at_ ? static_cast<std::size_t>(at_ - out_.data()) : out_.size();
        out_.shrink_to(used);
        out_.extend(bytes);
        out_.extend(out_.capacity() - out_.size());
        at_ = out_.data() + used;
        end_ = out_.data() + out_.size();
    }

    const domain::batch& call_;
    domain::scratch<char>& out_;
    const std::uintptr_t body_;
    const std::size_t in_body_;  // a block that begins so far from its begin is in it as a whole
    char* at_ = nullptr;
    char* end_ = nullptr;
};

}  // namespace

void encode_record(const domain::batch& call, std::size_t event, domain::scratch<char>& out) {
    record_writer(call, out).event(call.events[event]);
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
            const std::uint64_t code = take_varint();
            if (code != 0) {
                v.floating = from_hundredths(code);
                break;
            }
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
