// SPDX-License-Identifier: BSL-1.0
#include "store/reference_change.hpp"

#include <limits>

#include "store/bytes.hpp"

namespace crmlocal::store {
namespace {

constexpr std::uint64_t types_max = 0xFFFF;

}  // namespace

void write_new_entity(std::uint64_t organisation, const new_entity& entity,
                      domain::scratch<char>& out) {
    byte_writer w(out);
    w.varint(organisation);
    w.varint(entity.kind->ordinal);
    for (std::size_t key = 0; key < entity.kind->key_count; ++key) w.text(entity.keys[key]);
    for (std::size_t a = 0; a < attribute_count(*entity.kind); ++a) w.text(entity.attributes[a]);
}

std::optional<entity_change> read_new_entity(std::string_view payload) {
    byte_reader r(payload);
    entity_change out;
    out.organisation = r.varint();
    const domain::entity_kind& kind = domain::kinds::all[r.varint(domain::kinds::count - 1)];
    out.entity.kind = &kind;
    for (std::size_t key = 0; key < kind.key_count; ++key) out.entity.keys[key] = r.text();
    for (std::size_t a = 0; a < attribute_count(kind); ++a) out.entity.attributes[a] = r.text();
    if (!r.complete() || out.entity.keys[0].empty() || out.entity.keys[kind.human_key].empty())
        return std::nullopt;
    return out;
}

void begin_cancellations(std::uint64_t organisation, std::size_t type, domain::scratch<char>& out) {
    byte_writer w(out);
    w.varint(organisation);
    w.varint(type);
}

void add_cancellation(std::uint64_t number, const call_origin& by, domain::scratch<char>& out) {
    byte_writer w(out);
    w.varint(number);
    w.fixed(by.submitted_on);
    w.varint(by.user);
}

cancellations_reader::cancellations_reader(std::string_view payload) noexcept {
    byte_reader r(payload);
    organisation_ = r.varint();
    type_ = r.varint(types_max);
    broken_ = r.broken();
    rest_ = r.rest();
}

std::optional<std::pair<std::uint64_t, call_origin>> cancellations_reader::next() noexcept {
    if (broken_ || rest_.empty()) return std::nullopt;
    byte_reader r(rest_);
    const std::uint64_t number = r.varint();
    call_origin by;
    by.submitted_on = r.fixed<std::int64_t>();
    by.user = static_cast<std::uint32_t>(r.varint(std::numeric_limits<std::uint32_t>::max()));
    broken_ = r.broken() || number == 0;
    rest_ = r.rest();
    if (broken_) return std::nullopt;
    return std::pair(number, by);
}

}  // namespace crmlocal::store
