// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include "http/connection.hpp"
#include "store/asio.hpp"

namespace crmlocal::http {

/// Sends what the kernel takes at once, mostly everything, and takes it off `bytes`: without a turn
/// of the event loop. False if the peer is gone; then it is cut off.
bool send_at_once(connection& to, std::span<const char>& bytes) noexcept;

/// Sends all the bytes, in as few writes as the peer allows. False if the peer is gone or reads too
/// slowly, and cut off.
task<bool> send_all(connection& to, std::span<const char> bytes);

/// Ends a connection so that the peer reads the last answer: says that nothing follows, then throws
/// away what still comes, for a bounded time and amount. Closing at once would make the kernel
/// answer the peer's further bytes with a reset, which overtakes the answer.
task<void> linger(connection& with);

}  // namespace crmlocal::http
