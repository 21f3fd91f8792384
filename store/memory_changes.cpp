// SPDX-License-Identifier: BSL-1.0
//
// Of the ledger in memory: what changes besides events, at run time and at recovery.
#include <stdexcept>

#include "store/journal.hpp"
#include "store/memory_ledger.hpp"
#include "store/reference_change.hpp"

namespace crmlocal::store {
task<cancellation> memory_ledger::cancel_event(organisation& in, const call_origin& origin,
                                               const domain::event_type& type, std::size_t key,
                                               std::string_view text) {
    memory_organisation& world = in_memory(in);
    const std::size_t ordinal = catalogue_.ordinal_of(type);
    cancellation out;
    const auto found = co_await find_event(in, type, key, text);
    if (!found) co_return out;
    std::optional<std::uint64_t> ticket;
    bool is_first = false;
    {
        auto cancelled = world.cancelled[ordinal].lock();
        if (const auto at = cancelled->find(found->number); at != cancelled->end()) {
            ticket = at->second.ticket;
        } else {
            domain::scratch<char> payload;
            begin_cancellations(world.key, ordinal, payload);
            add_cancellation(found->number, origin, payload);
            ticket = append(journal_, change_type::cancellation, payload);
            is_first = ticket.has_value();
            if (is_first)
                cancelled->emplace(found->number,
                                   memory_organisation::cancelled_event{origin, *ticket});
        }
    }
    out.how = cancellation::status::unavailable;
    if (!ticket) co_return out;
    if (is_first) changes_.fetch_add(1, std::memory_order_relaxed);
    if (journal_ && *ticket != 0) {
        // Who comes second must not be told so before it is certain that the first is recorded.
        const bool durable = co_await journal_->until_durable(*ticket);
        if (!durable) co_return out;
    }
    out.how = is_first ? cancellation::status::done : cancellation::status::not_posted;
    out.event = *found;
    if (is_first) out.event.cancelled = origin;
    co_return out;
}

task<creation> memory_ledger::create_entity(organisation& in, const new_entity& entity) {
    const domain::entity_kind& kind = *entity.kind;
    creation out;
    if (limit_.reached()) {
        out.how = commit_status::full;
        co_return out;
    }
    references::creation made;
    made.closed = true;
    // Closed: it has been described anew meanwhile and goes on elsewhere.
    for (memory_organisation* world = &in_memory(in); world && made.closed;) {
        const auto make_id = [&](std::uint32_t ordinal) {
            const auto space = static_cast<std::uint16_t>(id_spaces::entities + kind.ordinal);
            std::string id(32, '0');
            domain::write_uuid(world->ids.make({space, ordinal}), id.data());
            return id;
        };
        const auto record = [&](const new_entity& described) {
            domain::scratch<char> payload;
            write_new_entity(world->key, described, payload);
            return append(journal_, change_type::entity, payload);
        };
        made = world->references.create(entity, make_id, record);
        if (!made.closed) break;
        out.in = organisation_of(world->key);
        world = static_cast<memory_organisation*>(out.in.get());
    }
    out.taken = made.taken;
    if (!made.made) co_return out;
    changes_.fetch_add(1, std::memory_order_relaxed);
    if (journal_ && made.ticket != 0) {
        const bool durable = co_await journal_->until_durable(made.ticket);
        if (!durable) co_return out;
    }
    out.how = commit_status::done;
    out.made = made.made;
    co_return out;
}

void memory_ledger::restore_cancellations(std::string_view payload) {
    cancellations_reader in(payload);
    const auto world = organisation_of(in.organisation());
    if (!in.broken() && !world && is_gone(in.organisation())) return;
    if (in.broken() || !world || in.type() >= catalogue_.types.size())
        throw std::runtime_error("cancellations of an organisation or type that is not there");
    auto cancelled = world->cancelled[in.type()].lock();
    while (const auto one = in.next())
        cancelled->emplace(one->first, memory_organisation::cancelled_event{one->second, 0});
    if (in.broken()) throw std::runtime_error("broken cancellations");
}

void memory_ledger::undo_cancellation(std::string_view payload) {
    cancellations_reader in(payload);
    const auto world = organisation_of(in.organisation());
    const auto one = in.next();
    if (world && one) world->cancelled[in.type()].lock()->erase(one->first);
}

void memory_ledger::restore_entity(std::string_view payload) {
    auto change = read_new_entity(payload);
    const auto world = change ? organisation_of(change->organisation) : nullptr;
    if (change && is_gone(change->organisation)) return;
    if (!world) throw std::runtime_error("a broken entity, or one of no organisation");
    const domain::entity_kind& kind = *change->entity.kind;
    if (world->references.find(kind, 0, change->entity.keys[0])) return;  // the snapshot has it
    world->references.restore(std::move(change->entity));
}

void memory_ledger::undo_entity(std::string_view payload) {
    const auto change = read_new_entity(payload);
    const auto world = change ? organisation_of(change->organisation) : nullptr;
    if (world) world->references.undo(*change->entity.kind);
}

}  // namespace crmlocal::store
