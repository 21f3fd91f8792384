// SPDX-License-Identifier: BSL-1.0
#include "store/wait_list.hpp"

#include <algorithm>
#include <iterator>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace crmlocal::store {
namespace {

constexpr asio::use_awaitable_t<executor> as_awaitable;

}  // namespace

template <class Handler>
struct wait_list::waiting final : waiter {
    waiting(std::uint64_t for_number, Handler h) : waiter(for_number), handler(std::move(h)) {}

    executor where() const noexcept override { return asio::get_associated_executor(handler); }
    void complete(bool reached) override { std::move(handler)(reached); }

    Handler handler;
};

task<bool> wait_list::wait(std::uint64_t number) {
    if (gave_up_ && was_given_up(number)) co_return false;
    if (number <= reached()) co_return true;
    auto initiate = [this, number](auto handler) {
        add(std::make_unique<waiting<decltype(handler)>>(number, std::move(handler)));
    };
    using token = const asio::use_awaitable_t<executor>&;
    auto told = asio::async_initiate<token, void(bool)>(initiate, as_awaitable);
    const bool reached = co_await std::move(told);
    co_return reached;
}

bool wait_list::was_given_up(std::uint64_t number) {
    const auto held = state_.lock();
    return std::ranges::any_of(held->given_up, [number](const auto& range) {
        return range.first <= number && number <= range.second;
    });
}

void wait_list::add(std::unique_ptr<waiter> one) {
    bool reached = false;
    {
        auto held = state_.lock();
        const bool lost = std::ranges::any_of(held->given_up, [&](const auto& range) {
            return range.first <= one->number && one->number <= range.second;
        });
        reached = !lost && one->number <= this->reached();
        if (!lost && !reached) {
            held->waiters.push_back(std::move(one));
            return;
        }
    }
    std::vector<std::unique_ptr<waiter>> now;
    now.push_back(std::move(one));
    resume(std::move(now), reached);
}

void wait_list::reach(std::uint64_t number) {
    std::vector<std::unique_ptr<waiter>> now;
    {
        auto held = state_.lock();
        reached_.store(number, std::memory_order_release);
        const auto begin = held->waiters.begin(), end = held->waiters.end();
        const auto rest = std::stable_partition(
            begin, end, [number](const auto& w) { return w->number > number; });
        now.assign(std::make_move_iterator(rest), std::make_move_iterator(end));
        held->waiters.erase(rest, end);
    }
    resume(std::move(now), true);
}

void wait_list::give_up(std::uint64_t last) {
    std::vector<std::unique_ptr<waiter>> now;
    {
        auto held = state_.lock();
        const std::uint64_t first = reached() + 1;
        if (first <= last) held->given_up.emplace_back(first, last);
        gave_up_ = true;
        now.swap(held->waiters);
    }
    resume(std::move(now), false);
}

void wait_list::abandon() {
    std::vector<std::unique_ptr<waiter>> all;
    all.swap(state_.lock()->waiters);
}

void wait_list::resume(std::vector<std::unique_ptr<waiter>> all, bool reached) {
    while (!all.empty()) {
        const executor where = all.front()->where();
        const auto rest = std::stable_partition(
            all.begin(), all.end(), [&](const auto& w) { return !(w->where() == where); });
        std::vector<std::unique_ptr<waiter>> here(std::make_move_iterator(rest),
                                                  std::make_move_iterator(all.end()));
        all.erase(rest, all.end());
        auto wake = [waiting = std::move(here), reached]() mutable {
            for (auto& each : waiting) each->complete(reached);
        };
        asio::post(where, std::move(wake));
    }
}

}  // namespace crmlocal::store
