// SPDX-License-Identifier: BSL-1.0
//
// Of the ledger in memory: organisations that came and went, as a journal tells of them.
#include <algorithm>
#include <stdexcept>

#include "store/bytes.hpp"
#include "store/memory_ledger.hpp"

namespace crmlocal::store {

bool memory_ledger::is_gone(std::uint64_t key) {
    const auto all = worlds_.lock();
    return key != 0 && key < all->next_key && !all->by_key.contains(key);
}

void memory_ledger::set_next_key(std::uint64_t key) {
    const auto all = worlds_.lock();
    all->next_key = std::max(all->next_key, key);
}

void memory_ledger::restore_reference(change_type type, std::string_view payload) {
    if (type == change_type::reference) {
        const auto begin = read_reference(payload);
        if (!begin) throw std::runtime_error("broken reference data");
        references_read_.erase(begin->first);
        references_read_.try_emplace(begin->first, begin->first, begin->second);
        return;
    }
    const auto at = references_read_.find(byte_reader(payload).varint());
    if (at == references_read_.end())
        throw std::runtime_error("entities of reference data that is not there");
    if (!at->second.add(payload)) throw std::runtime_error("broken reference data");
}

void memory_ledger::restore_new_organisation(std::string_view payload) {
    auto record = read_organisation(payload);
    if (!record) throw std::runtime_error("a broken organisation");
    const auto was = organisation_of(record->key);
    const auto own = references_read_.find(record->reference);
    if (own != references_read_.end()) {
        record->from.data = own->second.finish();
        references_read_.erase(own);
        if (!record->from.data)
            throw std::runtime_error("reference data that does not fit together");
    } else if (const auto like = organisation_of(record->reference)) {
        record->from.data = like->origin()->data;
    } else {
        throw std::runtime_error("an organisation without reference data");
    }
    if (record->from.next_numbers.size() != catalogue_.types.size())
        throw std::runtime_error("the organisation '" + record->from.organisation +
                                 "' knows other types of event");
    const auto all = worlds_.lock();
    all->next_key = std::max(all->next_key, record->key + 1);
    auto from = std::make_shared<const fixture>(std::move(record->from));
    if (!was) {
        auto one = make_world(from, make_clock(), record->key, record->seed);
        all->by_key.erase(record->replaces);
        if (record->is_current) publish(*all, std::move(one));
        else all->by_key[record->key] = std::move(one);
        return;
    }
    const auto one = std::make_shared<memory_organisation>(from, was->clock(), record->key,
                                                           record->seed, was->recorded);
    one->references.see_up_to([this] { return visible(); });
    one->follow_described();
    publish(*all, one);
}

void memory_ledger::restore_current(std::string_view payload) {
    const auto change = read_current(payload);
    const auto one = change ? organisation_of(change->key) : nullptr;
    if (!one) throw std::runtime_error("an organisation that is not there becomes the current one");
    const auto all = worlds_.lock();
    all->by_key.erase(change->replaces);
    publish(*all, one);
}

void memory_ledger::restore_removal(std::string_view payload) {
    const auto key = read_removal(payload);
    const auto one = key ? organisation_of(*key) : nullptr;
    if (!one) throw std::runtime_error("an organisation that is not there is removed");
    const auto all = worlds_.lock();
    all->by_key.erase(*key);
    if (const auto of = find_tenant(one->name())) {
        forget_web_api_keys(*of, one->described());
        of->replace(nullptr);
    }
    tenants_.erase(std::string(one->name()));
}

void memory_ledger::drop_unfinished() {
    references_read_.clear();
    const auto all = worlds_.lock();
    std::erase_if(all->by_key, [this](const auto& entry) {
        const auto of = find_tenant(entry.second->name());
        return !of || of->current() != entry.second;
    });
}

// --- What never became durable
// ----------------------------------------------------------------------

void memory_ledger::undo_publication(std::uint64_t key) {
    const auto all = worlds_.lock();
    const auto at = all->by_key.find(key);
    const auto undone = at == all->by_key.end() ? nullptr : at->second;
    if (undone) all->by_key.erase(at);
    const auto last = std::ranges::find(all->undoable.rbegin(), all->undoable.rend(), key,
                                        &worlds::replaced::key);
    if (last != all->undoable.rend()) {
        const auto was = last->was;
        all->undoable.erase(std::next(last).base());
        was->gone_ticket = 0;
        was->references.open();
        publish(*all, was);
        return;
    }
    const auto of = undone ? find_tenant(undone->name()) : nullptr;
    if (!of || of->current() != undone) return;
    forget_web_api_keys(*of, undone->described());
    of->replace(nullptr);
    tenants_.erase(std::string(undone->name()));
}

void memory_ledger::undo_new_organisation(std::string_view payload) {
    if (const auto record = read_organisation(payload)) undo_publication(record->key);
}

void memory_ledger::undo_current(std::string_view payload) {
    if (const auto change = read_current(payload)) undo_publication(change->key);
}

void memory_ledger::undo_removal(std::string_view payload) {
    const auto key = read_removal(payload);
    const auto all = worlds_.lock();
    const auto last = std::ranges::find(all->undoable.rbegin(), all->undoable.rend(),
                                        key.value_or(0), &worlds::replaced::key);
    if (last == all->undoable.rend()) return;
    const worlds::replaced undone = *last;
    all->undoable.erase(std::next(last).base());
    undone.was->gone_ticket = 0;
    all->by_key[undone.was->key] = undone.was;
    undone.of->replace(undone.was);
    tenants_.insert(std::string(undone.of->name()), undone.of);
    add_web_api_keys(undone.of, undone.was->described());
}

}  // namespace crmlocal::store
