// SPDX-License-Identifier: BSL-1.0
#include "lab/call_filter.hpp"

#include <algorithm>

#include "lab/call_json.hpp"
#include "lab/name_pattern.hpp"

namespace crmlocal::lab {
namespace {

namespace json = boost::json;

constexpr std::size_t word_bytes_max = 1000;

std::string listed(std::span<const std::string> words) {
    std::string out;
    for (const std::string& w : words) out.append(out.empty() ? "" : " or ").append(w);
    return out;
}

std::string shown(std::string_view word) { return std::string(word.empty() ? "none" : word); }

bool is_http_method(std::string_view word) noexcept {
    return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

void check_words(object_reader& from, std::string_view member, std::span<const std::string> given,
                 std::span<const std::string_view> allowed) {
    for (const std::string& word : given) {
        if (std::ranges::find(allowed, word) != allowed.end()) continue;
        std::string known;
        for (const std::string_view a : allowed) known.append(known.empty() ? "" : ", ").append(a);
        from.complain(member, "must be among " + known + ", not \"" + word + "\"");
    }
}

// One number, or an array of them.
std::vector<std::uint64_t> read_statuses(object_reader& from) {
    std::vector<std::uint64_t> out;
    const json::value* given = from.find("status");
    const auto* all = given ? given->if_array() : nullptr;
    for (std::size_t i = 0; given && i < (all ? all->size() : 1); ++i) {
        const auto* n = (all ? (*all)[i] : *given).if_int64();
        if (n && *n >= 100 && *n <= 599) out.push_back(static_cast<std::uint64_t>(*n));
        else
            from.complain("status",
                          "must be an HTTP status or an array of them, not " + brief(*given));
    }
    return out;
}

// {"name":...} or {"X-Test":"a"}, one or an array.
std::vector<header_test> read_headers(object_reader& from) {
    std::vector<header_test> out;
    const json::value* given = from.find("header");
    const auto* all = given ? given->if_array() : nullptr;
    for (std::size_t i = 0; given && from.sound() && i < (all ? all->size() : 1); ++i) {
        const json::value& one = all ? (*all)[i] : *given;
        const auto* pairs = one.if_object();
        if (!pairs || pairs->contains("name")) {
            out.push_back(header_test::read(one, from.pointer_of("header"), from.wrong()));
            continue;
        }
        for (const auto& [name, value] : *pairs) {
            const json::value test = {{"name", name}, {"equals", value}};
            out.push_back(header_test::read(test, from.pointer_of("header"), from.wrong()));
        }
    }
    return out;
}

}  // namespace

// Counts what does not hold, and says it if somebody wants to know.
struct call_filter::checking {
    call_view& view;
    std::vector<std::string>* sentences;
    std::size_t misses = 0;

    template <class Say>
    void need(bool holds, Say say) {
        if (holds) return;
        ++misses;
        if (sentences) sentences->push_back(say());
    }

    void need_word(std::string_view what, std::string_view is,
                   const std::vector<std::string>& wanted, bool pattern = false) {
        if (wanted.empty()) return;
        const bool holds = std::ranges::any_of(
            wanted, [&](const std::string& w) { return pattern ? fits_name(is, w) : is == w; });
        need(holds, [&] {
            return std::string(what) + " is " + shown(is) + ", expected " + listed(wanted);
        });
    }

    void need_conditions(std::string_view of, const std::vector<value_condition>& wanted,
                         const json::value& in) {
        for (const value_condition& c : wanted)
            need(c.holds(in), [&] { return std::string(of) + ": " + c.miss(in); });
    }
};

void call_filter::read_words(object_reader& from, call_filter& out,
                             std::span<const std::string_view> types) {
    out.organisations_ = from.texts("organisation", word_bytes_max);
    out.http_methods_ = from.texts("http_method", word_bytes_max);
    for (std::string& method : from.texts("method", word_bytes_max)) {
        // WireMock's `method` is that of HTTP; none of the API is written in capitals.
        if (is_http_method(method)) {
            out.http_methods_.push_back(std::move(method));
            continue;
        }
        method.erase(0, std::min(method.find_first_not_of('/'), method.size()));
        out.methods_.push_back(std::move(method));
    }
    out.types_ = from.texts("type", word_bytes_max);
    check_words(from, "type", out.types_, types);
    out.verdicts_ = from.texts("verdict", word_bytes_max);
    check_words(from, "verdict", out.verdicts_, call_verdict_names);
    out.error_codes_ = from.texts("error_code", word_bytes_max);
    out.faults_ = from.texts("fault", word_bytes_max);
    out.request_identifiers_ = from.texts("request_unique_identifier", word_bytes_max);
}

call_filter call_filter::read(const json::value& given, const std::string& pointer,
                              std::span<const std::string_view> types,
                              std::optional<json_complaint>& wrong) {
    call_filter out;
    object_reader from(given, pointer, wrong);
    read_words(from, out, types);
    out.statuses_ = read_statuses(from);
    if (const json::value* window = from.find("time")) {
        object_reader in(*window, from.pointer_of("time"), wrong);
        out.from_ = in.time("from").value_or(INT64_MIN);
        out.until_ = in.time("until").value_or(INT64_MAX);
        in.finish();
    }
    out.headers_ = read_headers(from);
    out.body_ = from.conditions("body");
    out.answer_ = from.conditions("answer");
    out.event_ = from.conditions("event");
    from.finish();
    return out;
}

std::size_t call_filter::check(call_view& call, const event_row* event,
                               std::vector<std::string>* out) const {
    checking at{call, out};
    check_call(at);
    if (event) check_event(at, *event);
    else {
        check_verdict(at);
        check_events_of_call(at);
    }
    return at.misses;
}

// What is cheap to know comes first.
void call_filter::check_call(checking& at) const {
    const logged_call& call = at.view.call();
    at.need_word("organisation", at.view.organisation(), organisations_);
    at.need_word("HTTP method", call.http_method(), http_methods_);
    at.need_word("method", call.method(), methods_, true);
    at.need_word("type", call.type(), types_);
    at.need(call.time_ms >= from_ && call.time_ms < until_, [&] {
        return "time is " + time_text(call.time_ms) + ", expected " +
               (from_ == INT64_MIN ? "" : "not before " + time_text(from_)) +
               (from_ == INT64_MIN || until_ == INT64_MAX ? "" : " and ") +
               (until_ == INT64_MAX ? "" : "before " + time_text(until_));
    });
    at.need(statuses_.empty() || std::ranges::find(statuses_, call.status) != statuses_.end(), [&] {
        std::vector<std::string> wanted;
        for (const std::uint64_t s : statuses_) wanted.push_back(std::to_string(s));
        return "status is " + std::to_string(call.status) + ", expected " + listed(wanted);
    });
    if (!faults_.empty()) {
        const auto fired = call.faults();
        const bool holds = std::ranges::any_of(fired, [this](const noted_fault& f) {
            return std::ranges::any_of(faults_, [&](const auto& w) { return fits_name(f.id, w); });
        });
        at.need(holds, [&] {
            std::vector<std::string> ids;
            for (const noted_fault& f : fired) ids.emplace_back(f.id);
            return "fault is " + shown(listed(ids)) + ", expected " + listed(faults_);
        });
    }
    if (!headers_.empty()) {
        const auto fields = at.view.fields();
        for (const header_test& t : headers_)
            at.need(t.holds_for(fields), [&] { return t.miss(fields); });
    }
    if (!body_.empty()) at.need_conditions("body", body_, at.view.body());
    if (!answer_.empty()) at.need_conditions("answer", answer_, at.view.answer());
}

void call_filter::check_verdict(checking& at) const {
    if (!verdicts_.empty())
        at.need_word("verdict", call_verdict_names[static_cast<std::size_t>(at.view.verdict())],
                     verdicts_);
    if (error_codes_.empty()) return;
    std::vector<std::string> codes;
    const auto note = [&codes](const std::string& code) {
        if (!code.empty() && std::ranges::find(codes, code) == codes.end()) codes.push_back(code);
    };
    note(at.view.error_code());
    for (const event_row& row : at.view.events()) note(row.error_code);
    at.need(
        std::ranges::any_of(codes,
                            [this](const std::string& code) {
                                return std::ranges::find(error_codes_, code) != error_codes_.end();
                            }),
        [&] {
            return "error_code is " + shown(listed(codes)) + ", expected " + listed(error_codes_);
        });
}

void call_filter::check_event(checking& at, const event_row& row) const {
    at.need_word("request_unique_identifier", row.request_unique_identifier, request_identifiers_);
    at.need_word("verdict", call_verdict_names[static_cast<std::size_t>(row.verdict)], verdicts_);
    at.need_word("error_code", row.error_code, error_codes_);
    if (!event_.empty()) at.need_conditions("event", event_, *row.event);
}

// Of a call: one event must meet all that is asked of events. The nearest one says why none does.
void call_filter::check_events_of_call(checking& at) const {
    if (event_.empty() && request_identifiers_.empty()) return;
    const auto& rows = at.view.events();
    const event_row* nearest = nullptr;
    std::size_t fewest = 0;
    const auto check_row = [this](checking& with, const event_row& row) {
        with.need_word("request_unique_identifier", row.request_unique_identifier,
                       request_identifiers_);
        with.need_conditions("event", event_, *row.event);
    };
    for (const event_row& row : rows) {
        checking one{at.view, nullptr};
        check_row(one, row);
        if (one.misses == 0) return;
        if (!nearest || one.misses < fewest) {
            nearest = &row;
            fewest = one.misses;
        }
    }
    at.need(false, [&] {
        if (!nearest) return std::string("it has no events");
        std::vector<std::string> why;
        checking one{at.view, &why};
        check_row(one, *nearest);
        std::string out = "none of its " + std::to_string(rows.size()) +
                          " events fits; of the nearest, number " + std::to_string(nearest->index) +
                          " counted from 0, ";
        for (std::size_t i = 0; i < why.size(); ++i) out.append(i == 0 ? "" : "; ").append(why[i]);
        return out;
    });
}

}  // namespace crmlocal::lab
