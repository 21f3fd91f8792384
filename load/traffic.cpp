// SPDX-License-Identifier: BSL-1.0
#include "load/traffic.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <stdexcept>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include "load/cpu_time.hpp"

namespace crmlocal::load {
namespace {

constexpr std::size_t receive_bytes = 256 << 10;
constexpr std::uint64_t errors_max = 1000;  // then there is no point in going on
constexpr std::chrono::milliseconds watch_interval{200};

std::atomic<bool> interrupted = false;

void rethrow(std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
}

std::chrono::nanoseconds nanoseconds_of(double seconds) {
    return std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
}

}  // namespace

// A connection, and the call that is made over it.
struct traffic::connection {
    explicit connection(asio::io_context& loop)
        : socket(loop), timer(loop), received(receive_bytes) {}

    http::tcp_socket socket;
    http::steady_timer timer;
    std::vector<char> received;
    answer_reader reader;
    std::size_t lane = 0;
    std::size_t tenant = 0;
    body* with = nullptr;
    double due = 0;
    double sent_at = 0;
    bool is_waiting = false;  // for an answer
};

traffic::traffic(destination to, std::vector<lane>& lanes, std::vector<tenant>& tenants)
    : to_(std::move(to)), lanes_(lanes), tenants_(tenants), credits_(lanes.size()) {
    for (lane& each : lanes) {
        idle_bodies_.emplace_back();
        for (body& b : each.bodies) idle_bodies_.back().push_back(&b);
    }
}

traffic::~traffic() = default;

void traffic::interrupt() noexcept { interrupted = true; }

traffic_result traffic::run(const traffic_options& options, const progress& report) {
    for (const lane& each : lanes_)
        if (options.connections > each.bodies.size())
            throw std::invalid_argument("there must be a body for each connection");
    options_ = options;
    result_ = {};
    begun_ = 0;
    used_up_ = false;
    connections_.clear();
    for (std::size_t i = 0; i < options.connections; ++i) {
        connections_.push_back(std::make_unique<connection>(loop_));
        boost::system::error_code error;
        connections_.back()->socket.connect(to_.server, error);
        if (error)
            throw std::runtime_error(fmt::format("cannot make connection {} to {}: {}", i + 1,
                                                 to_.host, error.message()));
        connections_.back()->socket.set_option(asio::ip::tcp::no_delay(true));
    }
    start_ = wall_seconds();
    at_work_ = connections_.size();
    for (auto& over : connections_) asio::co_spawn(loop_, keep_calling(*over), rethrow);
    asio::co_spawn(loop_, watch(report), rethrow);
    loop_.restart();
    loop_.run();
    connections_.clear();
    if (interrupted) throw std::runtime_error("interrupted");
    return std::move(result_);
}

task<void> traffic::keep_calling(connection& over) {
    for (;;) {
        const bool has_turn = co_await wait_for_turn(over);
        if (!has_turn) break;
        co_await exchange(over);
        end_call(over);
    }
    if (--at_work_ == 0) {
        result_.seconds = wall_seconds() - start_;
        watch_timer_.cancel();
    }
}

// Waits until the next call is due; false if there is none.
task<bool> traffic::wait_for_turn(connection& over) {
    const double now = wall_seconds();
    over.due = options_.calls_per_second > 0
                   ? start_ + static_cast<double>(begun_) / options_.calls_per_second
                   : now;
    const bool late = options_.seconds_max > 0 && over.due - start_ >= options_.seconds_max;
    if (late || begun_ >= options_.calls_max || used_up_ || interrupted ||
        result_.errors >= errors_max)
        co_return false;
    if (!begin_call(over)) {
        used_up_ = true;
        co_return false;
    }
    ++begun_;
    if (options_.calls_per_second == 0) over.due = wall_seconds();
    if (over.due > now && options_.calls_per_second > 0) {
        over.timer.expires_after(nanoseconds_of(over.due - now));
        co_await over.timer.async_wait(http::as_result);
    }
    co_return true;
}

// The lane that is furthest behind its share.
lane& traffic::next_lane() {
    double all = 0;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        credits_[i] += lanes_[i].weight;
        all += lanes_[i].weight;
    }
    const auto most = std::ranges::max_element(credits_);
    *most -= all;
    return lanes_[static_cast<std::size_t>(most - credits_.begin())];
}

// Takes a body and makes it fit to be sent; false if its tenant has no participants left for it.
bool traffic::begin_call(connection& over) {
    const lane& of = next_lane();
    over.lane = static_cast<std::size_t>(&of - lanes_.data());
    over.tenant = next_tenant_++ % tenants_.size();
    tenant& caller = tenants_[over.tenant];
    body* with = idle_bodies_[over.lane].front();
    if (with->referrals() != 0 &&
        caller.numbers.participant + with->referrals() > caller.numbers.participants)
        return false;
    idle_bodies_[over.lane].pop_front();
    over.with = with;
    with->set_token(caller.token);
    with->renumber(caller.numbers);
    return true;
}

void traffic::end_call(connection& over) {
    idle_bodies_[over.lane].push_back(std::exchange(over.with, nullptr));
}

// One call from its first byte to its checked answer.
task<void> traffic::exchange(connection& over) {
    if (!over.socket.is_open()) {
        const bool connected = co_await connect(over);
        if (!connected) co_return;
    }
    over.sent_at = wall_seconds();
    over.is_waiting = true;
    over.reader.begin();
    const bool sent = co_await send(over, over.with->bytes());
    bool answered = false;
    if (sent) answered = co_await receive(over);
    over.is_waiting = false;
    if (!answered || !over.reader.keep_alive()) over.socket.close();
    if (answered) judge_answer(over);
}

task<bool> traffic::connect(connection& over) {
    over.socket = http::tcp_socket(loop_);
    const auto [error] = co_await over.socket.async_connect(to_.server, http::as_result);
    if (!error) {
        over.socket.set_option(asio::ip::tcp::no_delay(true));
        co_return true;
    }
    over.socket.close();
    fail("connecting again: " + error.message());
    over.timer.expires_after(watch_interval);
    co_await over.timer.async_wait(http::as_result);
    co_return false;
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

task<bool> traffic::receive(connection& over) {
    std::vector<char>& bytes = over.received;
    std::size_t size = 0;
    while (!over.reader.done()) {
        if (size == bytes.size()) bytes.resize(2 * size);
        const asio::mutable_buffer room(bytes.data() + size, bytes.size() - size);
        const auto [error, more] = co_await over.socket.async_read_some(room, http::as_result);
        if (error && error != asio::error::eof) {
            fail("receiving: " + error.message());
            co_return false;
        }
        try {
            if (error) {
                over.reader.put_end();
                break;
            }
            size += more;
            const std::size_t used = over.reader.put({bytes.data(), size});
            size -= used;
            std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(used), size, bytes.begin());
        } catch (const std::runtime_error& broken) {
            fail(broken.what());
            co_return false;
        }
    }
    co_return true;
}

void traffic::judge_answer(connection& over) {
    const double now = wall_seconds();
    const auto latency = static_cast<std::uint64_t>(std::max(0.0, now - over.due) * 1e9);
    const std::string& answer = over.reader.body();
    const body& asked = *over.with;
    result_.latencies.add(latency);
    ++result_.calls;
    result_.bytes_sent += asked.bytes().size();
    result_.bytes_received += answer.size();
    created_.clear();
    if (over.reader.status() != 200)
        return fail(fmt::format("HTTP {}: {}", over.reader.status(), answer.substr(0, 300)));
    if (options_.check == answer_check::rows) {
        if (std::string why = read_answer(answer, asked, created_); !why.empty())
            return fail(std::move(why));
        answered_.add(over.tenant * lanes_.size() + over.lane, created_);
    }
    result_.processed += asked.created_count();
    result_.unprocessed += asked.refused_count();
    const auto when = static_cast<std::size_t>((now - start_) / moment_seconds);
    if (when >= result_.moments.size()) result_.moments.resize(when + 1);
    result_.moments[when].events += asked.events();
    result_.moments[when].highest_latency =
        std::max(result_.moments[when].highest_latency, latency);
}

// Tells how it goes, and ends calls that take too long.
task<void> traffic::watch(const progress& report) {
    while (at_work_ != 0) {
        watch_timer_.expires_after(watch_interval);
        co_await watch_timer_.async_wait(http::as_result);
        result_.seconds = at_work_ != 0 ? wall_seconds() - start_ : result_.seconds;
        for (auto& over : connections_) {
            const bool overdue =
                over->is_waiting && wall_seconds() - over->sent_at > options_.answer_seconds_max;
            if (overdue || interrupted) over->socket.close();
            if (interrupted) over->timer.cancel();
        }
        if (report && at_work_ != 0) report(result_);
    }
}

void traffic::fail(std::string why) {
    if (result_.errors++ == 0) result_.first_error = std::move(why);
}

}  // namespace crmlocal::load
