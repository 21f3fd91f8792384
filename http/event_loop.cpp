// SPDX-License-Identifier: BSL-1.0
#include "http/event_loop.hpp"

#include <chrono>
#include <ctime>
#include <exception>

#include "http/complaint.hpp"

namespace crmlocal::http {

event_loop::event_loop(service& behind, const limits& bounds)
    : behind_(behind),
      bounds_(bounds),
      memory_(bounds),
      work_(io_.get_executor()),
      sweep_timer_(io_.get_executor()) {}

void event_loop::run() {
    for (;;) {
        try {
            io_.run();
            return;
        } catch (const std::exception& error) {
            static complaint escaped{"An exception escaped an event handler"};
            escaped.log(error.what());
        }
    }
}

std::string_view event_loop::date() noexcept {
    return date_.at(std::time(nullptr));  // whole seconds: cheaper than a clock
}

void event_loop::join(connection& member) {
    if (!sweeping_) sweep_later();
    if (draining_) member.stop_receiving();  // it was dealt just before
    connections_.push_back(member);
}

void event_loop::end_idle(std::chrono::milliseconds at_least) noexcept {
    const auto before = connection::clock::now() - at_least;
    for (connection& member : connections_)
        if (member.now() == stage::idle && member.entered() <= before) member.stop_receiving();
}

void event_loop::drain() noexcept {
    draining_ = true;
    for (connection& member : connections_) {
        if (member.now() == stage::idle) member.stop_receiving();
        if (member.now() == stage::lingering) member.hurry(bounds_.drain_linger_time);
    }
}

void event_loop::cut_all() noexcept {
    for (connection& member : connections_) member.cut();
}

void event_loop::sweep_later() {
    sweep_timer_.expires_after(bounds_.sweep_time());
    sweep_timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) sweep();
    });
    sweeping_ = true;
}

void event_loop::sweep() {
    sweeping_ = false;  // an idle server has no timer: it sleeps
    if (connections_.empty()) return;
    const auto now = connection::clock::now();
    for (connection& member : connections_) member.expire_if_late(now);
    sweep_later();
}

}  // namespace crmlocal::http
