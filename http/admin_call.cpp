// SPDX-License-Identifier: BSL-1.0
#include "http/admin_call.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

#include <boost/json/serialize.hpp>
#include <boost/json/stream_parser.hpp>

namespace crmlocal::http {

std::optional<std::string> decode_url(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            unsigned char byte = 0;
            const char* const digits = text.data() + i + 1;
            if (text.size() - i < 3) return std::nullopt;
            const auto [end, error] = std::from_chars(digits, digits + 2, byte, 16);
            if (error != std::errc() || end != digits + 2) return std::nullopt;
            out += static_cast<char>(byte);
            i += 2;
        }
    }
    return out;
}

const std::string& admin_call::parameter(std::string_view name) const {
    const auto at = std::ranges::find(in_path_, name, &parameters::value_type::first);
    assert(at != in_path_.end());
    return at->second;
}

std::vector<std::pair<std::string, std::string>> admin_call::query() const {
    std::vector<std::pair<std::string, std::string>> out;
    const std::size_t mark = asked.target.find('?');
    std::string_view rest =
        mark == asked.target.npos ? std::string_view() : asked.target.substr(mark + 1);
    while (!rest.empty()) {
        const std::string_view one = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(one.size() + 1, rest.size()));
        const std::size_t equals = std::min(one.find('='), one.size());
        auto name = decode_url(one.substr(0, equals), true);
        auto value = decode_url(one.substr(std::min(equals + 1, one.size())), true);
        if (!name || !value)
            throw admin_error{400, "The query's " + std::string(one.substr(0, equals)) +
                                       " holds a % that no two hexadecimal digits follow."};
        out.emplace_back(*std::move(name), *std::move(value));
    }
    return out;
}

std::optional<std::string> admin_call::query(std::string_view name) const {
    for (auto& [each, value] : query())
        if (each == name) return std::move(value);
    return std::nullopt;
}

json::value admin_call::body() const {
    if (asked.body.empty()) return json::object();
    boost::system::error_code error;
    json::stream_parser parser;
    const std::size_t read = parser.write_some(asked.body.data(), asked.body.size(), error);
    const auto is_blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    if (!error && std::ranges::all_of(asked.body.subspan(read), is_blank)) {
        parser.finish(error);
        if (!error) return parser.release();
    }
    throw admin_error{400, "The body is not valid JSON (offset " + std::to_string(read) + ")."};
}

json::object admin_call::body_object() const {
    json::value read = body();
    if (!read.is_object()) throw admin_error{400, "The body must be a JSON object."};
    return std::move(read.get_object());
}

std::shared_ptr<store::tenant> admin_call::tenant() const {
    const std::string& name = parameter("name");
    auto found = context.ledger.find_tenant(name);
    if (!found)
        throw admin_error{404, "There is no organisation '" + name +
                                   "'; GET /__admin/organisations lists those there are."};
    return found;
}

void admin_call::answer(const json::value& what, unsigned status) const {
    out().status = status;
    out().append(json::serialize(what));
}

void admin_call::done() const { answer(json::object{{"status", "done"}}); }

void admin_call::refuse(const admin_error& why) const {
    out().clear_body();
    answer(json::object{{"status", "error"}, {"message", why.message}}, why.status);
}

void refuse_unknown(const json::object& asked, std::initializer_list<std::string_view> known) {
    for (const auto& member : asked) {
        if (std::ranges::find(known, std::string_view(member.key())) != known.end()) continue;
        std::string list;
        for (std::string_view name : known) list.append(list.empty() ? "" : ", ").append(name);
        throw admin_error{
            400, "\"" + std::string(member.key()) + "\" is unknown here; known are: " + list + "."};
    }
}

}  // namespace crmlocal::http
