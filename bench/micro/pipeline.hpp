// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "domain/event_type.hpp"
#include "http/call_decoder.hpp"
#include "http/service.hpp"
#include "load/work.hpp"
#include "store/asio.hpp"
#include "store/fixture.hpp"
#include "store/memory_ledger.hpp"

namespace crmlocal::bench {

/// A step on the way of a bulk call.
enum class step {
    yardstick,  ///< read the body as JSON and forget it; the measure of the others
    decode,
    resolve,
    judge,
    encode,  ///< what is kept of each event; `commit` does it too
    commit,
    answer,
    all  ///< decode, resolve, judge, commit and answer
};

inline constexpr std::string_view step_names[] = {"yardstick", "decode", "resolve", "judge",
                                                  "encode",    "commit", "answer",  "all"};

/// The way of a bulk call without sockets: bodies of one type, one after the other, through one
/// workspace, as a thread of the server does it.
class pipeline {
public:
    pipeline(std::string_view collection, const load::work_options& options);

    /// Sends the next body down to that step and returns the processor time of the step alone, in
    /// seconds. Throws `std::runtime_error` if other events are refused than have to be.
    double run(step measured);

    /// Processor time of the yardstick for each event, in seconds: the median over the bodies.
    double yardstick_per_event();

    std::string_view collection() const noexcept { return type_.collection; }
    std::size_t events_per_call() const noexcept { return bodies_.front().events(); }

private:
    void receive(load::body& next);
    void do_step(step which);
    void begin_world();
    std::string_view received() const { return {space_.body.data(), space_.body.size()}; }

    const domain::event_type& type_;
    std::vector<load::body> bodies_;
    std::size_t turn_ = 0;
    load::running_numbers numbers_;
    store::fixture fixture_;
    std::size_t calls_per_world_;
    std::size_t calls_in_world_ = 0;
    std::unique_ptr<store::memory_ledger> ledger_;
    std::shared_ptr<store::organisation> world_;
    http::call_decoder decoder_;
    http::workspace space_;
    domain::scratch<char> records_;
    asio::io_context loop_{1};
    double yardstick_ = 0;
};

}  // namespace crmlocal::bench
