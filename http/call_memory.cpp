// SPDX-License-Identifier: BSL-1.0
#include "http/call_memory.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace crmlocal::http {

call_lender::loan call_lender::lend() {
    if (idle_.empty()) return loan{new call_memory, give_back{this}};
    loan lent{idle_.back().release(), give_back{this}};
    idle_.pop_back();
    return lent;
}

bool call_lender::charge(call_memory& memory, std::size_t bytes) noexcept {
    if (bytes <= memory.charged_bytes) return true;
    const std::size_t more = bytes - memory.charged_bytes;
    // A body alone may always grow: its own bound is the service's.
    const bool alone = charged_bytes_ == memory.charged_bytes;
    if (!alone &&
        more > bounds_.bodies_bytes_max - std::min(charged_bytes_, bounds_.bodies_bytes_max))
        return false;
    charged_bytes_ += more;
    memory.charged_bytes = bytes;
    return true;
}

void call_lender::take_back(call_memory* memory) noexcept {
    std::unique_ptr<call_memory> returned{memory};
    charged_bytes_ -= std::exchange(memory->charged_bytes, 0);
    if (idle_.size() >= bounds_.kept_calls_max) return;
    try {
        memory->space.body.clear_and_keep(bounds_.kept_bytes_max);
        memory->packed.clear_and_keep(bounds_.kept_bytes_max);
        memory->space.batch.trim();
        memory->space.answer.trim(bounds_.kept_bytes_max);
        memory->space.answer.begin();
        idle_.push_back(std::move(returned));  // within what was reserved
    } catch (const std::bad_alloc&) {
        // Then this memory is not kept.
    }
}

}  // namespace crmlocal::http
