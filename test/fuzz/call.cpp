// SPDX-License-Identifier: BSL-1.0
//
// A body becomes a batch, verdicts, records and rows. The first byte chooses the type of event.
// What was recorded must come back: record -> JSON -> record gives the same bytes. Another reader
// of JSON must agree on what is malformed.
#include <charconv>

#include <boost/json/parse.hpp>

#include "domain/call_judgement.hpp"
#include "domain/date_time.hpp"
#include "domain/judgement.hpp"
#include "http/bulk_rows.hpp"
#include "http/call_decoder.hpp"
#include "http/json_text.hpp"
#include "store/record.hpp"
#include "store/resolution.hpp"
#include "test/fuzz/demo_world.hpp"
#include "test/support/batch_text.hpp"
#include "test/support/strict_json.hpp"

namespace crmlocal::fuzz {
namespace {

using domain::value_type;
using store::record_reader;

const store::fixture& world() {
    static const store::fixture demo = demo_fixture();
    return demo;
}

// Resolves and judges; false if the call is refused as a whole.
bool judge(domain::batch& call) {
    static const store::references data(world().data);
    store::resolve_batch(data, call);
    domain::rule_settings strict;
    strict.refuse_unknown_members = call.events.size() % 2 == 1;
    if (domain::judge_call(call, strict)) return false;
    domain::judge_events(call, strict);
    return true;
}

std::string record_of(const domain::batch& call, std::size_t event) {
    domain::scratch<char> out;
    store::encode_record(call, event, out);
    return {out.data(), out.size()};
}

// The quick decoder has read dates and numbers on its way; the other one leaves that to the
// judgement. What comes of it must be the same.
void insist_on_equal_verdicts(const domain::batch& call, const domain::batch& other) {
    for (std::size_t i = 0; i < call.events.size(); ++i) {
        const domain::refusal* const why = call.refused(i);
        const domain::refusal* const other_why = other.refused(i);
        insist((why == nullptr) == (other_why == nullptr), "both readings are judged alike");
        if (!why) insist(record_of(call, i) == record_of(other, i), "and make the same record");
        else
            insist(why->why == other_why->why && why->text() == other_why->text(),
                   "and are refused alike");
    }
}

// Decodes, resolves and judges; false if the body or the call is refused as a whole.
bool take(const http::call_decoder& decoder, std::string_view body, domain::batch& call) {
    const auto offset = decoder.decode(body, call);
    insist(!offset == test::is_call_body(body), "two readers agree on what is JSON");
    static domain::batch other;
    insist(decoder.decode_thoroughly(body, other) == offset, "both decoders agree on what is JSON");
    insist(offset || test::text_of(call) == test::text_of(other), "and read the same");
    insist(!offset || *offset <= body.size(), "what is wrong is wrong somewhere in the body");
    if (offset) return false;
    insist(call.events.size() == std::min(call.events_given, domain::events_per_call_max),
           "every event up to the maximum is kept");
    const bool judged = judge(call);
    insist(judge(other) == judged, "both readings are refused as a whole, or none");
    if (judged) insist_on_equal_verdicts(call, other);
    return judged;
}

std::string json_text(std::string_view text) {
    std::string out(http::json_text_bytes_max(text.size()), '\0');
    out.resize(static_cast<std::size_t>(http::write_json_text(text, out.data()) - out.data()));
    return out;
}

std::string json_of(const domain::field& what, const record_reader::value& v) {
    switch (what.type) {
        case value_type::identifier:
            return "{" + json_text(what.kind->keys()[what.kind->human_key]) + ":" +
                   json_text(world().data->all(*what.kind)[v.ordinal].key) + "}";
        case value_type::date: return json_text(domain::format_date_time(v.date));
        case value_type::floating: {
            char digits[40];
            return {digits, std::to_chars(digits, std::end(digits), v.floating).ptr};
        }
        case value_type::text: return json_text(v.text);
        default: return std::string(v.text);
    }
}

// Appends `"name":value` for a value, rows included.
void add_member(const domain::field& what, record_reader& reader, const record_reader::value& v,
                std::string& out) {
    if (out.back() != '{') out += ',';
    out += json_text(what.name) + ":";
    if (what.type != value_type::rows) {
        out += json_of(what, v);
        return;
    }
    out += '[';
    for (std::uint32_t r = 0; r < v.row_count; ++r) {
        out += r == 0 ? "{" : ",{";
        reader.row();
        while (const auto inner = reader.next_in_row())
            add_member(*what.columns[inner->column].what, reader, *inner, out);
        out += '}';
    }
    out += ']';
}

std::string json_of_record(std::string_view record, std::span<const domain::column> columns) {
    record_reader reader(record, columns);
    std::string out = "{";
    out += R"("request_unique_identifier":"1")";
    while (const auto v = reader.next()) add_member(*columns[v->column].what, reader, *v, out);
    insist(reader.complete(), "a record is read to its end");
    return out += '}';
}

void check_round_trip(const http::call_decoder& decoder, const domain::batch& call,
                      std::size_t event) {
    const std::string record = record_of(call, event);
    const std::string body = "{" + json_text(call.shape->set) + ":[" +
                             json_of_record(record, call.shape->columns) + "]}";
    static domain::batch again;
    insist(take(decoder, body, again), "what was recorded can be sent");
    insist(!again.refused(0), "what was recorded is accepted again");
    insist(record_of(again, 0) == record, "it makes the same record");
}

void check_rows(domain::batch& call) {
    call.created.clear();
    call.created.extend(call.events.size());
    for (std::size_t i = 0; i < call.events.size(); ++i) call.created[i] = {i + 1, {i, i}};
    std::string_view unknown;
    http::reply out;
    http::write_bulk_rows(call, *domain::selected_members(call, unknown), out);
    const auto answer = boost::json::parse({out.body().data(), out.body().size()});
    const auto& data = answer.at("data").as_object();
    insist(data.at("processed_customer_events_set").as_array().size() +
                   data.at("unprocessed_customer_events_set").as_array().size() ==
               call.events.size(),
           "every event is answered once");
}

}  // namespace
}  // namespace crmlocal::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace crmlocal;
    if (size == 0) return 0;
    static const auto decoders = [] {
        std::vector<http::call_decoder> all;
        for (const auto& type : domain::customer_events.types) all.emplace_back(type.bulk, &type);
        return all;
    }();
    const http::call_decoder& decoder = decoders[data[0] % decoders.size()];
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    static domain::batch call;
    if (!fuzz::take(decoder, body, call)) return 0;
    for (std::size_t i = 0; i < call.events.size(); ++i)
        if (!call.refused(i)) fuzz::check_round_trip(decoder, call, i);
    fuzz::check_rows(call);
    return 0;
}
