// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>

#include "http/connection.hpp"
#include "lab/effect.hpp"
#include "store/asio.hpp"

namespace crmlocal::http {

/// How a connection goes on after an answer that something was to happen to.
enum class aftermath : std::uint8_t {
    sent,    ///< as if the answer had been sent as it should
    close,   ///< it is to be closed, nothing more is sent
    nothing  ///< it is gone
};

/// Waits, without the loop that the connection belongs to; no time-out of the server counts
/// meanwhile. Returns earlier if the server drains.
task<void> wait_for_effect(connection& with, lab::milliseconds time);

/// Sends an answer, head and body, so that what was asked for happens to it.
task<aftermath> send_with_effect(connection& to, std::span<const char> answer,
                                 const lab::effect& what);

}  // namespace crmlocal::http
