// SPDX-License-Identifier: BSL-1.0
#include "load/recorded_calls.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "domain/date_time.hpp"
#include "lab/json_text.hpp"

namespace crmlocal::load {
namespace {

namespace json = boost::json;

constexpr std::size_t depth_max = 64;

const json::value* find(const json::value& in, std::initializer_list<std::string_view> path) {
    const json::value* at = &in;
    for (const std::string_view step : path) {
        const auto* object = at->if_object();
        at = object ? object->if_contains(step) : nullptr;
        if (!at) break;
    }
    return at;
}

std::string text_at(const json::value& in, std::initializer_list<std::string_view> path) {
    const json::value* v = find(in, path);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

json::value parse(std::string_view text, const std::string& where) {
    json::parse_options options;
    options.max_depth = depth_max;
    json::error_code error;
    json::value out = json::parse(text, error, {}, options);
    if (error) throw std::runtime_error(where + " is not valid JSON: " + error.message());
    return out;
}

// 2026-11-24T15:04:05.678Z, or with an offset from UTC: in microseconds since 1970.
std::int64_t read_time(const std::string& text, const std::string& where) {
    const auto seconds = domain::parse_date_time(std::string_view(text).substr(0, 19));
    if (!seconds) throw std::runtime_error(where + " has no time of the form 2026-11-24T15:04:05Z");
    std::int64_t us = 0;
    std::size_t at = 19;
    if (at < text.size() && text[at] == '.') {
        std::int64_t unit = 100'000;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
            us += (text[at] - '0') * unit;
    }
    int hours = 0, minutes = 0;
    if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-')) {
        std::from_chars(text.data() + at + 1, text.data() + at + 3, hours);
        std::from_chars(text.data() + at + 4, text.data() + at + 6, minutes);
        if (text[at] == '-') hours = -hours, minutes = -minutes;
    }
    return (*seconds - hours * 3600 - minutes * 60) * 1'000'000 + us;
}

void read_fields(const json::value* list, recorded_call& out) {
    const auto* all = list ? list->if_array() : nullptr;
    if (!all) return;
    for (const json::value& field : *all)
        out.fields.emplace_back(text_at(field, {"name"}), text_at(field, {"value"}));
}

unsigned status_of(const json::value* v) {
    return v && v->is_int64() ? static_cast<unsigned>(v->get_int64()) : 0;
}

// A body is JSON in the line, or a text if it was none.
std::string body_of(const json::value* v) {
    if (!v || v->is_null()) return {};
    if (v->is_string()) return std::string(v->get_string());
    std::string out;
    lab::append_json(*v, out);
    return out;
}

recorded_call read_line(std::string_view line, const std::string& where) {
    const json::value in = parse(line, where);
    recorded_call out;
    out.id = text_at(in, {"id"});
    out.at_us = read_time(text_at(in, {"received_at"}), where);
    out.http_method = text_at(in, {"http_method"});
    out.target = text_at(in, {"target"});
    read_fields(find(in, {"fields"}), out);
    // As it is written: numbers keep their digits.
    const std::string_view written = lab::member_of(line, "body");
    out.body = written.starts_with('"') ? body_of(find(in, {"body"})) : std::string(written);
    out.status = status_of(find(in, {"status"}));
    out.answer = body_of(find(in, {"answer"}));
    if (out.target.empty() || !find(in, {"body"}))
        throw std::runtime_error(where + " is not a logged call with `\"detail\":\"full\"`");
    return out;
}

recorded_call read_entry(const json::value& in, const std::string& where) {
    recorded_call out;
    out.id = text_at(in, {"_id"});
    if (out.id.empty()) out.id = where;
    out.at_us = read_time(text_at(in, {"startedDateTime"}), where);
    out.http_method = text_at(in, {"request", "method"});
    const std::string url = text_at(in, {"request", "url"});
    const std::size_t scheme = url.find("://");
    const std::size_t path = scheme == url.npos ? url.npos : url.find('/', scheme + 3);
    if (path == url.npos) throw std::runtime_error(where + " has no url");
    out.target = url.substr(path);
    read_fields(find(in, {"request", "headers"}), out);
    out.body = text_at(in, {"request", "postData", "text"});
    out.status = status_of(find(in, {"response", "status"}));
    out.answer = text_at(in, {"response", "content", "text"});
    return out;
}

}  // namespace

std::vector<recorded_call> read_recorded_calls(std::istream& from) {
    const std::string all{std::istreambuf_iterator<char>(from), std::istreambuf_iterator<char>()};
    std::vector<recorded_call> out;
    json::error_code error;
    json::parse_options options;
    options.max_depth = depth_max;
    const json::value whole = json::parse(all, error, {}, options);
    const json::value* entries = error ? nullptr : find(whole, {"log", "entries"});
    if (entries && entries->is_array()) {
        for (const json::value& entry : entries->get_array())
            out.push_back(read_entry(entry, fmt::format("entry {}", out.size())));
    } else {
        std::size_t number = 0;
        for (std::string_view left = all; !left.empty();) {
            const std::string_view line = left.substr(0, left.find('\n'));
            left.remove_prefix(std::min(line.size() + 1, left.size()));
            ++number;
            if (line.find_first_not_of(" \t\r") == line.npos) continue;
            out.push_back(read_line(line, fmt::format("line {}", number)));
        }
    }
    std::ranges::stable_sort(out, {}, &recorded_call::at_us);
    return out;
}

}  // namespace crmlocal::load
