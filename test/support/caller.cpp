// SPDX-License-Identifier: BSL-1.0
#include "test/support/caller.hpp"

#include <array>
#include <stdexcept>

#include "test/support/json.hpp"
#include "test/support/object_text.hpp"
#include "test/support/world.hpp"

namespace crmlocal::test {
namespace {

// The values of an object that must have exactly these members in this order.
template <std::size_t N>
std::array<const json::value*, N> members_of(const json::value& of,
                                             const std::string_view (&names)[N]) {
    const json::object& object = of.as_object();
    std::array<const json::value*, N> out{};
    std::size_t at = 0;
    for (const auto& member : object) {
        if (at == N || member.key() != names[at])
            throw std::runtime_error("unexpected member " + std::string(member.key()));
        out[at++] = &member.value();
    }
    if (at != N) throw std::runtime_error("no member " + std::string(names[at]));
    return out;
}

std::string text_of(const json::value* of) { return std::string(of->as_string()); }

struct envelope {
    json::value whole;
    const json::value* data;
    refused_call status;
};

envelope read_envelope(const response& from) {
    if (from.field("Content-Type") != "application/json; charset=utf-8")
        throw std::runtime_error("unexpected Content-Type");
    if (!from.field("Content-Length")) throw std::runtime_error("no Content-Length");
    envelope out{parse_json(from.body), nullptr, {}};
    const auto [data, status] = members_of(out.whole, {"data", "status"});
    const auto [code, description, message] =
        members_of(*status, {"code", "description", "message"});
    out.data = data;
    out.status = {text_of(code), text_of(description), text_of(message)};
    return out;
}

template <class F>
auto explained(const response& from, F read) {
    try {
        return read();
    } catch (const std::exception& error) {
        throw std::runtime_error(std::string(error.what()) + " in the answer " +
                                 std::to_string(from.status) + " " + from.body.substr(0, 2000));
    }
}

}  // namespace

std::vector<std::string> bulk_answer::numbers() const {
    std::vector<std::string> out;
    for (const processed_row& row : processed) out.push_back(row.number);
    return out;
}

bulk_answer read_bulk_answer(const response& from) {
    return explained(from, [&] {
        const envelope read = read_envelope(from);
        const refused_call& status = read.status;
        if (from.status != 200 || status.code != "OK" || !status.description.empty() ||
            !status.message.empty())
            throw std::runtime_error("not OK");
        const auto [refused, created] = members_of(
            *read.data, {"unprocessed_customer_events_set", "processed_customer_events_set"});
        bulk_answer out;
        for (const json::value& row : refused->as_array()) {
            const auto [description, code, request] =
                members_of(row, {"error_description", "error_code", "request_unique_identifier"});
            out.unprocessed.push_back({text_of(request), text_of(code), text_of(description)});
        }
        for (const json::value& row : created->as_array()) {
            const auto [number, id, request] =
                members_of(row, {"number", "id", "request_unique_identifier"});
            out.processed.push_back({text_of(request), text_of(number), text_of(id)});
        }
        return out;
    });
}

refused_call read_refusal(const response& from) {
    return explained(from, [&] {
        const envelope read = read_envelope(from);
        if (!read.data->as_object().empty()) throw std::runtime_error("a refusal with data");
        if (!read.status.code.starts_with("COM.CRM.EXCEPTION.WEBAPI."))
            throw std::runtime_error("not a refusal");
        return read.status;
    });
}

bool is_event_id(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF", variants = "89AB";
    return text.size() == 32 && text.find_first_not_of(digits) == text.npos && text[12] == '4' &&
           variants.find(text[16]) != variants.npos;
}

std::string token_of(http_client& client, std::string_view organisation, std::string_view user,
                     std::string_view password) {
    const std::string body = object_text{{"username", json_text(user)},
                                         {"password", json_text(password)},
                                         {"organisation", json_text(organisation)}}
                                 .text();
    const response answer = client.post("/crmapi/rest/v2/authentication/token", body);
    return explained(answer, [&] {
        const envelope read = read_envelope(answer);
        const auto [token] = members_of(*read.data, {"token"});
        return text_of(token);
    });
}

std::string bulk_body(std::string_view token, std::string_view collection,
                      const std::vector<std::string>& events, std::string_view more) {
    std::string out = "{\"token\":" + json_text(token) + ",";
    out.append(more).append("\"").append(set_name(collection)).append("\":");
    return out.append(array_text(events)).append("}");
}

std::string bulk_path(std::string_view collection) {
    return "/crmapi/rest/v2/customer_events/bulk/" + std::string(collection) + "/create";
}

caller::caller(std::uint16_t port, std::string_view organisation)
    : client(port), token(token_of(client, organisation, "u", "p")) {}

response caller::post(std::string_view collection, const std::vector<std::string>& events,
                      std::string_view more) {
    return client.post(bulk_path(collection), bulk_body(token, collection, events, more));
}

bulk_answer caller::create(std::string_view collection, const std::vector<std::string>& events,
                           std::string_view more) {
    return read_bulk_answer(post(collection, events, more));
}

}  // namespace crmlocal::test
