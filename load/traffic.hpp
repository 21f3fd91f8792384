// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/asio.hpp"
#include "load/answer_reader.hpp"
#include "load/answered_events.hpp"
#include "load/destination.hpp"
#include "load/latency_histogram.hpp"
#include "load/work.hpp"

namespace crmlocal::load {

/// Calls of one type, and how many of them there are among all.
struct lane {
    std::string collection;
    double weight = 1;
    std::vector<body> bodies;  ///< complete requests, at least as many as there are connections
};

/// An organisation that calls are made for, and what has been used up in it.
struct tenant {
    std::string token;
    running_numbers numbers;
};

/// How closely answers are looked at.
enum class answer_check : std::uint8_t {
    rows,    ///< every row of every event; ids and numbers over the whole run
    status,  ///< HTTP status 200: for servers that do not do the work
};

/// How calls are sent.
struct traffic_options {
    std::size_t connections = 4;
    std::uint64_t calls_max = 0;
    double seconds_max = 0;          ///< no call begins later; 0: only `calls_max` ends it
    double calls_per_second = 0;     ///< 0: as fast as it goes, the next when the last is answered
    double answer_seconds_max = 60;  ///< a call that takes longer has failed
    answer_check check = answer_check::rows;
};

/// What happened in a twentieth of a second.
struct moment {
    std::uint64_t events = 0;
    std::uint64_t highest_latency = 0;  ///< nanoseconds
};

inline constexpr double moment_seconds = 0.05;

/// What became of the calls.
struct traffic_result {
    std::uint64_t calls = 0;
    std::uint64_t processed = 0;
    std::uint64_t unprocessed = 0;
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;  ///< of the answers' bodies
    std::uint64_t errors = 0;          ///< calls whose answer was not what it must be, or missing
    std::string first_error;
    double seconds = 0;
    latency_histogram latencies;  ///< of each call, from when it was to be sent
    std::vector<moment> moments;

    std::uint64_t events() const noexcept { return processed + unprocessed; }
};

/// Sends bulk calls over several connections from this thread, all lanes by their weights, the
/// bodies of a lane in turn, for all tenants in turn, and checks every answer. With a rate, calls
/// are due at fixed times whatever the server does, and latency counts from then, so that a server
/// that falls behind is seen to. A referral needs participants: when they are used up, it ends.
class traffic {
public:
    /// Called a few times a second while calls are made.
    using progress = std::function<void(const traffic_result&)>;

    traffic(destination to, std::vector<lane>& lanes, std::vector<tenant>& tenants);
    ~traffic();

    /// Throws `std::runtime_error` if no connection can be made and if `interrupt` was called.
    traffic_result run(const traffic_options& options, const progress& report = {});

    /// All events created in all runs.
    answered_events& answered() noexcept { return answered_; }

    /// Makes the run that is going on end soon; may be called by a signal's handler.
    static void interrupt() noexcept;

private:
    struct connection;

    task<void> keep_calling(connection& over);
    task<bool> wait_for_turn(connection& over);
    bool begin_call(connection& over);
    void end_call(connection& over);
    task<void> exchange(connection& over);
    task<bool> send(connection& over, std::string_view bytes);
    task<bool> receive(connection& over);
    task<bool> connect(connection& over);
    void judge_answer(connection& over);
    task<void> watch(const progress& report);
    void fail(std::string why);
    lane& next_lane();

    destination to_;
    std::vector<lane>& lanes_;
    std::vector<tenant>& tenants_;
    std::vector<std::deque<body*>> idle_bodies_;
    std::vector<double> credits_;
    std::size_t next_tenant_ = 0;
    answered_events answered_;
    std::vector<created_event> created_;
    asio::io_context loop_{1};
    http::steady_timer watch_timer_{loop_};
    std::vector<std::unique_ptr<connection>> connections_;
    std::size_t at_work_ = 0;
    traffic_options options_;
    traffic_result result_;
    std::uint64_t begun_ = 0;
    bool used_up_ = false;
    double start_ = 0;
};

}  // namespace crmlocal::load
