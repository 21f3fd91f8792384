// SPDX-License-Identifier: BSL-1.0
#include "http/stream.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <sys/socket.h>

#include <fmt/format.h>

#include "http/event_loop.hpp"
#include "http/send.hpp"

namespace crmlocal::http {
namespace {

// A look at an atomic number; nobody notices a call a few hundredths of a second late.
constexpr std::chrono::milliseconds look_time{50};
constexpr std::chrono::seconds heartbeat_time{15};

// True if the peer has closed; what it sends is of no interest.
bool is_gone(connection& peer) {
    char byte = 0;
    return ::recv(peer.socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

}  // namespace

task<bool> send_stream(connection& to, answer_stream& from, bool chunked) {
    steady_timer timer{to.socket.get_executor()};
    auto sent_at = connection::clock::now();
    std::string text;
    for (;;) {
        text.clear();
        const bool goes_on = from.read(text);
        if (text.empty() && connection::clock::now() - sent_at >= heartbeat_time)
            text = from.heartbeat();
        if (!text.empty()) {
            if (chunked) text = fmt::format("{:x}\r\n{}\r\n", text.size(), text);
            if (!co_await send_all(to, text)) co_return false;
            sent_at = connection::clock::now();
        }
        if (!goes_on || to.home.draining()) {
            constexpr std::string_view last_chunk = "0\r\n\r\n";
            co_return !chunked || co_await send_all(to, last_chunk);
        }
        if (is_gone(to)) co_return true;
        to.enter_answering();
        timer.expires_after(look_time);
        co_await timer.async_wait(as_result);
    }
}

}  // namespace crmlocal::http
