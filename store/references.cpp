// SPDX-License-Identifier: BSL-1.0
#include "store/references.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace crmlocal::store {
namespace {

constexpr std::size_t id_key = 0;
constexpr std::size_t number_digits = 10;

// How numbers begin that are given on creation [seed]; empty for a kind that gets none.
std::string_view prefix_of(const domain::entity_kind& kind) {
    if (kind.ordinal == domain::kinds::account.ordinal) return "ACR";
    if (kind.ordinal == domain::kinds::participant.ordinal) return "RP";
    return {};
}

// The number in a text of that form, or 0.
std::uint64_t number_in(std::string_view text, std::string_view prefix) noexcept {
    if (text.size() != prefix.size() + number_digits || !text.starts_with(prefix)) return 0;
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + prefix.size(), end, number);
    return error == std::errc() && stop == end ? number : 0;
}

// People share names.
bool may_be_shared(const domain::entity_kind& kind, std::size_t key) noexcept {
    return kind.ordinal == domain::kinds::account.ordinal && kind.key_names[key] == "name";
}

}  // namespace

std::string& new_entity::attribute(std::string_view name) {
    const std::size_t first = attributes_of(*kind);
    for (std::size_t i = 0; i < attribute_count(*kind); ++i)
        if (store::attributes[first + i].name == name) return attributes[i];
    assert(false && "the kind has no such attribute");
    return attributes[0];
}

std::uint32_t references::base_count(const domain::entity_kind& kind) const {
    return static_cast<std::uint32_t>(base_->all(kind).size());
}

std::uint32_t references::count(const domain::entity_kind& kind) const {
    return base_count(kind) + added_count_[kind.ordinal].load(std::memory_order_acquire);
}

const references::added& references::added_at(const domain::entity_kind& kind,
                                              std::uint32_t ordinal) const {
    return added_.lock()->kinds[kind.ordinal].entities[ordinal - base_count(kind)];
}

const domain::entity* references::at(const domain::entity_kind& kind, std::uint32_t ordinal) const {
    const std::uint32_t in_base = base_count(kind);
    if (ordinal < in_base) return &base_->all(kind)[ordinal];
    const auto all = added_.lock();
    const auto& entities = all->kinds[kind.ordinal].entities;
    if (ordinal - in_base >= entities.size())
        return nullptr;  // the last one may be undone meanwhile
    const added& a = entities[ordinal - in_base];
    return visible_ && a.ticket > visible_() ? nullptr : &a.entity;
}

std::string_view references::key_of(const domain::entity_kind& kind, std::uint32_t ordinal,
                                    std::size_t key) const {
    if (ordinal < base_count(kind)) return base_->key_of(kind, ordinal, key);
    return added_at(kind, ordinal).said.keys[key];
}

std::string references::id_of(const domain::entity_kind& kind, std::uint32_t ordinal) const {
    if (ordinal < base_count(kind)) return base_->id_of(kind, ordinal);
    return added_at(kind, ordinal).said.keys[id_key];
}

std::string_view references::text_of(const domain::entity_kind& kind, std::uint32_t ordinal,
                                     std::string_view member) const {
    if (ordinal < base_count(kind)) return base_->text_of(kind, ordinal, member);
    const added& a = added_at(kind, ordinal);
    const std::size_t first = attributes_of(kind);
    for (std::size_t i = 0; i < attribute_count(kind); ++i) {
        if (attributes[first + i].name != member) continue;
        const std::string_view text = a.said.attributes[i];
        return text.empty() && attributes[first + i].use == attribute_use::state ? active_state
                                                                                 : text;
    }
    return {};
}

const domain::entity* references::find_added(const domain::entity_kind& kind, std::size_t key,
                                             std::string_view text) const {
    const auto all = added_.lock();
    const added_kind& of = all->kinds[kind.ordinal];
    const auto found = of.indexes[key].find(text);
    if (found == of.indexes[key].end()) return nullptr;
    const added& a = of.entities[found->second];
    return visible_ && a.ticket > visible_() ? nullptr : &a.entity;
}

std::string references::free_number(added_kind& of, const domain::entity_kind& kind) const {
    const std::string_view prefix = prefix_of(kind);
    if (!of.largest_number) {
        std::uint64_t largest = 0;
        for (const domain::entity& e : base_->all(kind))
            largest = std::max(largest, number_in(e.key, prefix));
        for (const added& a : of.entities)
            largest = std::max(largest, number_in(a.entity.key, prefix));
        of.largest_number = largest;
    }
    std::string digits = std::to_string(*of.largest_number + 1);
    digits.insert(0, number_digits - std::min(digits.size(), number_digits), '0');
    return std::string(prefix) + digits;
}

references::creation references::create(
    new_entity entity, const std::function<std::string(std::uint32_t)>& make_id,
    const std::function<std::optional<std::uint64_t>(const new_entity&)>& record) {
    const domain::entity_kind& kind = *entity.kind;
    const auto all = added_.lock();
    if (all->closed) return {nullptr, 0, {}, true};
    added_kind& of = all->kinds[kind.ordinal];
    for (std::size_t key = 0; key < kind.key_count; ++key) {
        const std::string& text = entity.keys[key];
        if (text.empty() || may_be_shared(kind, key)) continue;
        if (base_->find(kind, key, text) || of.indexes[key].contains(text))
            return {nullptr, 0, key, false};
    }
    std::string& human = entity.keys[kind.human_key];
    if (human.empty()) human = free_number(of, kind);
    const auto ordinal = base_count(kind) + static_cast<std::uint32_t>(of.entities.size());
    if (entity.keys[id_key].empty()) entity.keys[id_key] = make_id(ordinal);
    const auto ticket = record(entity);
    if (!ticket) return {};
    return {put(*all, std::move(entity), *ticket), *ticket, {}, false};
}

const domain::entity* references::put(added_entities& all, new_entity entity,
                                      std::uint64_t ticket) {
    const domain::entity_kind& kind = *entity.kind;
    added_kind& of = all.kinds[kind.ordinal];
    added& a = of.entities.emplace_back();
    a.said = std::move(entity);
    a.ticket = ticket;
    const auto position = static_cast<std::uint32_t>(of.entities.size() - 1);
    a.entity.ordinal = base_count(kind) + position;
    a.entity.key = a.said.keys[kind.human_key];
    const std::size_t first = attributes_of(kind);
    for (std::size_t i = 0; i < attribute_count(kind); ++i) {
        const attribute& what = attributes[first + i];
        const std::string_view text = a.said.attributes[i];
        if (text.empty()) continue;
        if (what.use == attribute_use::type) a.entity.type = text;
        if (what.use == attribute_use::state) a.entity.active = text == active_state;
        if (what.use == attribute_use::referred_by) a.entity.referred = true;
        if (what.use != attribute_use::related) continue;
        const domain::entity_kind& other = *what.refers_to;
        a.entity.related = base_->find(other, other.human_key, text);
        if (a.entity.related) continue;
        const added_kind& others = all.kinds[other.ordinal];
        const auto found = others.indexes[other.human_key].find(text);
        if (found != others.indexes[other.human_key].end())
            a.entity.related = &others.entities[found->second].entity;
    }
    for (std::size_t key = 0; key < kind.key_count; ++key)
        if (!a.said.keys[key].empty()) of.indexes[key].emplace(a.said.keys[key], position);
    if (of.largest_number)
        of.largest_number = std::max(*of.largest_number, number_in(a.entity.key, prefix_of(kind)));
    added_count_[kind.ordinal].store(position + 1, std::memory_order_release);
    return &a.entity;
}

void references::undo(const domain::entity_kind& kind) {
    const auto all = added_.lock();
    added_kind& of = all->kinds[kind.ordinal];
    const auto position = static_cast<std::uint32_t>(of.entities.size() - 1);
    for (std::size_t key = 0; key < kind.key_count; ++key) {
        const auto at = of.indexes[key].find(of.entities.back().said.keys[key]);
        if (at != of.indexes[key].end() && at->second == position) of.indexes[key].erase(at);
    }
    of.entities.pop_back();
    of.largest_number.reset();
    added_count_[kind.ordinal].store(position, std::memory_order_release);
}

}  // namespace crmlocal::store
