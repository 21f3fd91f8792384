// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <boost/system/result.hpp>

#include "http/asio.hpp"
#include "http/complaint.hpp"
#include "http/entrance.hpp"
#include "http/event_loop.hpp"
#include "http/limits.hpp"
#include "http/service.hpp"

namespace crmlocal::http {

/// The HTTP server: event loops, one per thread, that share nothing but the service. Accepted
/// connections are dealt to them in turn and stay where they are.
class server {
public:
    /// `behind` must outlive it; at least one loop is made. Without a bound on connections the
    /// process' file descriptors decide.
    server(service& behind, limits bounds, unsigned loops);

    /// Destroys the calls that a cut left unfinished. Whatever could still resume them (a journal's
    /// thread) must have ended.
    ~server();

    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Listens on an address, or on all addresses of a name such as "localhost", and returns the
    /// port, which the system chooses if `port` is 0. What is found behind that door is up to the
    /// service. Connections wait until `run`. May be called several times, before `run`.
    boost::system::result<std::uint16_t> listen(const std::string& host, std::uint16_t port,
                                                entrance leads_to = entrance::all);

    /// The event loop of the thread that calls `run`, for signals and timers of the program.
    asio::io_context& first_loop() noexcept { return loops_.front()->io(); }

    /// Serves until stopped. Once.
    void run();

    /// Stops accepting, answers what has been received, and makes `run` return when the last
    /// connection has ended, or after `grace`, when what is left is cut. From any thread.
    void drain(std::chrono::milliseconds grace);

    /// Cuts everything and makes `run` return. From any thread.
    void stop_now();

    /// How many connections are open.
    std::size_t connections() const noexcept { return open_.load(); }

private:
    struct door {
        tcp_acceptor opens;
        entrance leads_to;
    };

    void start_accepting(door& at);
    task<void> accept_connections(door& at);
    task<void> wait_for_room();
    void deal(tcp_socket accepted, entrance by, event_loop& to);
    void end_session(std::exception_ptr failure) noexcept;
    boost::system::error_code open_door(asio::ip::tcp::endpoint at, entrance leads_to,
                                        std::uint16_t& port);
    void start_draining(std::chrono::milliseconds grace);

    limits bounds_;
    std::vector<std::unique_ptr<event_loop>> loops_;
    std::vector<std::unique_ptr<door>> doors_;
    steady_timer grace_timer_;
    std::size_t turn_ = 0;
    std::atomic<std::size_t> open_{0};
    std::atomic<bool> draining_{false};
    complaint no_room_{"Connections wait"};
    complaint broken_session_{"A connection was closed after an exception"};
};

}  // namespace crmlocal::http
