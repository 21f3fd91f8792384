// SPDX-License-Identifier: BSL-1.0
//
// /__admin/organisations/{name}/clock: the time as an organisation has it.
#include <cmath>

#include <fmt/format.h>

#include "domain/date_time.hpp"
#include "http/worlds.hpp"
#include "lab/duration.hpp"

namespace crmlocal::http {
namespace {

constexpr double rate_max = 1e6;

// A date and time as the API has them, with milliseconds and a Z if need be.
std::optional<store::time_point> parse_time(std::string_view text) {
    constexpr std::size_t to_seconds = 19;
    std::int64_t milliseconds = 0;
    if (text.ends_with('Z')) text.remove_suffix(1);
    if (text.size() > to_seconds + 1 && text[to_seconds] == '.') {
        std::string_view digits = text.substr(to_seconds + 1);
        if (digits.size() > 3 || digits.find_first_not_of("0123456789") != digits.npos)
            return std::nullopt;
        std::int64_t scale = 100;
        for (const char digit : digits) milliseconds += (digit - '0') * scale, scale /= 10;
        text = text.substr(0, to_seconds);
    }
    const auto seconds = domain::parse_date_time(text);
    // What the system's clock can hold.
    constexpr std::int64_t most = 9'000'000'000;
    if (!seconds || std::abs(*seconds) > most) return std::nullopt;
    return store::time_point(std::chrono::seconds(*seconds) +
                             std::chrono::milliseconds(milliseconds));
}

double read_rate(const json::value& given) {
    const double rate = given.is_number() ? given.to_number<double>() : -1;
    if (!(rate >= 0 && rate <= rate_max))
        throw admin_error{400,
                          "\"rate\" must be a number from 0 (the clock stands still) to 1000000: "
                          "seconds of its own for each real one."};
    return rate;
}

std::chrono::milliseconds read_span(const json::object& how, std::string_view name) {
    const auto span = lab::read_duration(how.at(name));
    if (!span)
        throw admin_error{400,
                          "\"" + std::string(name) + "\" must be " + lab::duration_forms + "."};
    return *span;
}

task<void> show(admin_call& call) {
    call.answer(describe_clock(call.tenant()->clock()));
    co_return;
}

task<void> finish_change(admin_call& call, std::shared_ptr<store::tenant> of) {
    const json::object now = describe_clock(of->clock());
    co_await remove_if_expired(call.context, of);
    call.answer(now);
}

task<void> set(admin_call& call) {
    const auto of = call.tenant();
    set_clock(of->clock(), call.body());
    co_await finish_change(call, of);
}

task<void> advance(admin_call& call) {
    const auto of = call.tenant();
    const json::object asked = call.body_object();
    refuse_unknown(asked, {"by"});
    if (!asked.contains("by"))
        throw admin_error{400,
                          std::string("Say by how much: \"by\": ") + lab::duration_forms + "."};
    of->clock().advance(read_span(asked, "by"));
    co_await finish_change(call, of);
}

}  // namespace

std::string format_time(store::time_point time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const auto rest = std::chrono::floor<std::chrono::milliseconds>(time - whole).count();
    return fmt::format("{}.{:03}", domain::format_date_time(whole.time_since_epoch().count()),
                       rest);
}

json::object describe_clock(store::organisation_clock& clock) {
    const store::organisation_clock::setting is = clock.read();
    json::object out;
    out.emplace("mode", is.real ? "real" : is.rate == 0 ? "frozen" : "running");
    out.emplace("now", format_time(is.now));
    // Boost.JSON writes every double with an exponent.
    if (is.rate == std::floor(is.rate)) out.emplace("rate", static_cast<std::int64_t>(is.rate));
    else out.emplace("rate", is.rate);
    const auto offset = std::chrono::round<std::chrono::milliseconds>(
        is.real ? std::chrono::system_clock::duration(0)
                : is.now - std::chrono::system_clock::now());
    out.emplace("offset_milliseconds", offset.count());
    return out;
}

void set_clock(store::organisation_clock& clock, const json::value& how) {
    if (!how.is_object())
        throw admin_error{400, R"(A clock is an object, such as {"mode":"frozen","now":)"
                               R"("2026-01-31T12:00:00"}.)"};
    const json::object& said = how.get_object();
    refuse_unknown(said, {"mode", "now", "offset", "rate"});
    const store::organisation_clock::setting was = clock.read();
    store::time_point now = was.now;
    double rate = was.rate;
    std::string_view mode = said.contains("mode") ? "?" : "";
    if (const json::value* m = said.if_contains("mode"); m && m->is_string())
        mode = m->get_string();
    if (mode == "real") {
        if (said.size() != 1)
            throw admin_error{400, "A real clock has no other time, offset or rate."};
        return clock.follow_real();
    }
    if (mode == "frozen") rate = 0;
    else if (mode == "running") rate = rate == 0 ? 1 : rate;
    else if (!mode.empty()) throw admin_error{400, "\"mode\" must be real, frozen or running."};
    if (said.contains("now") && said.contains("offset"))
        throw admin_error{400, "Give either \"now\" or \"offset\"."};
    if (const json::value* text = said.if_contains("now")) {
        const auto time = text->is_string() ? parse_time(text->get_string()) : std::nullopt;
        if (!time)
            throw admin_error{400,
                              "\"now\" must be a date and time such as 2026-01-31T12:00:00, "
                              "between 1685 and 2255."};
        now = *time;
    }
    if (said.contains("offset")) now = std::chrono::system_clock::now() + read_span(said, "offset");
    if (const json::value* given = said.if_contains("rate")) rate = read_rate(*given);
    clock.set(now, rate);
}

void add_clock_methods(admin_router& to) {
    const std::string path = "/__admin/organisations/{name}/clock";
    to.add("GET", path, show);
    to.add("PUT", path, set);
    to.add("POST", path, set);
    to.add("POST", path + "/set", set);
    to.add("POST", path + "/advance", advance);
}

}  // namespace crmlocal::http
