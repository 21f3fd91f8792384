// SPDX-License-Identifier: BSL-1.0
//
// Of the ledger in memory: events that are read back.
#include <algorithm>
#include <charconv>
#include <chrono>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/memory_ledger.hpp"
#include "store/memory_organisation.hpp"

namespace crmlocal::store {
namespace {

// The number that a text is, written as this program writes numbers.
std::optional<std::uint64_t> number_of(std::string_view text) noexcept {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || text[0] == '0') return std::nullopt;
    return number;
}

std::optional<std::uint64_t> number_of_id(const domain::id_maker& ids, std::size_t type,
                                          std::string_view text) noexcept {
    const auto bits = domain::parse_uuid(text);
    const auto what = bits ? ids.open(*bits) : std::nullopt;
    if (!what || what->space != type) return std::nullopt;
    return what->ordinal;
}

recorded_event recorded(const memory_organisation& in, std::size_t type,
                        const event_log::numbered_event& event) {
    recorded_event out;
    out.number = event.number;
    out.id = in.ids.make({static_cast<std::uint16_t>(type), event.number});
    out.record = event.stored.record;
    out.origin = event.stored.origin;
    return out;
}

std::int64_t second_of(const call_origin& origin) noexcept {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(origin.submitted_on))
        .count();
}

// Takes a portion of events into the index of that type, which the first call makes; true if it has
// come so far.
bool take_in(memory_organisation& in, std::size_t ordinal, const domain::event_type& type,
             std::uint64_t end) {
    constexpr std::uint64_t portion = 4096;
    const auto index = in.indexes[ordinal].lock();
    if (!*index) *index = std::make_unique<event_index>(type);
    event_index& all = **index;
    if (all.size() >= end) return true;
    thread_local std::vector<event_log::numbered_event> events;
    events.clear();
    in.logs[ordinal].lock()->events.read(all.size(), std::min(portion, end - all.size()), events);
    for (const event_log::numbered_event& e : events) all.add(e, in.references);
    return all.size() >= end;
}

}  // namespace

void memory_ledger::tell_cancelled(memory_organisation& in, std::size_t type,
                                   std::span<recorded_event> events) {
    const std::uint64_t seen = visible();
    const auto cancelled = in.cancelled[type].lock();
    if (cancelled->empty()) return;
    for (recorded_event& e : events) {
        const auto at = cancelled->find(e.number);
        if (at != cancelled->end() && at->second.ticket <= seen) e.cancelled = at->second.by;
    }
}

task<std::optional<recorded_event>> memory_ledger::find_event(organisation& in,
                                                              const domain::event_type& type,
                                                              std::size_t key,
                                                              std::string_view text) {
    memory_organisation& world = in_memory(in);
    const std::size_t ordinal = catalogue_.ordinal_of(type);
    const auto number = key == 0 ? number_of_id(world.ids, ordinal, text) : number_of(text);
    if (!number) co_return std::nullopt;
    const auto found = world.logs[ordinal].lock()->events.find(*number, visible());
    if (!found) co_return std::nullopt;
    recorded_event out = recorded(world, ordinal, {*number, *found});
    tell_cancelled(world, ordinal, {&out, 1});
    co_return out;
}

task<void> memory_ledger::list_events(organisation& in, const event_query& asked, event_page& out) {
    memory_organisation& world = in_memory(in);
    const std::size_t type = catalogue_.ordinal_of(*asked.type);
    out.events.clear();
    out.seen = world.logs[type].lock()->events.visible_size(visible());
    if (asked.seen) out.seen = std::min(out.seen, *asked.seen);
    // In portions, between which the loop's other calls go on.
    while (!take_in(world, type, *asked.type, out.seen)) {
        const asio::use_awaitable_t<executor> as_awaitable;
        const executor here = co_await asio::this_coro::executor;
        co_await asio::post(here, as_awaitable);
    }
    thread_local std::vector<std::uint64_t> positions;  // nothing below waits
    thread_local std::vector<event_log::numbered_event> found;
    positions.clear();
    found.clear();
    {
        const auto index = world.indexes[type].lock();
        auto log = world.logs[type].lock();
        const auto submitted_at = [&](std::uint64_t position) {
            found.clear();
            log->events.read(position, 1, found);
            return second_of(found[0].stored.origin);
        };
        (*index)->find({asked.column, asked.ordinal, asked.after, asked.before, out.seen,
                        asked.skip, asked.limit},
                       submitted_at, positions);
        found.clear();
        for (const std::uint64_t position : positions) log->events.read(position, 1, found);
    }
    for (const event_log::numbered_event& e : found) out.events.push_back(recorded(world, type, e));
    tell_cancelled(world, type, out.events);
}

const domain::id_maker& memory_ledger::ids(const organisation& of) const noexcept {
    return static_cast<const memory_organisation&>(of).ids;
}

}  // namespace crmlocal::store
