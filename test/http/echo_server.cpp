// SPDX-License-Identifier: BSL-1.0
#include "test/http/echo_server.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "http/asio.hpp"
#include "http/receive.hpp"

namespace crmlocal::test {

std::size_t echo_service::body_bytes_max(const http::request& head) const noexcept {
    return head.target == "/small" ? 16 : 1U << 20;
}

task<void> echo_service::answer(const http::request& asked, http::workspace& memory) {
    ++answering;
    http::reply& out = memory.answer;
    const char* const behind = asked.body.data() + asked.body.size();
    if (!std::all_of(behind, behind + http::body_padding_bytes, [](char c) { return c == 0; }))
        padded = false;

    if (asked.target == "/throw") throw std::runtime_error{"as asked"};
    while (asked.target == "/wait" && !let_go) {
        http::steady_timer pause{co_await asio::this_coro::executor, std::chrono::milliseconds{5}};
        co_await pause.async_wait(http::as_result);
    }
    if (asked.target == "/nothing") out.status = 204;
    out.close = asked.target == "/close";
    if (asked.target.starts_with("/bytes?")) {
        const std::size_t bytes = std::stoul(std::string{asked.target.substr(7)});
        std::fill_n(out.extend(bytes), bytes, 'x');
    } else if (asked.target == "/thread") {
        out.append(std::to_string(std::hash<std::thread::id>{}(std::this_thread::get_id())));
    } else {
        out.append(asked.method);
        out.append(' ');
        out.append(asked.target);
        out.append(" [");
        out.append({asked.body.data(), asked.body.size()});
        out.append(']');
    }
    --answering;
}

void echo_service::refuse(unsigned status, std::string_view detail, http::reply& out) const {
    out.status = status;
    out.append(detail);
}

http::limits test_limits() {
    http::limits bounds;
    bounds.idle_time = bounds.header_time = bounds.body_time = std::chrono::seconds{20};
    bounds.drain_linger_time = std::chrono::milliseconds{200};
    bounds.write_time = bounds.linger_time = std::chrono::seconds{20};
    return bounds;
}

echo_server::echo_server(const http::limits& bounds, unsigned loops)
    : server_(echo, bounds, loops), port_(server_.listen("127.0.0.1", 0).value()), thread_([this] {
          server_.run();
          stopped_ = true;
      }) {}

echo_server::~echo_server() {
    server_.stop_now();
    thread_.join();
}

bool echo_server::has_stopped() {
    return eventually([this] { return stopped_.load(); });
}

}  // namespace crmlocal::test
