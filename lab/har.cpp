// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <fmt/format.h>

#include "lab/call_json.hpp"
#include "lab/json_text.hpp"
#include "lab/redaction.hpp"

namespace crmlocal::lab {
namespace {

std::string quoted(std::string_view text) {
    std::string out;
    append_json_text(text, out);
    return out;
}

std::string pair(std::string_view name, std::string_view value) {
    return R"({"name":)" + quoted(name) + R"(,"value":)" + quoted(value) + "}";
}

void append_pair(std::string_view name, std::string_view value, std::string& out) {
    if (!out.empty()) out += ',';
    out += pair(name, value);
}

std::string query_string(std::string_view target) {
    std::string out;
    const std::size_t mark = target.find('?');
    std::string_view left = mark == target.npos ? std::string_view() : target.substr(mark + 1);
    while (!left.empty()) {
        const std::string_view one = left.substr(0, left.find('&'));
        left.remove_prefix(std::min(one.size() + 1, left.size()));
        const std::string_view name = one.substr(0, one.find('='));
        const std::string_view value = one.substr(std::min(name.size() + 1, one.size()));
        append_pair(decoded_query(name), decoded_query(value), out);
    }
    return out;
}

bool same_letters(std::string_view a, std::string_view lower) noexcept {
    return std::ranges::equal(a, lower, [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
    });
}

std::string_view reason_of(unsigned status) noexcept {
    switch (status) {
        case 200: return "OK";
        case 204: return "No Content";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 413: return "Content Too Large";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 500: return "Internal Server Error";
        case 503: return "Service Unavailable";
        default: return "";
    }
}

}  // namespace

std::string har_begin(std::string_view creator_version) {
    return R"({"log":{"version":"1.2","creator":{"name":"crmlocal","version":)" +
           quoted(creator_version) + R"(},"pages":[],"entries":[)";
}

void write_har_entry(call_view& call, std::string& out) {
    const logged_call& of = call.call();
    const std::string target = call.target();
    std::string fields, type = "application/json", host = "localhost";
    for (const named_text& f : call.fields()) {
        append_pair(f.name, f.value, fields);
        if (same_letters(f.name, "content-type")) type = f.value;
        if (same_letters(f.name, "host") && !f.value.empty()) host = f.value;
    }
    const double ms = of.duration_us / 1000.0;
    const std::string received = time_text(of.received_us / 1000) + "Z";
    out += fmt::format(R"({{"startedDateTime":"{}","time":{},"request":{{"method":{},"url":{},)",
                       received, ms, quoted(of.http_method()), quoted("http://" + host + target));
    out +=
        fmt::format(R"("httpVersion":"HTTP/1.1","cookies":[],"headers":[{}],"queryString":[{}],)",
                    fields, query_string(target));
    if (!of.body().empty())
        out += fmt::format(R"("postData":{{"mimeType":{},"params":[],"text":{}}},)", quoted(type),
                           quoted(call.body_text()));
    out += fmt::format(R"("headersSize":-1,"bodySize":{}}},)", of.body().size());
    out += fmt::format(R"("response":{{"status":{},"statusText":{},"httpVersion":"HTTP/1.1",)",
                       of.status, quoted(reason_of(of.status)));
    out += fmt::format(
        R"("cookies":[],"headers":[],"content":{{"size":{},"mimeType":"application/json",)",
        of.answer().size());
    out += fmt::format(R"("text":{}}},"redirectURL":"","headersSize":-1,"bodySize":{}}},)",
                       quoted(call.answer_text()), of.answer().size());
    out += fmt::format(R"("cache":{{}},"timings":{{"send":0,"wait":{},"receive":0}},"_id":{},)", ms,
                       quoted(call.id()));
    out += fmt::format(R"("_organisation":{},"_time":"{}"}})", quoted(call.organisation()),
                       time_text(of.time_ms));
}

}  // namespace crmlocal::lab
