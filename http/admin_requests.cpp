// SPDX-License-Identifier: BSL-1.0
#include "http/admin_requests.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "http/logged_calls.hpp"
#include "lab/call_json.hpp"
#include "version.hpp"

namespace crmlocal::http {
namespace {

constexpr std::uint64_t limit_default = 1000;

enum class export_format { json, ndjson, har };

// What somebody wants to see: which calls, or which of their events, and how.
struct listing {
    lab::call_filter filter;
    bool of_events = false;
    lab::call_detail detail = lab::call_detail::full;
    std::uint64_t limit = limit_default;  // the newest ones; 0: all
    std::uint64_t offset = 0;             // of the newest ones, so many are left out
    export_format format = export_format::json;
};

void throw_complaint(const std::optional<lab::json_complaint>& wrong) {
    if (wrong) throw admin_error{400, wrong->text()};
}

// The number that a text is, digit by digit, or the text.
json::value number_or_text(const std::string& text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && stop == end) return number;
    return json::string(text);
}

// The query as an object, as if it had been sent as a body. A name given twice makes an array.
json::object query_object(const admin_call& call) {
    constexpr std::string_view numbers[] = {"status", "limit", "offset", "since", "until"};
    json::object out;
    for (const auto& [name, text] : call.query()) {
        const bool is_number = std::ranges::find(numbers, name) != std::end(numbers);
        json::value value = is_number ? number_or_text(text) : json::string(text);
        json::value& at = out[name];
        if (at.is_null()) at = std::move(value);
        else if (at.is_array()) at.get_array().push_back(std::move(value));
        else at = json::array{at, std::move(value)};
    }
    for (const auto& [shorthand, member] :
         {std::pair("since", "from"), std::pair("until", "until")}) {
        const json::value* given = out.if_contains(shorthand);
        if (!given) continue;
        const json::value value = *given;
        out.erase(shorthand);
        json::value& window = out["time"];
        if (!window.is_object()) window = json::object();
        window.get_object()[member] = value;
    }
    return out;
}

listing read_listing(const admin_call& call, const json::object& given) {
    constexpr std::string_view own[] = {"of", "detail", "limit", "offset", "format"};
    json::object controls, rest;
    for (const auto& [name, value] : given)
        (std::ranges::find(own, std::string_view(name)) != std::end(own) ? controls : rest)
            .emplace(name, value);
    std::optional<lab::json_complaint> wrong;
    listing out;
    const json::value of_controls = controls;
    lab::object_reader from(of_controls, "", wrong);
    constexpr std::string_view kinds[] = {"calls", "events"};
    constexpr std::string_view formats[] = {"json", "ndjson", "har"};
    out.of_events = from.one_of("of", kinds).value_or(0) == 1;
    out.detail =
        static_cast<lab::call_detail>(from.one_of("detail", lab::call_detail_names).value_or(2));
    out.format = static_cast<export_format>(from.one_of("format", formats).value_or(0));
    out.limit = from.whole_number("limit", 0, UINT64_MAX)
                    .value_or(out.format == export_format::json ? limit_default : 0);
    out.offset = from.whole_number("offset", 0, UINT64_MAX).value_or(0);
    from.finish();
    const json::value of_rest = rest;
    out.filter = lab::call_filter::read(of_rest, "", type_names(call), wrong);
    throw_complaint(wrong);
    if (out.format == export_format::har && out.of_events)
        throw admin_error{
            400, "An HTTP archive (har) is of calls; `of=events` goes with json and ndjson."};
    return out;
}

struct found {
    lab::call_view* call;
    const lab::event_row* event;  // null: the call
};

std::vector<found> find(const listing& wanted, lab::logged_calls& in) {
    std::vector<found> out;
    for (const auto& call : in.calls) {
        if (!wanted.of_events) {
            if (wanted.filter.holds(*call)) out.push_back({call.get(), nullptr});
            continue;
        }
        for (const lab::event_row& row : call->events())
            if (wanted.filter.holds(*call, row)) out.push_back({call.get(), &row});
    }
    return out;
}

void write(const found& what, const listing& wanted, std::string& out) {
    if (wanted.format == export_format::har) lab::write_har_entry(*what.call, out);
    else if (what.event) lab::write_event(*what.call, *what.event, wanted.detail, out);
    else lab::write_call(*what.call, wanted.detail, out);
}

void answer_listing(const admin_call& call, const listing& wanted, lab::logged_calls& in) {
    const std::vector<found> all = find(wanted, in);
    const std::size_t end = all.size() - std::min<std::size_t>(wanted.offset, all.size());
    const std::size_t begin =
        wanted.limit == 0 ? 0 : end - std::min<std::size_t>(wanted.limit, end);
    const bool lines = wanted.format == export_format::ndjson;
    std::string text;
    if (wanted.format == export_format::json)
        text = wanted.of_events ? R"({"events":[)" : R"({"requests":[)";
    if (wanted.format == export_format::har) text = lab::har_begin(version);
    for (std::size_t i = begin; i < end; ++i) {
        if (i != begin && !lines) text += ',';
        const std::size_t at = text.size();
        write(all[i], wanted, text);
        if (!lines) continue;
        lab::put_in_one_line(text, at);
        text += '\n';
    }
    if (wanted.format == export_format::har) text += lab::har_end;
    if (wanted.format == export_format::json)
        text += R"(],"meta":{"total":)" + std::to_string(all.size()) + R"(},"dropped":)" +
                std::to_string(in.dropped) + "}";
    if (lines) call.out().content_type = "application/x-ndjson";
    answer_text(call, text);
}

void answer_count(const admin_call& call, const listing& wanted, lab::logged_calls& in) {
    call.answer(json::object{{"count", find(wanted, in).size()}, {"dropped", in.dropped}});
}

void answer_verification(const admin_call& call, lab::logged_calls& in) {
    std::optional<lab::json_complaint> wrong;
    const json::value body = call.body();
    const auto types = type_names(call);
    const auto expected = lab::expectation::read(body, types, wrong);
    throw_complaint(wrong);
    const auto result = expected.verify(in);
    answer_text(call, result.json, result.verified ? 200 : 422);
}

// "acme:17", or "17" if it is clear whose.
void answer_one(const admin_call& call, log_scope scope) {
    const std::string& id = call.parameter("id");
    const std::size_t colon = id.rfind(':');
    auto logs = read_logs(call, scope);
    for (const auto& one : logs.calls) {
        const std::string number = std::to_string(one->call().number);
        if (one->id() != id && (colon != id.npos || scope == log_scope::all || number != id))
            continue;
        std::string text;
        lab::write_call(*one, lab::call_detail::full, text);
        return answer_text(call, text);
    }
    throw admin_error{404, "There is no call '" + id + "' in the log; it holds " +
                               std::to_string(logs.calls.size()) + " calls, and " +
                               std::to_string(logs.dropped) + " were dropped from it."};
}

void answer_reset(const admin_call& call, log_scope scope) {
    std::size_t removed = 0;
    for (const found_log& each : logs_of(call, scope)) removed += each.log->reset();
    call.answer(json::object{{"removed", removed}});
}

void answer_settings(const admin_call& call, log_scope scope, bool change) {
    lab::call_log& log = *logs_of(call, scope).at(0).log;
    lab::call_log_settings is = log.settings();
    if (change) {
        std::optional<lab::json_complaint> wrong;
        const json::value body = call.body();
        lab::object_reader from(body, "", wrong);
        is.recording = from.truth("recording").value_or(is.recording);
        is.entries_max = from.whole_number("entries_max", 0, UINT64_MAX).value_or(is.entries_max);
        is.bytes_max = from.whole_number("bytes_max", 0, UINT64_MAX).value_or(is.bytes_max);
        from.finish();
        throw_complaint(wrong);
        log.change(is);
    }
    call.answer(json::object{
        {"recording", is.recording}, {"entries_max", is.entries_max}, {"bytes_max", is.bytes_max}});
}

// Wraps what needs no waiting.
template <class Answer>
admin_handler handler(log_scope scope, Answer answer) {
    return [scope, answer](admin_call& call) -> task<void> {
        answer(call, scope);
        co_return;
    };
}

void add_reading(admin_router& to, const std::string& base, log_scope scope) {
    to.add("GET", base, handler(scope, [](admin_call& call, log_scope of) {
               const listing wanted = read_listing(call, query_object(call));
               auto logs = read_logs(call, of);
               answer_listing(call, wanted, logs);
           }));
    to.add("POST", base + "/find", handler(scope, [](admin_call& call, log_scope of) {
               const listing wanted = read_listing(call, call.body_object());
               auto logs = read_logs(call, of);
               answer_listing(call, wanted, logs);
           }));
    to.add("POST", base + "/count", handler(scope, [](admin_call& call, log_scope of) {
               const listing wanted = read_listing(call, call.body_object());
               auto logs = read_logs(call, of);
               answer_count(call, wanted, logs);
           }));
    to.add("POST", base + "/verify", handler(scope, [](admin_call& call, log_scope of) {
               auto logs = read_logs(call, of);
               answer_verification(call, logs);
           }));
    to.add("GET", base + "/stream", handler(scope, stream_calls));
    to.add("GET", base + "/{id}", handler(scope, answer_one));
}

void add_changing(admin_router& to, const std::string& base, log_scope scope) {
    to.add("DELETE", base, handler(scope, answer_reset));
    to.add("POST", base + "/reset", handler(scope, answer_reset));
    if (scope == log_scope::all) return;
    const auto show = [](admin_call& call, log_scope of) { answer_settings(call, of, false); };
    const auto change = [](admin_call& call, log_scope of) { answer_settings(call, of, true); };
    to.add("GET", base + "/settings", handler(scope, show));
    to.add("PUT", base + "/settings", handler(scope, change));
    to.add("POST", base + "/settings", handler(scope, change));
}

}  // namespace

void add_request_methods(admin_router& to) {
    for (const auto& [base, scope] :
         {std::pair("/__admin/organisations/{name}/requests", log_scope::organisation),
          std::pair("/__admin/requests", log_scope::all),
          std::pair("/__admin/requests/unmatched", log_scope::unmatched)}) {
        add_reading(to, base, scope);
        add_changing(to, base, scope);
    }
}

}  // namespace crmlocal::http
