// SPDX-License-Identifier: BSL-1.0
#include "lab/verification.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lab/call_json.hpp"
#include "lab/json_text.hpp"

namespace crmlocal::lab {
namespace {

namespace json = boost::json;

constexpr std::size_t near_misses_max = 3;
constexpr std::size_t shown_matches_max = 10;
constexpr std::size_t steps_max = 1000;
constexpr std::string_view controls[] = {"of",      "exactly",  "at_least",
                                         "at_most", "in_order", "match"};

std::string quoted(std::string_view text) {
    std::string out;
    append_json_text(text, out);
    return out;
}

// Which one it is, for a sentence.
std::string name_of(const call_view& call, const event_row* event) {
    const logged_call& of = call.call();
    const std::string what = fmt::format(
        "{} ({} {}, {})", call.id(), of.http_method(),
        of.method().empty() ? of.target().substr(0, of.target().find('?')) : of.method(),
        time_text(of.time_ms));
    if (!event) return "call " + what;
    return fmt::format("event {} ({}) of call {}", event->index,
                       event->request_unique_identifier.empty()
                           ? "without request_unique_identifier"
                           : event->request_unique_identifier,
                       what);
}

std::string joined(const std::vector<std::string>& sentences) {
    std::string out;
    for (const std::string& s : sentences) out.append(out.empty() ? "" : "; ").append(s);
    return out;
}

}  // namespace

void logged_calls::add(const call_log& log, std::shared_ptr<const void> owner,
                       const std::string& organisation, const domain::event_catalogue& catalogue,
                       std::uint64_t after) {
    owners.push_back(std::move(owner));
    const call_log::reading& read = readings.emplace_back(log.read(after));
    for (const auto& call : read.calls)
        calls.push_back(std::make_unique<call_view>(organisation, call, catalogue));
    if (read.dropped != 0)
        newest_dropped_time_ms =
            dropped == 0 ? read.newest_dropped_time_ms
                         : std::max(newest_dropped_time_ms, read.newest_dropped_time_ms);
    dropped += read.dropped;
}

void logged_calls::sort() {
    std::ranges::stable_sort(calls, {}, [](const auto& c) { return c->call().received_us; });
}

expectation expectation::read(const json::value& given, std::span<const std::string_view> types,
                              std::optional<json_complaint>& wrong) {
    expectation out;
    const auto* object = given.if_object();
    if (!object) {
        wrong = json_complaint{"", "must be an object, not " + brief(given)};
        return out;
    }
    json::object rest, own;
    for (const auto& [name, value] : *object)
        (std::ranges::find(controls, std::string_view(name)) != std::end(controls) ? own : rest)
            .emplace(name, value);
    const json::value own_value = own;
    object_reader from(own_value, "", wrong);
    constexpr std::string_view kinds[] = {"calls", "events"};
    out.of_events_ = from.one_of("of", kinds).value_or(0) == 1;
    const auto exactly = from.whole_number("exactly", 0, UINT64_MAX);
    const auto least = from.whole_number("at_least", 0, UINT64_MAX);
    const auto most = from.whole_number("at_most", 0, UINT64_MAX);
    if (exactly && (least || most)) from.complain("exactly", "excludes `at_least` and `at_most`");
    out.least_ = exactly.value_or(least.value_or(most ? 0 : 1));
    out.most_ = exactly.value_or(most.value_or(UINT64_MAX));
    if (out.least_ > out.most_) from.complain("at_least", "must not be above `at_most`");

    const json::value* nested = from.find("match");
    if (nested && !rest.empty())
        from.complain("match", "excludes conditions beside it, such as `" +
                                   std::string(rest.begin()->key()) + "`");
    out.filter_ = call_filter::read(nested ? *nested : json::value(rest), nested ? "/match" : "",
                                    types, wrong);
    if (const json::value* steps = from.find("in_order")) {
        const auto* list = steps->if_array();
        if (!list || list->empty() || list->size() > steps_max)
            from.complain("in_order", "must be an array of 1 to 1000 matches");
        if (exactly || least || most)
            from.complain("in_order", "excludes `exactly`, `at_least` and `at_most`");
        for (std::size_t i = 0; list && from.sound() && i < list->size(); ++i)
            out.in_order_.push_back(call_filter::read(
                (*list)[i], pointer_to(from.pointer_of("in_order"), i), types, wrong));
    }
    from.finish();
    return out;
}

std::vector<expectation::candidate> expectation::candidates(logged_calls& in) const {
    std::vector<candidate> out;
    for (const auto& call : in.calls) {
        if (!of_events_) {
            out.push_back({call.get(), nullptr});
            continue;
        }
        for (const event_row& row : call->events()) out.push_back({call.get(), &row});
    }
    return out;
}

bool expectation::holds(const call_filter& filter, const candidate& what) const {
    return what.event ? filter.holds(*what.call, *what.event) : filter.holds(*what.call);
}

std::int64_t expectation::from() const noexcept {
    std::int64_t out = filter_.from();
    for (const call_filter& step : in_order_) out = std::max(out, step.from());
    return out;
}

std::string expectation::counted(std::uint64_t n) const {
    return fmt::format("{} {}{}", n, of_events_ ? "event" : "call", n == 1 ? "" : "s");
}

std::string expectation::expected() const {
    if (least_ == most_) return "exactly " + counted(least_);
    if (most_ == UINT64_MAX) return "at least " + counted(least_);
    if (least_ == 0) return "at most " + counted(most_);
    return fmt::format("{} to {}", least_, counted(most_));
}

// The nearest of those that do not fit, as a JSON array, and a sentence about the very nearest.
std::string expectation::near_misses(const call_filter& filter, std::span<const candidate> among,
                                     std::string& sentence) const {
    std::vector<std::pair<std::size_t, std::size_t>> order;  // misses, position from the end
    for (std::size_t i = 0; i < among.size(); ++i) {
        const std::size_t misses = filter.count_misses(*among[i].call, among[i].event);
        if (misses != 0) order.emplace_back(misses, among.size() - 1 - i);
    }
    const std::size_t shown = std::min(order.size(), near_misses_max);
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(shown));
    std::string out = "[";
    for (std::size_t k = 0; k < shown; ++k) {
        const candidate& at = among[among.size() - 1 - order[k].second];
        const auto why = filter.misses(*at.call, at.event);
        if (k == 0)
            sentence = fmt::format(" The nearest is {}, but {}.", name_of(*at.call, at.event),
                                   joined(why));
        out += k == 0 ? "{" : ",{";
        out += at.event ? R"("event":)" : R"("call":)";
        if (at.event) write_event(*at.call, *at.event, call_detail::rows, out);
        else write_call(*at.call, call_detail::summary, out);
        out += R"(,"misses":[)";
        for (const std::string& miss : why)
            out += (&miss == &why.front() ? "" : ",") + quoted(miss);
        out += "]}";
    }
    return out + "]";
}

expectation::result expectation::verify(logged_calls& in) const {
    result out = in_order_.empty() ? verify_count(in) : verify_order(in);
    return out;
}

expectation::result expectation::verify_count(logged_calls& in) const {
    const auto among = candidates(in);
    std::vector<candidate> matched;
    for (const candidate& c : among)
        if (holds(filter_, c)) matched.push_back(c);

    result out;
    out.count = matched.size();
    const bool enough = out.count >= least_, few = out.count <= most_;
    // What was dropped can only have made the true count larger.
    const bool matters = in.dropped != 0 && in.newest_dropped_time_ms >= from();
    out.certain = !matters || !few || (enough && most_ == UINT64_MAX);
    out.verified = enough && few && out.certain;

    std::string near, sentence;
    if (!enough) near = near_misses(filter_, among, sentence);
    std::string message =
        out.verified ? "Found " + counted(out.count) + ", as expected: " + expected() + "."
                     : "Expected " + expected() + ", found " + std::to_string(out.count) + ".";
    if (!enough && among.empty())
        message += of_events_ ? " The log holds no event." : " The log holds no call.";
    message += sentence;
    if (!few)
        message +=
            " The last of them is " + name_of(*matched.back().call, matched.back().event) + ".";
    if (!out.certain)
        message += fmt::format(
            " This cannot be decided: {} older calls were dropped from the log, which may have "
            "been "
            "among them. Empty the log before the test (POST .../requests/reset), raise its bounds "
            "(entries_max, bytes_max), or ask for a time after {}.",
            in.dropped, time_text(in.newest_dropped_time_ms));

    out.json =
        fmt::format(R"({{"verified":{},"certain":{},"expected":{},"count":{},"message":{},)",
                    out.verified, out.certain, quoted(expected()), out.count, quoted(message));
    out.json += R"("matched":[)";
    for (std::size_t i = 0; i < std::min(matched.size(), shown_matches_max); ++i) {
        if (i != 0) out.json += ',';
        out.json += quoted(name_of(*matched[i].call, matched[i].event));
    }
    out.json +=
        fmt::format(R"(],"nearest":{},"dropped":{}}})", near.empty() ? "[]" : near, in.dropped);
    return out;
}

expectation::result expectation::verify_order(logged_calls& in) const {
    const auto among = candidates(in);
    std::vector<std::size_t> found;
    std::size_t next = 0;
    for (const call_filter& step : in_order_) {
        while (next < among.size() && !(holds(filter_, among[next]) && holds(step, among[next])))
            ++next;
        if (next == among.size()) break;
        found.push_back(next++);
    }
    result out;
    out.count = found.size();
    out.verified = found.size() == in_order_.size();
    out.certain = out.verified || in.dropped == 0 || in.newest_dropped_time_ms < from();

    std::string near = "[]", sentence, message;
    if (out.verified) {
        message = fmt::format("Found all {} steps in this order.", found.size());
    } else {
        const call_filter& missing = in_order_[found.size()];
        const std::size_t after = found.empty() ? 0 : found.back() + 1;
        message = fmt::format("Step {} of {} was not found", found.size() + 1, in_order_.size());
        if (!found.empty()) {
            const candidate& last = among[found.back()];
            message += fmt::format(" after step {}, which is {}", found.size(),
                                   name_of(*last.call, last.event));
        }
        message += '.';
        const std::span rest = std::span(among).subspan(after);
        near = near_misses(missing, rest, sentence);
        for (std::size_t i = 0; i < after; ++i) {
            if (!holds(missing, among[i])) continue;
            message += " It would fit " + name_of(*among[i].call, among[i].event) +
                       ", which comes too early.";
            break;
        }
        message += rest.empty() ? " Nothing was logged after that." : sentence;
        if (!out.certain)
            message += fmt::format(
                " This cannot be decided: {} older calls were dropped from the log.", in.dropped);
    }
    out.json = fmt::format(R"({{"verified":{},"certain":{},"expected":"{} steps in order",)",
                           out.verified, out.certain, in_order_.size());
    out.json += fmt::format(R"("count":{},"message":{},"matched":[)", out.count, quoted(message));
    for (std::size_t i = 0; i < found.size(); ++i)
        out.json +=
            (i == 0 ? "" : ",") + quoted(name_of(*among[found[i]].call, among[found[i]].event));
    out.json += fmt::format(R"(],"nearest":{},"dropped":{}}})", near, in.dropped);
    return out;
}

}  // namespace crmlocal::lab
