// SPDX-License-Identifier: BSL-1.0
#include "domain/batch.hpp"

namespace crmlocal::domain {
namespace {

constexpr std::size_t kept_bytes_max = 4 << 20;  // of each array, from one call to the next

}  // namespace

void batch::begin(const call_shape& new_shape, const event_type* new_type) {
    shape = &new_shape;
    type = new_type;
    body = {};
    call = {};
    set = {};
    events_given = 0;
    events.clear();
    rows.clear();
    values.clear();
    parts.clear();
    unknown_members.clear();
    created.clear();
    verdicts_.clear();
    refusals_.clear();
    texts.release();
}

void batch::trim() {
    rows.clear_and_keep(kept_bytes_max);
    values.clear_and_keep(kept_bytes_max);
    parts.clear_and_keep(kept_bytes_max);
    events.clear();
    texts.release();
    refusals_.clear();
}

const value* batch::find_parameter(const field& what) const noexcept {
    for (std::size_t c = 0; c < shape->parameters.size(); ++c)
        if (shape->parameters[c].what == &what) return find(call, static_cast<std::uint8_t>(c));
    return nullptr;
}

void batch::accept_all() {
    verdicts_.clear();
    verdicts_.extend(events.size());
    std::fill_n(verdicts_.data(), events.size(), 0U);
    refusals_.clear();
}

void batch::refuse_event(std::size_t event, refusal why) {
    refusals_.push_back(std::move(why));
    verdicts_[event] = static_cast<std::uint32_t>(refusals_.size());
}

}  // namespace crmlocal::domain
