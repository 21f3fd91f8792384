// SPDX-License-Identifier: BSL-1.0
#include "store/memory_ledger.hpp"

#include <algorithm>

#include "store/journal.hpp"
#include "store/recording.hpp"
#include "store/resolution.hpp"

namespace crmlocal::store {
memory_ledger::memory_ledger(const domain::event_catalogue& catalogue,
                             std::function<time_point()> clock)
    : catalogue_(catalogue), clock_(std::move(clock)) {}

memory_ledger::~memory_ledger() = default;

bool memory_ledger::add_organisation(fixture from, std::uint64_t seed) {
    from.next_numbers.resize(catalogue_.types.size(), 1);
    const std::string name = from.organisation;
    if (find_organisation(name)) return false;
    seed = seed_for(seed, name);  // no two worlds give the same ids
    const auto all = worlds_.lock();
    publish(*all, make_world(std::make_shared<const fixture>(std::move(from)), make_clock(),
                             all->next_key++, seed));
    added_.fetch_add(1);
    return true;
}

void memory_ledger::restore_organisation(std::shared_ptr<const fixture> from, std::uint64_t key,
                                         std::uint64_t seed, bool is_current) {
    if ((is_current && find_tenant(from->organisation)) || organisation_of(key))
        throw std::runtime_error("the organisation '" + from->organisation + "' is there twice");
    if (from->next_numbers.size() != catalogue_.types.size())
        throw std::runtime_error("the organisation '" + from->organisation +
                                 "' knows other types of event");
    const auto all = worlds_.lock();
    all->next_key = std::max(all->next_key, key + 1);
    auto one = make_world(std::move(from), make_clock(), key, seed);
    if (is_current) publish(*all, std::move(one));
    else all->by_key[key] = std::move(one);
}

std::shared_ptr<organisation_clock> memory_ledger::make_clock() const {
    return std::make_shared<organisation_clock>(clock_);
}

std::shared_ptr<memory_organisation> memory_ledger::organisation_of(std::uint64_t key) {
    const auto all = worlds_.lock();
    const auto at = all->by_key.find(key);
    return at == all->by_key.end() ? nullptr : at->second;
}

std::vector<std::shared_ptr<memory_organisation>> memory_ledger::organisations() {
    std::vector<std::shared_ptr<memory_organisation>> out;
    const auto all = worlds_.lock();
    for (const auto& [key, one] : all->by_key) out.push_back(one);
    return out;
}

std::uint64_t memory_ledger::visible() const noexcept {
    return journal_ ? journal_->visible() : ~std::uint64_t{0};
}

std::optional<event_log::stored_event> memory_ledger::find_event(organisation& in,
                                                                 const domain::event_type& type,
                                                                 std::uint64_t number) {
    return in_memory(in).logs[catalogue_.ordinal_of(type)].lock()->events.find(number, visible());
}

std::size_t memory_ledger::memory(organisation& of) {
    std::size_t bytes = 0;
    for (guarded<numbered_log>& log : in_memory(of).logs) bytes += log.lock()->events.memory();
    return bytes;
}

std::shared_ptr<tenant> memory_ledger::find_tenant(std::string_view name) {
    return tenants_.with(
        name, [](const std::shared_ptr<tenant>* found) { return found ? *found : nullptr; });
}

task<void> memory_ledger::resolve(organisation& in, domain::batch& call) {
    resolve_batch(in.references, call);
    co_return;
}

task<commit_status> memory_ledger::commit(organisation& in, const call_origin& origin,
                                          domain::batch& call, const once_record* once,
                                          const std::function<void()>* on_created) {
    if (call.refused_count() < call.events.size() && limit_.reached())
        co_return commit_status::full;
    const std::size_t type = catalogue_.ordinal_of(*call.type);
    const auto done = record_batch(journal_, in_memory(in), type, origin, call, once);
    if (!done) co_return commit_status::unavailable;
    if (done->events != 0 || once) changes_.fetch_add(1, std::memory_order_relaxed);
    if (on_created) (*on_created)();
    if (journal_ && done->ticket != 0) {
        const bool durable = co_await journal_->until_durable(done->ticket);
        if (!durable) co_return commit_status::unavailable;
    }
    co_return commit_status::done;
}

once_state memory_ledger::begin_once(organisation& in, const once_key& key, std::string& answer) {
    return in_memory(in).answered.begin(key.key, key.body, visible(), answer);
}

void memory_ledger::forget_once(organisation& in, std::string_view key) {
    in_memory(in).answered.forget(key);
}

}  // namespace crmlocal::store
