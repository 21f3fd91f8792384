// SPDX-License-Identifier: BSL-1.0
#include "store/answered_calls.hpp"

namespace crmlocal::store {

once_state answered_calls::begin(std::string_view key, const fingerprint& body,
                                 std::uint64_t visible, std::string& answer) {
    auto held = state_.lock();
    const auto at = held->calls.find(key);
    if (at == held->calls.end()) {
        held->calls.try_emplace(std::string(key)).first->second.body = body;
        return once_state::first;
    }
    const entry& known = at->second;
    if (!(known.body == body)) return once_state::other_body;
    if (!known.answered || known.ticket > visible) return once_state::in_progress;
    answer = known.answer;
    return once_state::answered;
}

void answered_calls::forget(std::string_view key) {
    auto held = state_.lock();
    const auto at = held->calls.find(key);
    if (at != held->calls.end() && !at->second.answered) held->calls.erase(at);
}

void answered_calls::keep(std::string_view key, const kept_answer& one, std::uint64_t ticket) {
    auto held = state_.lock();
    make_room(*held, one.answered_on);
    auto [at, is_new] = held->calls.try_emplace(std::string(key));
    if (at->second.answered) return;  // a snapshot had it already
    at->second = {one.body, true, one.answered_on, ticket, std::string(one.answer)};
    held->bytes += one.answer.size();
    held->by_age.emplace_back(key);
}

void answered_calls::take_back(std::string_view key) {
    auto held = state_.lock();
    const auto at = held->calls.find(key);
    if (at == held->calls.end() || !at->second.answered) return;
    held->bytes -= at->second.answer.size();
    held->calls.erase(at);
}

void answered_calls::for_each(std::uint64_t visible,
                              const std::function<void(std::string_view, const kept_answer&)>& f) {
    const auto held = state_.lock();
    for (const std::string& key : held->by_age) {
        const auto at = held->calls.find(key);
        if (at == held->calls.end() || !at->second.answered || at->second.ticket > visible)
            continue;
        f(key, {at->second.body, at->second.answered_on, at->second.answer});
    }
}

void answered_calls::make_room(state& s, std::int64_t now) {
    while (!s.by_age.empty()) {
        const auto oldest = s.calls.find(s.by_age.front());
        if (oldest != s.calls.end() && oldest->second.answered) {
            const bool young = now - oldest->second.answered_on < kept_milliseconds;
            if (young && s.bytes < kept_bytes_max) return;
            s.bytes -= oldest->second.answer.size();
            s.calls.erase(oldest);
        }
        s.by_age.pop_front();
    }
}

}  // namespace crmlocal::store
