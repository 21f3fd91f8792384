// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <boost/intrusive/list.hpp>

#include "http/answer_head.hpp"
#include "http/asio.hpp"
#include "http/call_memory.hpp"
#include "http/connection.hpp"
#include "http/gzip.hpp"
#include "http/limits.hpp"
#include "http/service.hpp"

namespace crmlocal::http {

/// One thread's event loop and what belongs to that thread alone: its connections with their
/// deadlines, memory for calls, zlib's memory, the Date field. Everything but `io`, `run` and
/// `stop` is for the loop's own thread.
class event_loop {
public:
    event_loop(service& behind, const limits& bounds);

    event_loop(const event_loop&) = delete;
    event_loop& operator=(const event_loop&) = delete;

    asio::io_context& io() noexcept { return io_; }

    /// Handles events until stopped. An exception that escapes a handler is logged and survived.
    void run();

    /// Makes `run` return soon. From any thread.
    void stop() { io_.stop(); }

    service& behind() noexcept { return behind_; }
    const limits& bounds() const noexcept { return bounds_; }
    call_lender& memory() noexcept { return memory_; }
    gzip& compression() noexcept { return gzip_; }

    /// The value of the Date field for now.
    std::string_view date() noexcept;

    /// Adds a connection, which leaves by being destroyed, and watches its deadlines.
    void join(connection& member);

    /// Ends connections that wait for a request and have done so for that long.
    void end_idle(std::chrono::milliseconds at_least) noexcept;

    /// From now on every connection ends after the call it is in. Those that wait for a request end
    /// now, once what has already arrived is answered.
    void drain() noexcept;
    bool draining() const noexcept { return draining_; }

    /// Cuts all connections. Only when `run` has returned.
    void cut_all() noexcept;

private:
    using connections =
        boost::intrusive::list<connection, boost::intrusive::constant_time_size<false>>;

    void sweep_later();
    void sweep();

    service& behind_;
    const limits& bounds_;
    http_date date_;
    gzip gzip_;
    // Before `io_`: what its destruction destroys, suspended sessions, still gives back and leaves.
    call_lender memory_;
    connections connections_;
    asio::io_context io_{1};
    asio::executor_work_guard<executor> work_;
    steady_timer sweep_timer_;
    bool sweeping_ = false;
    bool draining_ = false;
};

}  // namespace crmlocal::http
