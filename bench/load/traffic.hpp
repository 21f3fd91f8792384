// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "bench/work/work.hpp"
#include "http/asio.hpp"

namespace crmlocal::bench {

/// How calls are sent.
struct traffic_options {
    std::size_t connections = 4;
    std::uint64_t calls_max = 0;
    double seconds_max = 0;       ///< no call begins later; 0: only `calls_max` ends it
    double calls_per_second = 0;  ///< 0: as fast as it goes, the next when the last is answered
};

/// What became of them.
struct traffic_result {
    std::uint64_t calls = 0;
    std::uint64_t processed = 0;
    std::uint64_t unprocessed = 0;
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    std::uint64_t errors = 0;  ///< calls whose answer was not what it must be
    std::string first_error;
    double seconds = 0;
    std::vector<double> latencies;  ///< of each call, in seconds, from when it was to be sent

    std::uint64_t events() const noexcept { return processed + unprocessed; }
};

/// Sends bulk calls over several connections from this thread, all bodies in turn, and checks every
/// answer. With a rate, calls are due at fixed times whatever the server does, and latency counts
/// from then, so that a server that falls behind is seen to. Bodies must be complete requests, and
/// at least as many as there are connections.
class traffic {
public:
    traffic(const asio::ip::tcp::endpoint& server, std::vector<body>& bodies,
            running_numbers& numbers);

    traffic_result run(const traffic_options& options);

private:
    struct connection {
        http::tcp_socket socket;
        http::steady_timer timer;
        std::vector<char> received;
    };

    task<void> keep_calling(connection& over);
    task<double> wait_for_turn(connection& over);
    task<bool> call(connection& over, body& with, double due);
    task<bool> send(connection& over, std::string_view bytes);
    task<std::string_view> receive(connection& over, unsigned& status);
    void fail(std::string why);

    asio::ip::tcp::endpoint server_;
    running_numbers& numbers_;
    std::deque<body*> idle_bodies_;
    asio::io_context loop_{1};
    traffic_options options_;
    traffic_result result_;
    std::uint64_t begun_ = 0;
    double start_ = 0;
};

}  // namespace crmlocal::bench
