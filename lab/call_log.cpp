// SPDX-License-Identifier: BSL-1.0
#include "lab/call_log.hpp"

#include <algorithm>
#include <utility>

namespace crmlocal::lab {

call_log::call_log(const call_log_settings& settings, call_log_budget* budget)
    : budget_(budget), recording_(settings.recording) {
    contents_.lock()->settings = settings;
}

call_log::~call_log() { reset(); }

void call_log::record(const finished_call& what, domain::scratch<char>& body) {
    if (!recording()) return;
    const bool moves = body.size() >= logged_call::moved_bytes_min;
    const std::size_t body_bytes = moves ? body.capacity() : 0;
    const std::size_t answer_bytes =
        what.answer.size() >= logged_call::moved_bytes_min ? what.answer.size() : 0;
    spare_memory spare;
    if (body_bytes + answer_bytes != 0) spare = make_room(body_bytes + answer_bytes);
    keep(std::make_shared<logged_call>(what, body, std::move(spare.answer)));
    if (moves) body = std::move(spare.body);
}

// Memory for the next body and for this answer comes from the calls that have to go for them.
call_log::spare_memory call_log::make_room(std::size_t bytes) {
    dropped_calls dropped;
    bool ours = false;
    {
        const auto in = contents_.lock();
        dropped = drop_excess(*in, 1, bytes);
        ours = in->readers == 0;
    }
    spare_memory out;
    for (std::size_t i = 0; ours && i < dropped.size(); ++i) {
        domain::scratch<char> body = dropped[i]->give_body(), answer = dropped[i]->give_answer();
        if (body.capacity() > out.body.capacity()) std::swap(body, out.body);
        if (answer.capacity() > out.answer.capacity()) std::swap(answer, out.answer);
    }
    out.body.clear();
    return out;
}

void call_log::keep(entry call) {
    const std::size_t bytes = call->bytes();
    dropped_calls dropped;
    const auto in = contents_.lock();
    if (budget_) budget_->add(bytes);
    call->number = last_number_.load(std::memory_order_relaxed) + 1;
    last_number_.store(call->number, std::memory_order_release);
    in->bytes += bytes;
    in->calls.push_back(std::move(call));
    dropped = drop_excess(*in, 0, 0);
}

call_log::dropped_calls call_log::drop_excess(contents& of, std::size_t more_calls,
                                              std::size_t more_bytes) const {
    dropped_calls out;
    while (!of.calls.empty() &&
           (of.calls.size() + more_calls > of.settings.entries_max ||
            of.bytes + more_bytes > of.settings.bytes_max || (budget_ && budget_->exceeded()))) {
        entry& oldest = of.calls.front();
        const std::size_t bytes = oldest->bytes();
        of.bytes -= bytes;
        if (budget_) budget_->take(bytes);
        of.newest_dropped_time_ms = of.dropped == 0
                                        ? oldest->time_ms
                                        : std::max(of.newest_dropped_time_ms, oldest->time_ms);
        ++of.dropped;
        out.push_back(std::move(oldest));
        of.calls.pop_front();
    }
    return out;
}

call_log_settings call_log::settings() const { return contents_.lock()->settings; }

void call_log::change(const call_log_settings& settings) {
    dropped_calls dropped;  // destroyed after the lock is let go
    const auto in = contents_.lock();
    in->settings = settings;
    recording_.store(settings.recording, std::memory_order_relaxed);
    dropped = drop_excess(*in, 0, 0);
}

std::size_t call_log::reset() {
    std::deque<entry> forgotten;
    const auto in = contents_.lock();
    if (budget_) budget_->take(in->bytes);
    in->bytes = 0;
    in->dropped = 0;
    in->newest_dropped_time_ms = 0;
    forgotten.swap(in->calls);
    return forgotten.size();
}

call_log::reading call_log::read(std::uint64_t after) const {
    reading out;
    const auto in = contents_.lock();
    const auto first = std::ranges::upper_bound(in->calls, after, {},
                                                [](const entry& call) { return call->number; });
    out.calls.assign(first, in->calls.end());
    out.dropped = in->dropped;
    out.newest_dropped_time_ms = in->newest_dropped_time_ms;
    ++in->readers;
    out.of_ = this;
    return out;
}

call_log::reading::reading(reading&& other) noexcept
    : calls(std::move(other.calls)),
      dropped(other.dropped),
      newest_dropped_time_ms(other.newest_dropped_time_ms),
      of_(std::exchange(other.of_, nullptr)) {}

call_log::reading::~reading() {
    if (!of_) return;
    calls.clear();
    --of_->contents_.lock()->readers;
}

}  // namespace crmlocal::lab
