// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>

#include <boost/intrusive/list.hpp>

#include "http/asio.hpp"
#include "http/entrance.hpp"
#include "http/read_buffer.hpp"

namespace crmlocal::http {

class event_loop;

/// What a connection is waiting for. Each stage but `answering` has a deadline.
enum class stage : std::uint8_t { idle, receiving, answering, sending, lingering };

/// One accepted connection, known to its event loop as long as it exists. Touched by that loop's
/// thread only.
class connection : public boost::intrusive::list_base_hook<
                       boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    using clock = std::chrono::steady_clock;

    /// Joins the loop's connections.
    connection(tcp_socket accepted, entrance by, event_loop& at);

    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    /// From now on it waits for this, for at most that long.
    void enter(stage next, std::chrono::milliseconds at_most) noexcept;

    /// From now on its call is in progress, for as long as that takes.
    void enter_answering() noexcept;

    stage now() const noexcept { return stage_; }
    clock::time_point entered() const noexcept { return entered_; }

    /// Whether the deadline of the current stage has passed; what waited for the peer was
    /// cancelled.
    bool expired() const noexcept { return expired_; }

    /// Called by the loop's sweep: expires the stage if it is time.
    void expire_if_late(clock::time_point time) noexcept;

    /// Moves the deadline nearer.
    void hurry(std::chrono::milliseconds at_most) noexcept;

    /// Nothing more is read than what has already arrived; a peer that waits sees the end.
    void stop_receiving() noexcept;

    /// Whether the end that was read is one that we have made.
    bool stopped_receiving() const noexcept { return stopped_receiving_; }

    /// Closes; what has not been sent yet is lost.
    void cut() noexcept;

    tcp_socket socket;
    read_buffer in;
    event_loop& home;
    const provenance from;
    std::uint64_t calls = 0;

private:
    clock::time_point entered_;
    clock::time_point deadline_;
    stage stage_ = stage::idle;
    bool expired_ = false;
    bool stopped_receiving_ = false;
};

}  // namespace crmlocal::http
