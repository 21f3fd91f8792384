// SPDX-License-Identifier: BSL-1.0
#include "http/connection.hpp"

#include <algorithm>
#include <utility>

#include "http/event_loop.hpp"

namespace crmlocal::http {

namespace {

bool is_from_this_machine(const tcp_socket& socket) noexcept {
    boost::system::error_code gone;
    const auto peer = socket.remote_endpoint(gone).address();
    if (peer.is_v6() && peer.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, peer.to_v6()).is_loopback();
    return peer.is_loopback();
}

}  // namespace

connection::connection(tcp_socket accepted, entrance by, event_loop& at)
    : socket(std::move(accepted)), home(at), from{by, is_from_this_machine(socket)} {
    boost::system::error_code gone;
    socket.non_blocking(true, gone);  // for what is sent at once
    enter(stage::idle, home.bounds().idle_time);
    home.join(*this);
}

void connection::enter(stage next, std::chrono::milliseconds at_most) noexcept {
    stage_ = next;
    entered_ = clock::now();
    deadline_ = entered_ + at_most;
    expired_ = false;
}

void connection::enter_answering() noexcept {
    stage_ = stage::answering;
    deadline_ = clock::time_point::max();
    expired_ = false;
}

void connection::expire_if_late(clock::time_point time) noexcept {
    if (expired_ || time < deadline_) return;
    expired_ = true;
    boost::system::error_code ignored;  // there is nothing left to do about it
    socket.cancel(ignored);
}

void connection::hurry(std::chrono::milliseconds at_most) noexcept {
    deadline_ = std::min(deadline_, clock::now() + at_most);
}

void connection::stop_receiving() noexcept {
    stopped_receiving_ = true;
    boost::system::error_code ignored;  // the peer may already be gone
    socket.shutdown(tcp_socket::shutdown_receive, ignored);
}

void connection::cut() noexcept {
    boost::system::error_code ignored;
    // Otherwise the kernel goes on for minutes with a peer that does not read.
    socket.set_option(asio::socket_base::linger{true, 0}, ignored);
    socket.close(ignored);
}

}  // namespace crmlocal::http
