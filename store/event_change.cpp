// SPDX-License-Identifier: BSL-1.0
#include "store/event_change.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "store/bytes.hpp"
#include "store/record.hpp"

namespace crmlocal::store {
namespace {

constexpr std::uint64_t types_max = 0xFFFF;

}  // namespace

void begin_events(std::uint64_t organisation, std::size_t type, domain::scratch<char>& out) {
    byte_writer w(out);
    w.varint(organisation);
    w.varint(type);
}

void begin_call(const call_entry& call, std::uint64_t count, std::size_t run_bytes,
                domain::scratch<char>& out) {
    byte_writer w(out);
    w.varint(call.first_number);
    w.fixed(call.origin.submitted_on);
    w.varint(call.origin.user);
    w.fixed(call.claims);
    w.varint(count);
    w.varint(run_bytes);
}

events_reader::events_reader(std::string_view payload) noexcept {
    byte_reader r(payload);
    organisation_ = r.varint();
    type_ = r.varint(types_max);
    broken_ = r.broken();
    rest_ = r.rest();
}

std::optional<events_reader::call> events_reader::next() noexcept {
    if (broken_ || rest_.empty()) return std::nullopt;
    byte_reader r(rest_);
    call c;
    c.entry.first_number = r.varint();
    c.entry.origin.submitted_on = r.fixed<std::int64_t>();
    c.entry.origin.user =
        static_cast<std::uint32_t>(r.varint(std::numeric_limits<std::uint32_t>::max()));
    c.entry.claims = r.fixed<std::uint8_t>();
    c.count = r.varint();
    c.run = r.text();
    // A record takes two bytes at least.
    broken_ = r.broken() || c.count == 0 || c.count > c.run.size() / 2 ||
              c.entry.first_number == 0 || c.entry.first_number > ~c.count;
    rest_ = r.rest();
    if (broken_) return std::nullopt;
    return c;
}

void begin_answer(const answer_change& one, domain::scratch<char>& out) {
    byte_writer w(out);
    w.varint(one.organisation);
    w.text(one.key);
    w.fixed(one.answer.body.high);
    w.fixed(one.answer.body.low);
    w.fixed(one.answer.answered_on);
    w.text(one.answer.answer);
}

std::optional<answer_change> read_answer(std::string_view payload) noexcept {
    byte_reader r(payload);
    answer_change one;
    one.organisation = r.varint();
    one.key = r.text();
    one.answer.body.high = r.fixed<std::uint64_t>();
    one.answer.body.low = r.fixed<std::uint64_t>();
    one.answer.answered_on = r.fixed<std::int64_t>();
    one.answer.answer = r.text();
    one.events = r.rest();
    if (r.broken()) return std::nullopt;
    return one;
}

claim_speller::claim_speller(const domain::claim& what, domain::scratch<char>& memory)
    : out_(memory) {
    out_.clear();
    byte_writer(out_).fixed(reinterpret_cast<std::uintptr_t>(&what));
}

void claim_speller::entity(std::uint32_t ordinal) { byte_writer(out_).fixed(ordinal); }

void claim_speller::text(std::string_view text) {
    byte_writer w(out_);
    w.fixed(static_cast<std::uint32_t>(text.size()));
    w.raw(text);
}

fingerprint claim_speller::finish() const noexcept {
    return fingerprint_of({out_.data(), out_.size()});
}

std::optional<fingerprint> claim_of(const domain::event& e, const domain::bound<domain::claim>& c,
                                    domain::scratch<char>& memory) {
    claim_speller spell(*c.what, memory);
    for (std::size_t i = 0; i < c.what->says.field_count; ++i) {
        const domain::value* v = e.find(c.at[i]);
        if (!v) return std::nullopt;
        if (v->as == domain::given_as::identifier) {
            spell.entity(v->found->ordinal);
        } else {
            if (v->size == 0) return std::nullopt;
            spell.text(v->text());
        }
    }
    return spell.finish();
}

std::optional<fingerprint> claim_of(std::string_view record,
                                    std::span<const domain::column> columns,
                                    const domain::bound<domain::claim>& c,
                                    domain::scratch<char>& memory) {
    const std::size_t count = c.what->says.field_count;
    std::array<std::optional<record_reader::value>, 4> values;
    std::size_t found = 0;
    record_reader r(record, columns);
    while (const auto v = r.next()) {
        for (std::uint32_t row = 0; row < v->row_count; ++row) {
            r.row();
            while (r.next_in_row()) {
            }
        }
        for (std::size_t i = 0; i < count; ++i)
            if (c.at[i] == v->column) values[i] = v, ++found;
        if (found == count) break;
    }
    if (found != count) return std::nullopt;
    claim_speller spell(*c.what, memory);
    for (std::size_t i = 0; i < count; ++i) {
        if (columns[c.at[i]].what->type == domain::value_type::identifier) {
            spell.entity(values[i]->ordinal);
        } else {
            if (values[i]->text.empty()) return std::nullopt;
            spell.text(values[i]->text);
        }
    }
    return spell.finish();
}

}  // namespace crmlocal::store
