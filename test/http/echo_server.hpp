// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include "http/limits.hpp"
#include "http/server.hpp"
#include "http/service.hpp"

namespace crmlocal::test {

/// A service that tells back what it was asked: the body is "METHOD target [body]". Some paths do
/// more: /bytes?N answers N bytes, /wait answers when `let_go` is true, /throw throws, /close ends
/// the connection, /nothing is a 204, /thread names the thread that answers, /small takes 16 bytes
/// of body, others 1 MiB.
class echo_service final : public http::service {
public:
    std::size_t body_bytes_max(const http::request& head) const noexcept override;
    task<void> answer(const http::request& asked, http::workspace& memory) override;
    void refuse(unsigned status, std::string_view detail, http::reply& out) const override;

    std::atomic<bool> let_go{false};
    std::atomic<unsigned> answering{0};
    std::atomic<bool> padded{true};  ///< whether every body had zeros behind it
};

/// Limits as the product has them, with times that fail a test rather than stop it.
http::limits test_limits();

/// A server of echo_service on 127.0.0.1 that runs in threads of its own.
class echo_server {
public:
    explicit echo_server(const http::limits& bounds = test_limits(), unsigned loops = 1);
    ~echo_server();

    std::uint16_t port() const noexcept { return port_; }
    http::server& server() noexcept { return server_; }

    /// Waits until `run` has returned, up to some seconds.
    bool has_stopped();

    echo_service echo;

private:
    http::server server_;
    std::uint16_t port_;
    std::atomic<bool> stopped_{false};
    std::thread thread_;
};

/// Waits, up to some seconds, until `ready()`; returns whether it is.
template <class Condition>
bool eventually(Condition&& ready) {
    for (int i = 0; i < 2000; ++i) {
        if (ready()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return ready();
}

}  // namespace crmlocal::test
