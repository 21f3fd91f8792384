// SPDX-License-Identifier: BSL-1.0
//
// Of the journal: what it does when the disk does not take what is written.
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "store/journal.hpp"

namespace crmlocal::store {
namespace {

using namespace std::chrono_literals;

constexpr auto probe_pause = 100ms;
constexpr std::uint64_t room_wanted_bytes = 1 << 20;

}  // namespace

// Nothing of the group was acknowledged. It is undone, with all that was appended in the meantime.
void journal::take_back(const error_code& why) {
    writable_ = false;
    group later;
    {
        auto held = state_.lock();
        held->refusing = true;
        std::swap(held->gathering, later);
    }
    say_full(why);
    undo(later);
    undo(writing_);
    last_counting_ticket_.store(durable_.reached(), std::memory_order_release);
    durable_.give_up(last_ticket_.load());
    writing_.clear();
    wait_for_room();
}

// All of it was acknowledged: it must be written before anything else is.
void journal::keep_for_later(const error_code& why) {
    writable_ = false;
    state_.lock()->refusing = true;
    say_full(why);
    for (;;) {
        if (pause()) {
            lost_something_ = true;
            settings_.warn("stopped while the disk took nothing: acknowledged changes are lost");
            break;
        }
        if (!write_frames()) {
            unsynced_since_ = std::chrono::steady_clock::now();
            break;
        }
    }
    writing_.clear();
    wait_for_room();
}

void journal::wait_for_room() {
    supply_->give_room();
    while (!segment_.has_room(room_wanted_bytes))
        if (pause()) return;
    state_.lock()->refusing = false;
    writable_ = true;
    settings_.warn("the journal can be written again");
}

// Lets some time pass before the next attempt; true if the journal is to stop.
bool journal::pause() {
    auto held = state_.lock();
    if (std::exchange(held->rotation_wanted, false)) {
        held->rotation_failed = true;
        rotated_.notify();
    }
    return work_.wait_for(held, probe_pause, [](const state& s) { return s.stopping; });
}

void journal::say_full(const error_code& why) {
    settings_.warn(
        fmt::format("cannot write {}: {}. Calls that record something are refused until "
                    "there is room",
                    segment_.path(), why.message()));
}

void journal::undo(const group& lost) {
    for (auto f = lost.frames.rbegin(); f != lost.frames.rend(); ++f)
        settings_.undo(f->type,
                       {lost.bytes.data() + f->at + frame_header::bytes, f->payload_bytes});
}

void journal::fail(const std::string& what, const error_code& why) {
    settings_.fail(fmt::format("{} {}: {}. Nothing more is acknowledged", what, segment_.path(),
                               why.message()));
}

}  // namespace crmlocal::store
