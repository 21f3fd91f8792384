// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/event_type.hpp"
#include "http/call_decoder.hpp"
#include "http/service.hpp"
#include "load/server_process.hpp"
#include "load/work.hpp"
#include "store/asio.hpp"
#include "store/fixture.hpp"
#include "store/memory_ledger.hpp"
#include "store/persistence.hpp"

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

/// Where a ledger keeps its events; on the disk before they are acknowledged.
enum class kept_in { memory, disk };

/// How a ledger is kept in a directory.
store::persistence_settings storage_settings(std::string directory);

/// The way of a bulk call without sockets: bodies of one type, one after the other, through one
/// workspace, as a thread of the server does it.
class pipeline {
public:
    pipeline(std::string_view collection, const load::work_options& options,
             kept_in where = kept_in::memory);
    ~pipeline();

    /// Sends the next body down to that step and returns the processor time of the step alone, in
    /// seconds; with a disk that of all threads. Throws `std::runtime_error` if other events are
    /// refused than have to be.
    double run(step measured);

    /// Processor time of the yardstick for each event, in seconds: the median over the bodies.
    double yardstick_per_event();

    std::string_view collection() const noexcept { return type_.collection; }
    std::size_t events_per_call() const noexcept { return bodies_.front().events(); }
    /// How many events of the last call were to be created.
    std::size_t created() const {
        return space_.batch.events.size() - space_.batch.refused_count();
    }

    /// Forgets all events.
    void begin_world();
    /// How many calls it can make before it begins a new world.
    std::size_t calls_per_world() const noexcept { return calls_per_world_; }

    /// Takes a snapshot; the processor time of all threads, in seconds. With a disk only.
    double take_snapshot();
    /// Where the ledger is kept, with a disk.
    std::string directory() const { return directory_->path() + "/data"; }

private:
    void receive(load::body& next);
    void do_step(step which);
    std::string_view received() const { return {space_.body.data(), space_.body.size()}; }

    const domain::event_type& type_;
    std::vector<load::body> bodies_;
    std::size_t turn_ = 0;
    load::running_numbers numbers_;
    store::fixture fixture_;
    std::size_t calls_per_world_;
    std::size_t calls_in_world_ = 0;
    kept_in where_;
    std::optional<load::temporary_directory> directory_;
    std::unique_ptr<store::memory_ledger> ledger_;
    std::unique_ptr<store::persistence> storage_;
    std::shared_ptr<store::organisation> world_;
    http::call_decoder decoder_;
    http::workspace space_;
    domain::scratch<char> records_;
    asio::io_context loop_{1};
    double yardstick_ = 0;
};

}  // namespace crmlocal::bench
