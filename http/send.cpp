// SPDX-License-Identifier: BSL-1.0
#include "http/send.hpp"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include "http/event_loop.hpp"

namespace crmlocal::http {
namespace {

constexpr std::size_t deadline_bytes = 1U << 20;  // the deadline is for so much of an answer

}  // namespace

bool send_at_once(connection& to, std::span<const char>& bytes) noexcept {
    boost::system::error_code error;
    const asio::const_buffer all{bytes.data(), bytes.size()};
    const std::size_t sent = to.socket.write_some(all, error);
    bytes = bytes.subspan(sent);
    if (!error || error == asio::error::would_block) return true;
    to.cut();
    return false;
}

task<bool> send_all(connection& to, std::span<const char> bytes) {
    std::size_t in_time = 0;
    to.enter(stage::sending, to.home.bounds().write_time);
    while (!bytes.empty()) {
        // Not asio::async_write: it offers the kernel 64 KiB at a time.
        const asio::const_buffer rest{bytes.data(), bytes.size()};
        const auto [error, sent] = co_await to.socket.async_write_some(rest, as_result);
        if (error || to.expired()) {
            to.cut();
            co_return false;
        }
        bytes = bytes.subspan(sent);
        in_time += sent;
        if (in_time >= deadline_bytes) {
            in_time = 0;
            to.enter(stage::sending, to.home.bounds().write_time);
        }
    }
    co_return true;
}

task<void> linger(connection& with) {
    const limits& bounds = with.home.bounds();
    with.enter(stage::lingering,
               with.home.draining() ? bounds.drain_linger_time : bounds.linger_time);
    boost::system::error_code gone;
    with.socket.shutdown(tcp_socket::shutdown_send, gone);

    with.in.release();
    with.in.use(with.in.unread().size());
    std::size_t left = bounds.linger_bytes_max;
    while (!gone && !with.expired() && left != 0) {
        const std::span<char> room = with.in.room();
        const asio::mutable_buffer nowhere{room.data(), room.size()};
        const auto [error, bytes] = co_await with.socket.async_read_some(nowhere, as_result);
        gone = error;
        left -= std::min(left, bytes);
    }
}

}  // namespace crmlocal::http
