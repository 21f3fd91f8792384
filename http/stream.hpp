// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/answer_stream.hpp"
#include "http/connection.hpp"
#include "store/asio.hpp"

namespace crmlocal::http {

/// Sends what a stream has, in chunks or as it is, until it ends, the peer goes or the server
/// drains. The head has been sent. False if the peer is gone or reads too slowly, and cut off.
task<bool> send_stream(connection& to, answer_stream& from, bool chunked);

}  // namespace crmlocal::http
