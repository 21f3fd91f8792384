// SPDX-License-Identifier: BSL-1.0
#include "http/watch.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "http/api.hpp"
#include "http/asio.hpp"
#include "http/call_logging.hpp"
#include "http/injection.hpp"
#include "http/service.hpp"

namespace crmlocal::http {
namespace {

constexpr std::chrono::milliseconds slice{100};  // how soon a wait notices that the server drains

std::string_view text_of(std::span<const char> bytes) noexcept {
    return {bytes.data(), bytes.size()};
}

std::uint64_t seed_of(const store::tenant& organisation) noexcept {
    const std::shared_ptr<store::organisation> current = organisation.current();
    return current ? current->seed : 0;
}

lab::call_facts facts_of(const request& asked, const workspace& memory) noexcept {
    lab::call_facts out;
    out.http_method = asked.method;
    out.target = asked.target;
    out.method = memory.method;
    out.type = type_of_method(memory.method);
    out.fields = asked.fields;
    out.body = text_of(asked.body);
    out.time = memory.watched->time;
    return out;
}

}  // namespace

std::string_view type_of_method(std::string_view method) noexcept {
    for (const std::string_view before : {"customer_events/", "bulk/"})
        if (method.starts_with(before)) method.remove_prefix(before.size());
        else if (before != "bulk/") return {};
    return method.substr(0, method.find('/'));
}

bool begin_watching(const api_context& context, const request& asked, workspace& memory,
                    const std::shared_ptr<store::tenant>& of) {
    memory.caller_known = true;
    if (memory.watched) return true;  // it has waited and begins again
    lab::laboratory* const by = lab::laboratory::of(*of);
    if (!by || !by->in_use()) return true;
    const auto since_1970 = of->clock().now().time_since_epoch();
    memory.watched = std::make_unique<watched_call>(
        watched_call{of, std::chrono::floor<std::chrono::milliseconds>(since_1970).count(),
                     std::chrono::steady_clock::now()});
    if (!by->faults.in_use()) return true;
    memory.watched->faults = by->faults.meet(facts_of(asked, memory), seed_of(*of));
    if (memory.watched->faults.empty()) return true;
    return begin_injection(context, memory);
}

task<bool> wait_first(const api_context& context, workspace& memory) {
    if (!std::exchange(memory.watched->must_wait, false)) co_return false;
    using clock = std::chrono::steady_clock;
    const auto until = clock::now() + std::chrono::duration_cast<clock::duration>(
                                          memory.watched->faults.delay_before());
    steady_timer timer{co_await asio::this_coro::executor};
    while (clock::now() < until && !context.draining) {
        timer.expires_at(std::min(until, clock::now() + slice));
        co_await timer.async_wait(as_result);
    }
    co_return true;
}

void watch_events(workspace& memory) { memory.watched->faults.refuse_events(memory.batch); }

void end_watching(const api_context& context, const request& asked, workspace& memory) {
    if (!memory.watched->faults.empty()) end_injection(context, memory);
    log_call(asked, memory);
    memory.watched.reset();
}

}  // namespace crmlocal::http
