// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <stdexcept>

#include "store/event_change.hpp"
#include "store/memory_ledger.hpp"
#include "store/record.hpp"

namespace crmlocal::store {
namespace {

// Throws unless a record is sound and names only entities that are there.
void check_record(std::string_view record, const domain::event_type& type, const references& data) {
    record_reader r(record, type.columns());
    const auto exists = [&](std::span<const domain::column> columns,
                            const record_reader::value& v) {
        const domain::field& what = *columns[v.column].what;
        return what.type != domain::value_type::identifier || v.ordinal < data.count(*what.kind);
    };
    bool sound = true;
    while (const auto v = r.next()) {
        sound &= exists(type.columns(), *v);
        for (std::uint32_t row = 0; row < v->row_count; ++row) {
            r.row();
            const auto columns = type.columns()[v->column].what->columns;
            while (const auto in_row = r.next_in_row()) sound &= exists(columns, *in_row);
        }
    }
    if (!sound || !r.complete()) throw std::runtime_error("a broken record");
}

// The same for all records of a call; they must fill its run.
void check_run(const events_reader::call& call, const domain::event_type& type,
               const references& data) {
    std::string_view rest = call.run;
    for (std::uint64_t i = 0; i < call.count; ++i) {
        const record_run::first one = record_run::read(rest);
        if (one.bytes == 0) throw std::runtime_error("a broken run of records");
        check_record(one.record, type, data);
        rest.remove_prefix(one.bytes);
    }
    if (!rest.empty()) throw std::runtime_error("a run of records that is too long");
}

}  // namespace

void memory_ledger::restore_events(std::string_view payload) {
    events_reader in(payload);
    const auto world = organisation_of(in.organisation());
    if (!in.broken() && !world && is_gone(in.organisation())) return;
    if (in.broken() || !world || in.type() >= catalogue_.types.size())
        throw std::runtime_error("events of an organisation or type that is not there");
    const domain::event_type& type = catalogue_.types[in.type()];
    const fixture& from = world->described();
    auto log = world->logs[in.type()].lock();
    while (const auto call = in.next()) {
        if (call->entry.origin.user >= from.users.size() + from.web_api_keys.size())
            throw std::runtime_error("events of a user that is not there");
        const std::uint64_t first = call->entry.first_number;
        const std::uint64_t after = first + call->count;
        if (after <= log->events.last_number() + 1) continue;  // the snapshot has it
        if (first < log->next_number ||
            (!world->settings().global_numbering && first != log->next_number))
            throw std::runtime_error("events are missing or there twice");
        check_run(*call, type, world->references);
        log->events.append(call->entry, {&call->run, 1});
        log->next_number = after;
        auto sequence = world->sequence.lock();
        *sequence = std::max(*sequence, after);
        for_each_claim(call->entry, call->count, call->run, type,
                       [&](const fingerprint& key) { world->claims.insert(key); });
    }
    if (in.broken()) throw std::runtime_error("broken events");
}

void memory_ledger::restore_answer(std::string_view payload) {
    const auto one = read_answer(payload);
    const auto world = one ? organisation_of(one->organisation) : nullptr;
    if (one && is_gone(one->organisation)) return;
    if (!world) throw std::runtime_error("an answer of an organisation that is not there");
    if (!one->events.empty()) restore_events(one->events);
    world->answered.keep(one->key, one->answer, 0);
}

void memory_ledger::undo_answer(std::string_view payload) {
    const auto one = read_answer(payload);
    const auto world = one ? organisation_of(one->organisation) : nullptr;
    if (!world) return;
    if (!one->events.empty()) undo_events(one->events);
    world->answered.take_back(one->key);
}

void memory_ledger::undo_events(std::string_view payload) {
    events_reader in(payload);
    const auto world = organisation_of(in.organisation());
    const auto call = in.next();
    if (!world || !call) return;
    const domain::event_type& type = catalogue_.types[in.type()];
    std::vector<fingerprint> keys;
    std::uint64_t stripes = 0;
    for_each_claim(call->entry, call->count, call->run, type, [&](const fingerprint& key) {
        keys.push_back(key);
        stripes |= claim_table::stripe_bit(key);
    });
    claim_table::several claims(world->claims, stripes);
    for (const fingerprint& key : keys) claims.erase(key);
    const bool global = world->settings().global_numbering;
    auto sequence = world->sequence.lock();
    auto log = world->logs[in.type()].lock();
    log->events.truncate(call->entry.first_number);
    log->next_number = call->entry.first_number;
    if (global) *sequence = call->entry.first_number;
}

}  // namespace crmlocal::store
