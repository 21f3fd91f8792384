// SPDX-License-Identifier: BSL-1.0
#include "lab/call_json.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "domain/date_time.hpp"
#include "lab/json_text.hpp"
#include "lab/redaction.hpp"

namespace crmlocal::lab {
namespace {

// The times that domain::format_date_time can write, in ms.
constexpr std::int64_t time_min = -62'135'596'800'000, time_max = 253'402'300'799'999;

// Writes the members of one object, and a comma where one belongs.
class members {
public:
    explicit members(std::string& out) : out_(out) { out_ += '{'; }
    void close() { out_ += '}'; }

    std::string& name(std::string_view name) {
        if (!first_) out_ += ',';
        first_ = false;
        append_json_text(name, out_);
        out_ += ':';
        return out_;
    }
    void text(std::string_view n, std::string_view value) { append_json_text(value, name(n)); }
    void text_or_null(std::string_view n, std::string_view value) {
        if (value.empty()) name(n) += "null";
        else text(n, value);
    }
    void number(std::string_view n, std::uint64_t value) { name(n) += std::to_string(value); }
    /// JSON as it is, anything else as a text.
    void body(std::string_view n, const std::string& value, bool is_json) {
        if (is_json) name(n) += value;
        else text(n, value);
    }

private:
    std::string& out_;
    bool first_ = true;
};

void write_fields(call_view& call, std::string& out) {
    out += '[';
    bool first = true;
    for (const named_text& f : call.fields()) {
        if (!first) out += ',';
        first = false;
        members field(out);
        field.text("name", f.name);
        field.text("value", f.value);
        field.close();
    }
    out += ']';
}

void write_faults(const logged_call& call, std::string& out) {
    out += '[';
    bool first = true;
    for (const noted_fault& f : call.faults()) {
        if (!first) out += ',';
        first = false;
        members fault(out);
        fault.text("id", f.id);
        fault.text("effect", f.effect);
        fault.close();
    }
    out += ']';
}

void write_row_members(const event_row& row, call_detail detail, members& out) {
    out.number("index", row.index);
    out.text("request_unique_identifier", row.request_unique_identifier);
    out.text("verdict", call_verdict_names[static_cast<std::size_t>(row.verdict)]);
    if (row.verdict == call_verdict::processed) {
        out.text_or_null("number", row.number);
        out.text_or_null("id", row.id);
    } else {
        out.text_or_null("error_code", row.error_code);
        out.text_or_null("error_description", row.error_description);
        out.text_or_null("rule", row.rule);
        out.text_or_null("rule_says", row.rule_sentence);
    }
    if (detail == call_detail::full && !row.written.empty()) out.name("event") += row.written;
}

void write_rows(call_view& call, std::string& out) {
    out += '[';
    bool first = true;
    for (const event_row& row : call.events()) {
        if (!first) out += ',';
        first = false;
        members m(out);
        // Of a call that is shown as a whole the events are in its body.
        write_row_members(row, call_detail::rows, m);
        m.close();
    }
    out += ']';
}

void write_origin(call_view& call, members& out) {
    const logged_call& of = call.call();
    out.text_or_null("organisation", call.organisation());
    out.text("time", time_text(of.time_ms));
    out.text("received_at", time_text(of.received_us / 1000) + "Z");
    out.text("http_method", of.http_method());
    out.text_or_null("method", of.method());
    out.text_or_null("type", of.type());
}

}  // namespace

std::string time_text(std::int64_t ms) {
    const std::int64_t within = std::clamp(ms, time_min, time_max);
    const std::int64_t seconds = (within >= 0 ? within : within - 999) / 1000;
    return fmt::format("{}.{:03}", domain::format_date_time(seconds), within - seconds * 1000);
}

void write_call(call_view& call, call_detail detail, std::string& out) {
    const logged_call& of = call.call();
    members m(out);
    m.text("id", call.id());
    m.number("number", of.number);
    write_origin(call, m);
    m.text("target", call.target());
    m.number("status", of.status);
    m.number("duration_us", of.duration_us);
    m.text("verdict", call_verdict_names[static_cast<std::size_t>(call.verdict())]);
    m.text_or_null("error_code", call.error_code());
    write_faults(of, m.name("faults"));
    const auto refused = std::ranges::count_if(
        call.events(), [](const event_row& row) { return row.verdict != call_verdict::processed; });
    m.number("events_count", call.events().size());
    m.number("events_refused", static_cast<std::uint64_t>(refused));
    if (detail != call_detail::summary) {
        std::string& unknown = m.name("unknown_members");
        unknown += '[';
        for (const std::string& name : call.unknown_members()) {
            if (&name != &call.unknown_members().front()) unknown += ',';
            append_json_text(name, unknown);
        }
        unknown += ']';
        write_rows(call, m.name("events"));
    }
    if (detail == call_detail::full) {
        write_fields(call, m.name("fields"));
        m.body("body", call.body_text(), call.body_is_json());
        m.body("answer", call.answer_text(), call.answer_is_json());
    }
    m.close();
}

void put_in_one_line(std::string& json, std::size_t from) {
    std::replace_if(
        json.begin() + static_cast<std::ptrdiff_t>(from), json.end(),
        [](char c) { return c == '\n' || c == '\r'; }, ' ');
}

void write_event(call_view& call, const event_row& row, call_detail detail, std::string& out) {
    members m(out);
    m.text("call", call.id());
    write_origin(call, m);
    write_row_members(row, detail, m);
    m.close();
}

}  // namespace crmlocal::lab
