// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/asio.hpp"
#include "http/entrance.hpp"
#include "store/asio.hpp"

namespace crmlocal::http {

class event_loop;

/// Serves one accepted connection that came in by that door, on the thread of its event loop, until
/// either side has had enough. Answers are sent in the order of the requests. An exception that
/// leaves it concerns this connection only: the connection is closed.
task<void> run_session(tcp_socket accepted, entrance by, event_loop& home);

}  // namespace crmlocal::http
