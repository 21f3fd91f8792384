// SPDX-License-Identifier: BSL-1.0
#include "store/event_index.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "domain/fields.hpp"
#include "store/record.hpp"

namespace crmlocal::store {
namespace {

constexpr std::int64_t milliseconds = 1000;

std::int64_t second_of(std::int64_t submitted_on) noexcept {
    return submitted_on / milliseconds - (submitted_on % milliseconds < 0);
}

}  // namespace

event_index::event_index(const domain::event_type& type) : type_(type) {
    for (const domain::column& c : type.list.parameters) {
        if (c.how != domain::need::semi_optional) continue;
        dimensions_.push_back({domain::column_of(type.columns(), *c.what), c.what->kind, {}});
        if (c.what == &domain::fields::account)
            participant_ = domain::column_of(type.columns(), domain::fields::participant);
    }
}

void event_index::add(const event_log::numbered_event& event, const references& data) {
    if (size_ == std::numeric_limits<std::uint32_t>::max())
        throw std::length_error("too many events for one index");
    const auto position = static_cast<std::uint32_t>(size_);
    record_reader reader(event.stored.record, type_.columns());
    const domain::entity* account = nullptr;  // of the event's participant
    while (const auto v = reader.next()) {
        for (std::uint32_t row = 0; row < v->row_count; ++row) {
            reader.row();
            while (reader.next_in_row()) {
            }
        }
        for (dimension& d : dimensions_)
            if (d.column == v->column) d.lists.add(v->ordinal, position);
        if (v->column != participant_) continue;
        const domain::entity* who = data.at(domain::kinds::participant, v->ordinal);
        account = who ? who->related : nullptr;
    }
    if (account)
        for (dimension& d : dimensions_)
            if (d.kind->ordinal == domain::kinds::account.ordinal)
                d.lists.add(account->ordinal, position);
    add_moment(second_of(event.stored.origin.submitted_on));
    ++size_;
}

void event_index::add_moment(std::int64_t second) {
    if (latest_.empty() || second > latest_.back().second) latest_.push_back({size_, second});
    while (!earliest_.empty() && earliest_.back().second >= second) earliest_.pop_back();
    earliest_.push_back({size_, second});
}

event_index::range event_index::range_of(const question& asked) const {
    const std::uint64_t end = std::min(asked.end, size_);
    range out = {0, 0, end, end};
    // Behind the last moment that was too early, nothing is too early.
    const auto behind = [&](auto first_in_time) {
        return first_in_time == earliest_.begin() ? 0 : std::prev(first_in_time)->position + 1;
    };
    if (asked.after) {
        const auto in_time = std::ranges::lower_bound(latest_, *asked.after, {}, &moment::second);
        out.begin = in_time == latest_.end() ? size_ : in_time->position;
        out.sure_begin =
            behind(std::ranges::lower_bound(earliest_, *asked.after, {}, &moment::second));
    }
    if (asked.before) {
        const auto too_late = std::ranges::upper_bound(latest_, *asked.before, {}, &moment::second);
        out.sure_end = too_late == latest_.end() ? size_ : too_late->position;
        out.end = behind(std::ranges::upper_bound(earliest_, *asked.before, {}, &moment::second));
    }
    out.end = std::min(out.end, end);
    out.sure_end = std::min(out.sure_end, out.end);
    out.begin = std::min(out.begin, out.end);
    out.sure_begin = std::clamp(out.sure_begin, out.begin, out.end);
    if (out.sure_end < out.sure_begin) out.sure_end = out.sure_begin;
    return out;
}

void event_index::find(const question& asked,
                       const std::function<std::int64_t(std::uint64_t position)>& submitted_at,
                       std::vector<std::uint64_t>& out) const {
    const auto of = std::ranges::find(dimensions_, asked.column, &dimension::column);
    if (of == dimensions_.end()) return;
    const range r = range_of(asked);
    const std::size_t full = out.size() + asked.limit;
    std::uint64_t skip = asked.skip;

    const auto ask_each = [&](std::uint64_t begin, std::uint64_t end) {
        of->lists.for_each_newest(asked.ordinal, end, 0, [&](std::uint64_t position) {
            if (position < begin || out.size() == full) return false;
            const std::int64_t second = submitted_at(position);
            if ((asked.after && second < *asked.after) || (asked.before && second > *asked.before))
                return true;
            if (skip > 0) --skip;
            else out.push_back(position);
            return true;
        });
    };
    ask_each(r.sure_end, r.end);
    const std::uint64_t sure =
        skip == 0 ? 0 : of->lists.count_between(asked.ordinal, r.sure_begin, r.sure_end);
    if (skip == 0 || skip < sure) {
        of->lists.for_each_newest(asked.ordinal, r.sure_end, skip, [&](std::uint64_t position) {
            if (position < r.sure_begin || out.size() == full) return false;
            out.push_back(position);
            return true;
        });
        skip = 0;
    } else {
        skip -= sure;
    }
    if (out.size() < full) ask_each(r.begin, r.sure_begin);
}

std::size_t event_index::memory() const noexcept {
    std::size_t bytes = (latest_.capacity() + earliest_.capacity()) * sizeof(moment);
    for (const dimension& d : dimensions_) bytes += d.lists.memory();
    return bytes;
}

}  // namespace crmlocal::store
