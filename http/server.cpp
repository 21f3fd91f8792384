// SPDX-License-Identifier: BSL-1.0
#include "http/server.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include "http/session.hpp"

namespace crmlocal::http {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

limits complete(limits bounds) noexcept {
    bounds.head_bytes_max = std::min(bounds.head_bytes_max, read_buffer::held_bytes_max);
    if (bounds.connections_max == 0) bounds.connections_max = connections_of_process();
    return bounds;
}

/// The addresses of a host: of a literal itself, of a name what the system says, IPv4 first.
boost::system::result<std::vector<asio::ip::address>> addresses_of(const std::string& host,
                                                                   asio::io_context& io) {
    error_code error;
    const auto literal = asio::ip::make_address(host, error);
    if (!error) return std::vector{literal};

    asio::ip::basic_resolver<tcp, executor> names{io.get_executor()};
    const auto found = names.resolve(host, "", tcp::resolver::passive, error);
    if (error) return error;
    std::vector<asio::ip::address> addresses;
    for (const auto& entry : found) addresses.push_back(entry.endpoint().address());
    std::ranges::sort(addresses);  // IPv4 is the lesser
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
    return addresses;
}

bool is_absent(const error_code& error) noexcept {
    return error == asio::error::address_family_not_supported ||
           error == boost::system::errc::address_not_available;
}

void complain(complaint& about, const std::exception_ptr& failure) noexcept {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        about.log(error.what());
    } catch (...) {
        about.log("an exception of an unknown type");
    }
}

}  // namespace

server::server(service& behind, limits bounds, unsigned loops)
    : bounds_(complete(bounds)), grace_timer_([&] {
          for (unsigned i = 0; i < std::max(loops, 1U); ++i)
              loops_.push_back(std::make_unique<event_loop>(behind, bounds_));
          return steady_timer{loops_.front()->io().get_executor()};
      }()) {}

server::~server() = default;

error_code server::open_door(tcp::endpoint at, entrance leads_to, std::uint16_t& port) {
    tcp_acceptor opens(first_loop().get_executor());
    error_code error;
    opens.open(at.protocol(), error);
    if (error) return error;
    opens.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) opens.bind(at, error);
    if (!error) opens.listen(asio::socket_base::max_listen_connections, error);
    if (error) return error;
    port = opens.local_endpoint(error).port();
    doors_.push_back(std::make_unique<door>(door{std::move(opens), leads_to}));
    return error;
}

boost::system::result<std::uint16_t> server::listen(const std::string& host, std::uint16_t port,
                                                    entrance leads_to) {
    const auto addresses = addresses_of(host, first_loop());
    if (!addresses) return addresses.error();
    error_code absent;
    bool listening = false;
    for (const auto& address : *addresses) {
        const error_code error = open_door({address, port}, leads_to, port);
        if (!error) listening = true;
        else if (is_absent(error)) absent = error;  // a name's IPv6 address on a machine without
        else return error;
    }
    if (!listening)
        return absent ? absent : make_error_code(boost::system::errc::address_not_available);
    return port;
}

void server::run() {
    for (const auto& each : doors_) start_accepting(*each);
    std::vector<std::jthread> threads;  // joined even if one of them cannot be made
    try {
        for (std::size_t i = 1; i < loops_.size(); ++i)
            threads.emplace_back([loop = loops_[i].get()] { loop->run(); });
    } catch (...) {
        stop_now();
        throw;
    }
    loops_.front()->run();
    threads.clear();
    for (const auto& loop : loops_) loop->cut_all();
}

void server::start_accepting(door& at) {
    // Nothing but a lack of memory throws there, and that passes.
    auto start_again = [this, &at](std::exception_ptr failure) {
        if (!failure) return;
        complain(no_room_, failure);
        start_accepting(at);
    };
    asio::co_spawn(first_loop(), accept_connections(at), start_again);
}

task<void> server::accept_connections(door& at) {
    while (at.opens.is_open()) {
        if (open_.load() >= bounds_.connections_max) {
            no_room_.log("as many are open as the limit allows");
            co_await wait_for_room();
            continue;
        }
        event_loop& target = *loops_[turn_];
        auto [error, accepted] =
            co_await at.opens.async_accept(target.io().get_executor(), as_result);
        if (!error) {
            turn_ = (turn_ + 1) % loops_.size();
            deal(std::move(accepted), at.leads_to, target);
        } else if (error == asio::error::operation_aborted) {
            co_return;
        } else if (error != asio::error::connection_aborted) {
            // Out of descriptors or memory. Trying again at once would burn a core.
            no_room_.log(error.message());
            co_await wait_for_room();
        }
    }
}

task<void> server::wait_for_room() {
    for (const auto& loop : loops_) {
        const auto make_room = [at = loop.get(), age = bounds_.idle_min] { at->end_idle(age); };
        asio::post(loop->io(), make_room);
    }
    steady_timer pause{first_loop().get_executor(), bounds_.full_pause};
    co_await pause.async_wait(as_result);
}

void server::deal(tcp_socket accepted, entrance by, event_loop& to) {
    error_code ignored;  // a peer that is gone already is noticed by the first read
    accepted.set_option(tcp::no_delay{true}, ignored);
    auto on_end = [this](std::exception_ptr failure) { end_session(failure); };
    ++open_;
    try {
        asio::co_spawn(to.io(), run_session(std::move(accepted), by, to), on_end);
    } catch (...) {
        --open_;
        throw;
    }
}

void server::end_session(std::exception_ptr failure) noexcept {
    if (failure) complain(broken_session_, failure);
    if (--open_ == 0 && draining_) stop_now();
}

void server::drain(std::chrono::milliseconds grace) {
    asio::post(first_loop(), [this, grace] { start_draining(grace); });
}

void server::start_draining(std::chrono::milliseconds grace) {
    if (draining_.exchange(true)) return;
    loops_.front()->behind().drain();
    error_code ignored;
    for (const auto& each : doors_) each->opens.close(ignored);
    for (const auto& loop : loops_) asio::post(loop->io(), [at = loop.get()] { at->drain(); });
    if (open_.load() == 0) return stop_now();
    grace_timer_.expires_after(grace);
    grace_timer_.async_wait([this](const error_code& error) {
        if (!error) stop_now();
    });
}

void server::stop_now() {
    for (const auto& loop : loops_) loop->stop();
}

}  // namespace crmlocal::http
