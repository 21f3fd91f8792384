// SPDX-License-Identifier: BSL-1.0
//
// Of the ledger in memory: states of organisations that are copied, gone back to and compared.
#include "store/journal.hpp"
#include "store/memory_ledger.hpp"
#include "store/world_copy.hpp"
#include "store/world_frames.hpp"

namespace crmlocal::store {
std::shared_ptr<organisation> memory_ledger::copy_organisation(organisation& of) {
    if (limit_.reached()) return nullptr;
    memory_organisation& from = in_memory(of);
    auto copy = make_world(from.origin(), from.clock(), 0, from.seed);
    copy_recorded(from, *copy, catalogue_);
    return copy;
}

// What a copy holds, as the frames that make it again.
task<bool> memory_ledger::write_down(memory_organisation& one) {
    if (!journal_) co_return true;
    std::vector<std::pair<change_type, std::string>> frames;
    const world_frames::taker keep = [&](change_type type, std::string_view payload) {
        frames.emplace_back(type, payload);
    };
    world_frames().write(one, ~std::uint64_t{0}, keep);
    for (const auto& [type, payload] : frames) {
        const std::string_view frame = payload;
        const auto ticket = journal_->append(type, {&frame, 1});
        if (!ticket) co_return false;
        const bool durable = co_await journal_->until_durable(*ticket);
        if (!durable) co_return false;
    }
    co_return true;
}

task<organisation_status> memory_ledger::restore_copy(tenant& of,
                                                      std::shared_ptr<organisation> copy) {
    if (limit_.reached()) co_return organisation_status::full;
    const auto before = current_of(of);
    if (!before) co_return organisation_status::gone;
    const std::uint64_t key = worlds_.lock()->next_key++;
    memory_organisation& from = in_memory(*copy);
    const auto one = make_world(from.origin(), before->clock(), key, from.seed);
    copy_recorded(from, *one, catalogue_);
    const bool shares = before->references.base() == from.origin()->data;
    if (!shares) {
        const bool written = co_await write_portions(*from.origin()->data, key);
        if (!written) co_return organisation_status::unavailable;
    }
    {
        const auto all = worlds_.lock();
        if (shares && before->gone_ticket != 0) co_return organisation_status::changed;
        organisation_record how;
        how.reference = shares ? before->key : key;
        how.is_current = false;
        if (!append_organisation(*one, std::move(how))) co_return organisation_status::unavailable;
        one->current_ticket = ~std::uint64_t{0};
        if (journal_) all->by_key[key] = one;  // snapshots must not miss it
    }
    const bool written = co_await write_down(*one);
    std::uint64_t ticket = 0;
    {
        const auto all = worlds_.lock();
        const auto was = current_of(of);
        const auto current = written && was ? append_current(key, was->key) : std::nullopt;
        if (!current) {
            all->by_key.erase(key);
            co_return was ? organisation_status::unavailable : organisation_status::gone;
        }
        ticket = *current;
        one->current_ticket = ticket;
        replace(*all, was, one, ticket);
    }
    co_return co_await settle(ticket);
}

organisation_difference memory_ledger::compare(organisation* before, organisation& after) {
    std::shared_ptr<memory_organisation> beginning;
    if (!before) {
        beginning = make_world(in_memory(after).origin(), after.clock(), 0, in_memory(after).seed);
        before = beginning.get();
    }
    return compare_worlds(in_memory(*before), in_memory(after), catalogue_, visible());
}

}  // namespace crmlocal::store
