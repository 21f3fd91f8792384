// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "store/asio.hpp"

namespace crmlocal::http {

using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, executor>;
using tcp_acceptor = asio::basic_socket_acceptor<asio::ip::tcp, executor>;
using steady_timer =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>, executor>;

/// Completion token: the error comes back as a value, beside the result.
inline constexpr auto as_result = asio::as_tuple(asio::deferred);

}  // namespace crmlocal::http
