// SPDX-License-Identifier: BSL-1.0
#include "bench/load/traffic.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <stdexcept>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include "bench/load/answer.hpp"
#include "bench/work/cpu_time.hpp"

namespace crmlocal::bench {
namespace {

constexpr std::size_t receive_bytes_min = 256 << 10;
constexpr double no_turn = -1;

void rethrow(std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
}

}  // namespace

traffic::traffic(const asio::ip::tcp::endpoint& server, std::vector<body>& bodies,
                 running_numbers& numbers)
    : server_(server), numbers_(numbers) {
    for (body& b : bodies) idle_bodies_.push_back(&b);
}

traffic_result traffic::run(const traffic_options& options) {
    if (options.connections > idle_bodies_.size())
        throw std::invalid_argument("there must be a body for each connection");
    options_ = options;
    result_ = {};
    result_.latencies.reserve(std::min<std::uint64_t>(options.calls_max, 1 << 20));
    begun_ = 0;
    std::vector<std::unique_ptr<connection>> connections;
    for (std::size_t i = 0; i < options.connections; ++i) {
        connections.push_back(std::unique_ptr<connection>(
            new connection{http::tcp_socket(loop_), http::steady_timer(loop_),
                           std::vector<char>(receive_bytes_min)}));
        connections.back()->socket.connect(server_);
        connections.back()->socket.set_option(asio::ip::tcp::no_delay(true));
    }
    start_ = wall_seconds();
    for (auto& over : connections) asio::co_spawn(loop_, keep_calling(*over), rethrow);
    loop_.restart();
    loop_.run();
    result_.seconds = wall_seconds() - start_;
    return std::move(result_);
}

task<void> traffic::keep_calling(connection& over) {
    for (;;) {
        const double due = co_await wait_for_turn(over);
        if (due == no_turn) co_return;
        body& with = *idle_bodies_.front();
        idle_bodies_.pop_front();
        const bool usable = co_await call(over, with, due);
        idle_bodies_.push_back(&with);
        if (!usable) co_return;
    }
}

// When the next call is due, after waiting for that moment; `no_turn` if there is none.
task<double> traffic::wait_for_turn(connection& over) {
    double due = wall_seconds();
    if (options_.calls_per_second > 0)
        due = start_ + static_cast<double>(begun_) / options_.calls_per_second;
    const bool late = options_.seconds_max > 0 && due - start_ >= options_.seconds_max;
    if (late || begun_ == options_.calls_max) co_return no_turn;
    ++begun_;
    const double wait = due - wall_seconds();
    if (wait <= 0) co_return due;
    over.timer.expires_after(std::chrono::nanoseconds(static_cast<std::int64_t>(wait * 1e9)));
    co_await over.timer.async_wait(http::as_result);
    co_return due;
}

// One call from its numbers to its checked answer; false if the connection cannot be used any more.
task<bool> traffic::call(connection& over, body& with, double due) {
    with.renumber(numbers_);
    const bool sent = co_await send(over, with.bytes());
    if (!sent) co_return false;
    unsigned status = 0;
    const std::string_view answer = co_await receive(over, status);
    if (status == 0) co_return false;
    result_.latencies.push_back(wall_seconds() - due);
    ++result_.calls;
    result_.bytes_sent += with.bytes().size();
    result_.bytes_received += answer.size();
    const answered_rows rows = count_rows(answer);
    result_.processed += rows.processed;
    result_.unprocessed += rows.unprocessed;
    const std::size_t refused = with.unknown_accounts();
    if (status != 200 || !rows.sound || rows.unprocessed != refused ||
        rows.processed != with.events() - refused)
        fail(fmt::format(
            "HTTP {}, {} processed and {} unprocessed of {} events, {} of which name no "
            "account: {}...",
            status, rows.processed, rows.unprocessed, with.events(), refused,
            answer.substr(0, 300)));
    co_return true;
}

task<bool> traffic::send(connection& over, std::string_view bytes) {
    while (!bytes.empty()) {
        const asio::const_buffer rest(bytes.data(), bytes.size());
        const auto [error, sent] = co_await over.socket.async_write_some(rest, http::as_result);
        if (error) {
            fail("sending: " + error.message());
            co_return false;
        }
        bytes.remove_prefix(sent);
    }
    co_return true;
}

// The body of the next answer and its HTTP status, which is 0 if there was none.
task<std::string_view> traffic::receive(connection& over, unsigned& status) {
    std::vector<char>& received = over.received;
    std::size_t size = 0;
    answer_head head;
    while (head.bytes == 0 || size < head.bytes + head.body_bytes) {
        if (size == received.size()) received.resize(2 * size);
        const asio::mutable_buffer room(received.data() + size, received.size() - size);
        const auto [error, more] = co_await over.socket.async_read_some(room, http::as_result);
        if (error) {
            fail("receiving: " + error.message());
            co_return std::string_view();
        }
        size += more;
        if (head.bytes == 0) head = read_answer_head({received.data(), size});
    }
    status = head.status;
    co_return std::string_view(received.data() + head.bytes, head.body_bytes);
}

void traffic::fail(std::string why) {
    if (result_.errors++ == 0) result_.first_error = std::move(why);
}

}  // namespace crmlocal::bench
