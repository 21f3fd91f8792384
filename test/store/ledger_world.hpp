// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>

#include "domain/event_catalogue.hpp"
#include "store/memory_ledger.hpp"
#include "store/reference_builder.hpp"
#include "test/support/batch_maker.hpp"

namespace crmlocal::store {

inline const domain::event_type& web = domain::customer_events.types[4];
inline const domain::event_type& referrals = domain::customer_events.types[2];

/// Runs work on an event loop until it is done.
inline void run(asio::io_context& loop, task<void> work) {
    std::exception_ptr thrown;
    asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e) { thrown = e; });
    loop.restart();
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
}
inline void run(task<void> work) {
    // It outlives the journal, whose thread may still be leaving the loop that it has woken.
    thread_local asio::io_context loop(1);
    run(loop, std::move(work));
}

inline task<void> resolve_and_commit(ledger& to, organisation& in, call_origin origin,
                                     domain::batch& call) {
    call.accept_all();
    co_await to.resolve(in, call);
    const commit_status status = co_await to.commit(in, origin, call);
    if (status != commit_status::done) throw std::runtime_error("not recorded");
}

/// A fixture with participants R0 … R999; R0 was referred before.
inline fixture ledger_fixture(std::string name) {
    reference_builder all(1);
    std::vector<std::string> numbers;
    for (int i = 0; i < 1000; ++i) numbers.push_back("R" + std::to_string(i));
    for (const std::string& number : numbers) {
        entity_description r;
        r.keys = {"", number};
        if (&number == &numbers[0]) r.attributes[1] = "R1";  // referred_by
        all.add(domain::kinds::participant, r);
    }
    fixture out;
    out.organisation = std::move(name);
    const auto built = all.build();
    if (!built) throw std::runtime_error("no reference data");
    out.data = *built;
    return out;
}

/// Referrals of a participant, and visits, with an external reference if `reference` is not empty.
class event_maker : public test::batch_maker {
public:
    using batch_maker::batch_maker;

    event_maker& referral(std::string_view who, std::string_view reference = {}) {
        event().identifier(domain::fields::referred_participant, 1, who);
        return external(reference);
    }
    event_maker& visit(std::string_view reference = {}) {
        event().text(domain::fields::website, "www.crm.com");
        return external(reference);
    }

private:
    event_maker& external(std::string_view reference) {
        if (reference.empty()) return *this;
        text(domain::fields::external_system, "POS");
        text(domain::fields::external_system_reference_number, reference);
        return *this;
    }
};

/// Runs f(thread) in four threads at once, and says what the first to fail threw. Checks belong
/// after it: Boost.Test is not made for several threads.
template <class F>
void in_threads(F f) {
    constexpr std::size_t threads = 4;
    std::vector<std::exception_ptr> thrown(threads);
    {
        std::vector<std::jthread> running;
        for (std::size_t t = 0; t < threads; ++t)
            running.emplace_back([&, t] {
                try {
                    f(t);
                } catch (...) {
                    thrown[t] = std::current_exception();
                }
            });
    }
    for (const std::exception_ptr& e : thrown)
        if (e) std::rethrow_exception(e);
}

}  // namespace crmlocal::store
