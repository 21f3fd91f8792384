// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "store/guarded.hpp"
#include "store/hash.hpp"
#include "store/reference_attributes.hpp"
#include "store/reference_data.hpp"

namespace crmlocal::store {

/// What a new entity is said to be. The texts are copied. Empty ones are absent.
struct new_entity {
    const domain::entity_kind* kind = nullptr;
    std::array<std::string, domain::entity_keys_max> keys = {};
    std::array<std::string, attributes_max> attributes = {};  ///< in the order of the table

    /// The place of the attribute of that name, which the kind must have.
    std::string& attribute(std::string_view name);
};

/// The reference data of one organisation: what its fixture gave it, shared and immutable, and on
/// top of it what was created since. Entities never move and never change; those of one kind are
/// numbered by their ordinals, the fixture's first. Safe for use by several threads at once.
class references {
public:
    explicit references(std::shared_ptr<const reference_data> base) : base_(std::move(base)) {}

    /// Entities with a ticket above what this returns are not seen. Set before the first use.
    void see_up_to(std::function<std::uint64_t()> visible) { visible_ = std::move(visible); }

    /// As `reference_data::find`, `prefetch`, `key_of`, `id_of` and `text_of`, of all entities.
    const domain::entity* find(const domain::entity_kind& kind, std::size_t key,
                               std::string_view text) const {
        if (const domain::entity* found = base_->find(kind, key, text)) return found;
        if (added_count_[kind.ordinal].load(std::memory_order_acquire) == 0) return nullptr;
        return find_added(kind, key, text);
    }
    void prefetch(const domain::entity_kind& kind, std::size_t key,
                  std::string_view text) const noexcept {
        base_->prefetch(kind, key, text);
    }
    std::string_view key_of(const domain::entity_kind& kind, std::uint32_t ordinal,
                            std::size_t key) const;
    std::string id_of(const domain::entity_kind& kind, std::uint32_t ordinal) const;
    std::string_view text_of(const domain::entity_kind& kind, std::uint32_t ordinal,
                             std::string_view member) const;

    /// The entity of that kind and ordinal; null if there is none.
    const domain::entity* at(const domain::entity_kind& kind, std::uint32_t ordinal) const;

    /// How many entities of a kind there are, those included that are not seen yet.
    std::uint32_t count(const domain::entity_kind& kind) const;

    /// How a creation ended.
    struct creation {
        const domain::entity* made = nullptr;  ///< null: it was not created
        std::uint64_t ticket = 0;
        std::optional<std::size_t> taken;  ///< the key that another entity has
        bool closed = false;               ///< nothing is created here any more
    };
    /// Creates an entity. Without an id or number of its own it gets one: an id by
    /// `make_id(ordinal)`, a number above the largest there is. Keys must be unique, but the names
    /// of accounts. `record` is called with what it became while nobody else creates, and returns
    /// its ticket; nothing if it cannot be recorded, and then it is not created.
    creation create(new_entity entity, const std::function<std::string(std::uint32_t)>& make_id,
                    const std::function<std::optional<std::uint64_t>(const new_entity&)>& record);

    /// From now on nothing is created here. Until `open`.
    void close() { added_.lock()->closed = true; }
    void open() { added_.lock()->closed = false; }

    /// What is shared with others.
    const std::shared_ptr<const reference_data>& base() const noexcept { return base_; }

    /// Puts back an entity that was created before, as `record` was told of it.
    void restore(new_entity entity) { put(*added_.lock(), std::move(entity), 0); }

    /// Takes back the newest entity of a kind, which nobody has seen.
    void undo(const domain::entity_kind& kind);

    /// Calls f(const new_entity&) for each entity created since the fixture whose ticket is not
    /// above that one, those of a kind in their order, with the lock held.
    template <class F>
    void for_each_until(std::uint64_t last_ticket, F f) const {
        const auto all = added_.lock();
        for (const auto& of_kind : all->kinds)
            for (const added& a : of_kind.entities)
                if (a.ticket <= last_ticket) f(a.said);
    }

private:
    struct added {
        domain::entity entity;
        new_entity said;
        std::uint64_t ticket = 0;
    };
    struct added_kind {
        std::deque<added> entities;  // do not move
        std::array<boost::unordered_flat_map<std::string_view, std::uint32_t, text_hash>,
                   domain::entity_keys_max>
            indexes;  // by key; the views are of the entities
        std::optional<std::uint64_t> largest_number;
    };
    struct added_entities {
        std::array<added_kind, domain::kinds::count> kinds;
        bool closed = false;
    };

    const domain::entity* find_added(const domain::entity_kind& kind, std::size_t key,
                                     std::string_view text) const;
    std::uint32_t base_count(const domain::entity_kind& kind) const;
    const added& added_at(const domain::entity_kind& kind, std::uint32_t ordinal) const;
    std::string free_number(added_kind& of, const domain::entity_kind& kind) const;
    const domain::entity* put(added_entities& all, new_entity entity, std::uint64_t ticket);

    std::shared_ptr<const reference_data> base_;
    std::function<std::uint64_t()> visible_;
    mutable guarded<added_entities> added_;
    std::array<std::atomic<std::uint32_t>, domain::kinds::count> added_count_ = {};
};

}  // namespace crmlocal::store
