// SPDX-License-Identifier: BSL-1.0
//
// Of the ledger in memory: organisations that come and go while it serves.
#include <algorithm>

#include "store/journal.hpp"
#include "store/memory_ledger.hpp"

namespace crmlocal::store {
namespace {

constexpr std::size_t portion_bytes = 256 << 10;

}  // namespace

std::vector<std::shared_ptr<tenant>> memory_ledger::tenants() {
    std::vector<std::shared_ptr<tenant>> out;
    for (const auto& one : organisations())
        if (auto of = find_tenant(one->name()); of && of->current() == one)
            out.push_back(std::move(of));
    return out;
}

std::shared_ptr<memory_organisation> memory_ledger::make_world(
    std::shared_ptr<const fixture> from, std::shared_ptr<organisation_clock> clock,
    std::uint64_t key, std::uint64_t seed) const {
    auto one = std::make_shared<memory_organisation>(std::move(from), std::move(clock), key, seed);
    one->references.see_up_to([this] { return visible(); });
    return one;
}

// Makes it the current one of its name: a new tenant's, or one that is there.
void memory_ledger::publish(worlds& all, std::shared_ptr<memory_organisation> one) {
    all.by_key[one->key] = one;
    auto of = find_tenant(one->name());
    if (of) {
        if (const auto was = of->current()) forget_web_api_keys(*of, was->described());
        of->replace(one);
    } else {
        of = std::make_shared<tenant>(std::string(one->name()), one);
        if (make_attachment_) of->attach(make_attachment_());
        tenants_.insert(std::string(one->name()), of);
    }
    add_web_api_keys(of, one->described());
}

// What is no longer the current one. Its memory goes when the last call in it has ended.
void memory_ledger::retire(worlds& all, const std::shared_ptr<memory_organisation>& one,
                           std::uint64_t ticket) {
    one->gone_ticket = ticket;
    const auto at = all.by_key.find(one->key);
    if (at != all.by_key.end() && at->second == one) all.by_key.erase(at);
    reclaimer_.drop(one);
}

std::optional<std::uint64_t> memory_ledger::append_organisation(memory_organisation& one,
                                                                organisation_record how) {
    if (!journal_) return 0;
    how.key = one.key;
    how.seed = one.seed;
    how.from = one.described();
    domain::scratch<char> payload;
    write_organisation(how, payload);
    const auto ticket = append(journal_, change_type::organisation, payload);
    if (ticket) one.made_ticket = *ticket;
    return ticket;
}

std::optional<std::uint64_t> memory_ledger::append_current(std::uint64_t key,
                                                           std::uint64_t replaces) {
    if (!journal_) return 0;
    domain::scratch<char> payload;
    write_current(key, replaces, payload);
    return append(journal_, change_type::current, payload);
}

// Reference data of its own, portion by portion: the journal's queue need not hold all of it.
task<bool> memory_ledger::write_portions(const reference_data& data, std::uint64_t number) {
    if (!journal_) co_return true;
    domain::scratch<char> head;
    write_reference(data, number, head);
    auto ticket = append(journal_, change_type::reference, head);
    std::vector<std::string> portions;
    write_entities(data, number, portion_bytes,
                   [&](std::string_view portion) { portions.emplace_back(portion); });
    for (const std::string& portion : portions) {
        if (!ticket) co_return false;
        const bool durable = co_await journal_->until_durable(*ticket);
        if (!durable) co_return false;
        ticket = append(journal_, change_type::entities, portion);
    }
    co_return ticket.has_value();
}

// Waits until the change of that ticket is on the disk, as far as promised.
task<organisation_status> memory_ledger::settle(std::uint64_t ticket) {
    changes_.fetch_add(1, std::memory_order_relaxed);
    if (!journal_ || ticket == 0) co_return organisation_status::done;
    const bool durable = co_await journal_->until_durable(ticket);
    if (!durable) co_return organisation_status::unavailable;
    std::erase_if(worlds_.lock()->undoable,
                  [&](const worlds::replaced& r) { return r.ticket <= ticket; });
    co_return organisation_status::done;
}

task<organisation_status> memory_ledger::make_organisation(std::shared_ptr<const fixture> from,
                                                           std::uint64_t seed,
                                                           std::shared_ptr<organisation> like,
                                                           std::shared_ptr<tenant>& made) {
    if (limit_.reached()) co_return organisation_status::full;
    if (find_tenant(from->organisation)) co_return organisation_status::taken;
    const std::uint64_t key = worlds_.lock()->next_key++;
    const bool shares = like && like->references.base() == from->data;
    if (!shares) {
        const bool written = co_await write_portions(*from->data, key);
        if (!written) co_return organisation_status::unavailable;
    }
    const auto one = make_world(std::move(from), make_clock(), key, seed);
    std::uint64_t ticket = 0;
    {
        const auto all = worlds_.lock();
        if (find_tenant(one->name())) co_return organisation_status::taken;
        if (shares && in_memory(*like).gone_ticket != 0) co_return organisation_status::gone;
        organisation_record how;
        how.reference = shares ? in_memory(*like).key : key;
        const auto written = append_organisation(*one, std::move(how));
        if (!written) co_return organisation_status::unavailable;
        ticket = *written;
        publish(*all, one);
        made = find_tenant(one->name());
    }
    co_return co_await settle(ticket);
}

// The current world of a tenant that still is one.
std::shared_ptr<memory_organisation> memory_ledger::current_of(const tenant& of) {
    const auto self = find_tenant(of.name());
    return self.get() == &of ? std::static_pointer_cast<memory_organisation>(of.current())
                             : nullptr;
}

// Puts a world in the place of another one, which the change of that ticket has ended.
void memory_ledger::replace(worlds& all, const std::shared_ptr<memory_organisation>& was,
                            std::shared_ptr<memory_organisation> by, std::uint64_t ticket) {
    const std::uint64_t key = by->key;
    publish(all, std::move(by));
    if (journal_) all.undoable.push_back({key, ticket, was, find_tenant(was->name())});
    retire(all, was, journal_ ? ticket : 1);
}

task<organisation_status> memory_ledger::begin_anew(tenant& of, std::shared_ptr<const fixture> from,
                                                    std::uint64_t seed) {
    const auto before = of.current();
    if (!before) co_return organisation_status::gone;
    const std::uint64_t key = worlds_.lock()->next_key++;
    const bool shares = before->references.base() == from->data;
    if (!shares) {
        const bool written = co_await write_portions(*from->data, key);
        if (!written) co_return organisation_status::unavailable;
    }
    const auto one = make_world(std::move(from), before->clock(), key, seed);
    std::uint64_t ticket = 0;
    {
        const auto all = worlds_.lock();
        const auto was = current_of(of);
        if (!was) co_return organisation_status::gone;
        if (shares && was->references.base() != one->origin()->data)
            co_return organisation_status::changed;
        organisation_record how;
        how.reference = shares ? was->key : key;
        how.replaces = was->key;
        const auto written = append_organisation(*one, std::move(how));
        if (!written) co_return organisation_status::unavailable;
        ticket = *written;
        replace(*all, was, one, ticket);
    }
    co_return co_await settle(ticket);
}

task<organisation_status> memory_ledger::describe_anew(tenant& of,
                                                       std::shared_ptr<organisation> was,
                                                       std::shared_ptr<const fixture> from) {
    memory_organisation& old = in_memory(*was);
    const bool same_data = was->references.base() == from->data;
    if (!same_data) {
        const bool written = co_await write_portions(*from->data, old.key);
        if (!written) co_return organisation_status::unavailable;
    }
    std::uint64_t ticket = 0;
    {
        const auto all = worlds_.lock();
        if (of.current() != was) co_return organisation_status::changed;
        old.references.close();
        const auto holds_all = [&](const domain::entity_kind& kind) {
            return old.references.count(kind) <= from->data->all(kind).size();
        };
        const bool whole = std::ranges::all_of(domain::kinds::all, holds_all);
        const auto one = std::make_shared<memory_organisation>(from, was->clock(), old.key,
                                                               old.seed, old.recorded);
        one->references.see_up_to([this] { return visible(); });
        organisation_record how;
        how.reference = old.key;
        const auto written = whole ? append_organisation(*one, std::move(how)) : std::nullopt;
        if (!written) {
            old.references.open();
            co_return whole ? organisation_status::unavailable : organisation_status::changed;
        }
        ticket = *written;
        one->follow_described();
        publish(*all, one);
        old.gone_ticket = journal_ ? ticket : 1;
        if (journal_)
            all->undoable.push_back({old.key, ticket,
                                     std::static_pointer_cast<memory_organisation>(was),
                                     find_tenant(of.name())});
    }
    co_return co_await settle(ticket);
}

task<organisation_status> memory_ledger::remove_organisation(tenant& of) {
    std::uint64_t ticket = 0;
    {
        const auto all = worlds_.lock();
        const auto was = current_of(of);
        if (!was) co_return organisation_status::gone;
        const auto self = find_tenant(of.name());
        domain::scratch<char> payload;
        write_removal(was->key, payload);
        const auto removed = append(journal_, change_type::removal, payload);
        if (!removed) co_return organisation_status::unavailable;
        ticket = *removed;
        tenants_.erase(std::string(of.name()));
        forget_web_api_keys(of, was->described());
        of.replace(nullptr);
        if (journal_) all->undoable.push_back({was->key, ticket, was, self});
        retire(*all, was, journal_ ? ticket : 1);
    }
    co_return co_await settle(ticket);
}

std::uint64_t memory_ledger::count_events(organisation& in, const domain::event_type& type) {
    return in_memory(in).logs[catalogue_.ordinal_of(type)].lock()->events.visible_size(visible());
}

std::uint64_t memory_ledger::next_number(organisation& in, const domain::event_type& type) {
    memory_organisation& world = in_memory(in);
    if (world.settings().global_numbering) return *world.sequence.lock();
    return world.logs[catalogue_.ordinal_of(type)].lock()->next_number;
}

}  // namespace crmlocal::store
