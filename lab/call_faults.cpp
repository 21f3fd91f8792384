// SPDX-License-Identifier: BSL-1.0
#include "lab/call_faults.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>

#include "store/hash.hpp"

namespace crmlocal::lab {
namespace {

namespace json = boost::json;

constexpr std::size_t identifiers_max = 100'000;

// What random numbers are for. A delay takes two numbers.
constexpr std::uint64_t for_firing = 0;
constexpr std::uint64_t for_delay = 1;
constexpr std::uint64_t for_garbage = 4;
constexpr std::uint64_t for_chunks = 100;
constexpr std::uint64_t for_events = 10'000;

bool is_among(std::uint64_t candidate, const call_match& match) {
    const bool named =
        match.nth.empty() || std::ranges::find(match.nth, candidate) != match.nth.end();
    return named && candidate % match.every == 0 && candidate <= match.first &&
           candidate > match.after;
}

// A delay alone can come before the call; beside anything that ends it the order makes no odds.
bool waits_first(const fault& what) noexcept {
    return what.when == fault::moment::before && !what.ends_call();
}

bool has_index(const event_refusal& of, std::size_t index, std::size_t events) {
    if (index < of.range_first || index > of.range_last || (index + 1) % of.every != 0)
        return false;
    const auto is = [=](std::int64_t given) {
        const auto from_begin = given < 0 ? given + static_cast<std::int64_t>(events) : given;
        return from_begin == static_cast<std::int64_t>(index);
    };
    return of.index.empty() || std::ranges::any_of(of.index, is);
}

// The event as JSON; null if it cannot be found.
const json::value* find_event(const json::value* root, std::string_view set, std::size_t index) {
    const json::object* call = root ? root->if_object() : nullptr;
    const json::value* events = call ? call->if_contains(set) : nullptr;
    const json::array* all = events ? events->if_array() : nullptr;
    return all && index < all->size() ? &(*all)[index] : nullptr;
}

std::string_view identifier_of(const domain::batch& call, std::size_t event) {
    const domain::value* id = call.find(call.events[event], 0);
    return id ? id->text() : std::string_view();
}

}  // namespace

std::optional<std::uint64_t> planned_fault::fires(std::uint64_t seed) {
    const auto now = state_.lock();
    const std::uint64_t candidate = ++now->counts.matched;
    if (now->counts.fired >= what_->times || !is_among(candidate, what_->match))
        return std::nullopt;
    const double probability = what_->match.probability;
    if (probability < 1 && draw(seed, what_->id, candidate).fraction(for_firing) >= probability)
        return std::nullopt;
    ++now->counts.fired;
    return candidate;
}

bool planned_fault::attempt(std::string_view request_identifier) {
    const std::uint64_t most = what_->events->attempts;
    if (most == UINT64_MAX) return true;
    const auto now = state_.lock();
    const std::uint64_t key = store::fingerprint_of(request_identifier).low;
    if (now->attempts.size() >= identifiers_max && !now->attempts.contains(key)) return false;
    std::uint64_t& made = now->attempts[key];
    if (made >= most) return false;
    ++made;
    return true;
}

void planned_fault::count_refused(std::uint64_t events) {
    state_.lock()->counts.refused_events += events;
}

fault_counts planned_fault::counts() { return state_.lock()->counts; }

const json::value* call_body::get() {
    if (!parsed_) {
        parsed_ = true;
        boost::system::error_code bad;
        json::value root = json::parse(json::string_view(text_.data(), text_.size()), bad);
        if (!bad) root_ = std::move(root);
    }
    return root_ ? &*root_ : nullptr;
}

const fault* call_faults::ending() const noexcept {
    if (fired_.empty() || !fired_.back().what().ends_call()) return nullptr;
    return &fired_.back().what();
}

bool call_faults::carries_out() const noexcept {
    const fault* last = ending();
    return !last || last->carries_out();
}

milliseconds call_faults::delay_before() const noexcept {
    milliseconds out{0};
    for (const fired_fault& each : fired_)
        if (each.what().late && waits_first(each.what()))
            out += each.what().late->for_draw(each.drawn, for_delay);
    return out;
}

milliseconds call_faults::delay_after() const noexcept {
    milliseconds out{0};
    for (const fired_fault& each : fired_)
        if (each.what().late && !waits_first(each.what()))
            out += each.what().late->for_draw(each.drawn, for_delay);
    return out;
}

std::shared_ptr<const effect> call_faults::on_answer() const {
    auto out = std::make_shared<effect>();
    out->delay = delay_after();
    for (const fired_fault& each : fired_) {
        if (!each.what().slow) continue;
        out->dribble.clear();  // the last one that dribbles decides
        for (std::uint64_t i = 0; i < each.what().slow->chunks; ++i)
            out->dribble.push_back(each.what().slow->each.for_draw(each.drawn, for_chunks + i));
    }
    if (ending()) {
        out->keeps = fired_.back().of->shared();
        out->spoilt = out->keeps->transport;
        out->garbage = fired_.back().drawn.bits(for_garbage);
    }
    const bool any = out->delay.count() > 0 || !out->dribble.empty() || out->keeps;
    return any ? out : nullptr;
}

void call_faults::refuse_events(domain::batch& call) {
    for (const fired_fault& each : fired_) {
        if (!each.what().events) continue;
        const event_refusal& chosen = *each.what().events;
        const json::value* root = chosen.where.empty() ? nullptr : body_.get();
        std::uint64_t refused = 0;
        for (std::size_t i = 0; i < call.events.size(); ++i) {
            if (call.refused(i) || !has_index(chosen, i, call.events.size())) continue;
            if (chosen.probability < 1 && each.drawn.fraction(for_events + i) >= chosen.probability)
                continue;
            const json::value* event =
                chosen.where.empty() ? nullptr : find_event(root, call.shape->set, i);
            const auto passes = [&](const value_condition& t) { return event && t.holds(*event); };
            if (!std::ranges::all_of(chosen.where, passes)) continue;
            if (!each.of->attempt(identifier_of(call, i))) continue;
            call.refuse_event(i, chosen.refusal->made());
            ++refused;
        }
        each.of->count_refused(refused);
    }
}

}  // namespace crmlocal::lab
