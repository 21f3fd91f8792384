// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cmath>

#include "lab/fault.hpp"

namespace crmlocal::lab {
namespace {

namespace json = boost::json;

constexpr std::size_t text_bytes_max = 4000;
constexpr std::size_t body_bytes_max = 1 << 20;
constexpr std::uint64_t chunks_max = 1000;
constexpr std::uint64_t retry_after_max = 86'400;
constexpr std::string_view default_code = "ServiceUnavailableException";

// What is answered where nothing but the status is given. Codes and texts are ours [assumed].
struct ready_made {
    unsigned status;
    std::string_view code, error, description;
    std::uint32_t retry_after_seconds;
};

// clang-format off
constexpr ready_made answers[] = {
    {400, "MalformedRequestException", "Request Could Not Be Read.", "The request could not be read.", 0},
    {401, "InvalidTokenException", "Token Is Invalid.", "The token is missing, unknown or expired.", 0},
    {403, "AccessDeniedException", "Access Is Denied.", "The user may not call this method.", 0},
    {404, "UnknownMethodException", "Method Is Unknown.", "The Web API method does not exist.", 0},
    {408, "RequestTimeoutException", "The Request Did Not Arrive in Time.", "The request did not arrive in time.", 0},
    {413, "RequestTooLargeException", "The Request Is Too Large.", "The request is larger than the server accepts.", 0},
    {429, "TooManyRequestsException", "Too Many Requests.", "Too many calls were made in a short time.", 1},
    {500, "InternalErrorException", "An Internal Error Occurred.", "The call could not be carried out.", 0},
    {502, "BadGatewayException", "Bad Gateway.", "A server in between got no sound answer.", 0},
    {503, "ServiceUnavailableException", "The Service Is Not Available.", "The service is not available at the moment.", 1},
    {504, "GatewayTimeoutException", "Gateway Timeout.", "A server in between got no answer in time.", 0},
};

constexpr std::string_view transports[] = {
    "reset", "empty", "truncate", "garbage", "malformed_chunk", "wrong_length",
    // WireMock's names.
    "CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE", "MALFORMED_RESPONSE_CHUNK"};
// clang-format on

transport_fault::kind kind_of(std::size_t name) noexcept {
    using enum transport_fault::kind;
    constexpr transport_fault::kind wiremocks[] = {reset, empty, garbage, malformed_chunk};
    return name < 6 ? static_cast<transport_fault::kind>(name) : wiremocks[name - 6];
}

const ready_made* find_answer(unsigned status) noexcept {
    const auto at = std::ranges::find(answers, status, &ready_made::status);
    return at == std::end(answers) ? nullptr : at;
}

json::value alone(std::string_view name, const json::value& given) {
    json::object out;
    out[name] = given;
    return out;
}

// Code, error and description from an object; where they are silent, what is ready made.
std::shared_ptr<const made_up_refusal> read_refusal(object_reader& from, const ready_made* made,
                                                    unsigned status) {
    auto code = from.text("code", text_bytes_max);
    auto error = from.text("error", text_bytes_max);
    auto description = from.text("description", text_bytes_max);
    if (!code && made) {
        code = std::string(made->code);
        if (!error) error = std::string(made->error);
        if (!description) description = std::string(made->description);
    }
    return std::make_shared<const made_up_refusal>(code.value_or(std::string(default_code)),
                                                   std::move(error), std::move(description),
                                                   static_cast<int>(status));
}

void read_answer(const json::value& given, const std::string& pointer, made_up_answer& out,
                 std::optional<json_complaint>& wrong) {
    // A number alone is a status.
    const json::value whole = given.is_object() ? given : alone("status", given);
    object_reader from(whole, pointer, wrong);
    const auto status = from.whole_number("status", 200, 599);
    out.status = static_cast<unsigned>(status.value_or(0));
    const ready_made* made = find_answer(out.status);
    out.retry_after_seconds =
        static_cast<std::uint32_t>(from.whole_number("retry_after", 0, retry_after_max)
                                       .value_or(made ? made->retry_after_seconds : 0));
    if (const auto body = from.text("body", body_bytes_max)) {
        out.body = *body;
        out.content_type = from.text("content_type", 200).value_or("text/plain; charset=utf-8");
        if (out.content_type.find_first_of("\r\n") != std::string::npos)
            from.complain("content_type", "must be a single line");
        if (!status) out.status = 200;
    } else {
        out.refusal = read_refusal(from, made, out.status);
        if (!made && !whole.as_object().contains("code"))
            from.complain("code",
                          "is missing: what the answer says. Only the statuses 400, 401, "
                          "403, 404, 408, 413, 429, 500, 502, 503 and 504 say it by "
                          "themselves");
    }
    from.finish();
}

void read_transport(const json::value& given, const std::string& pointer, transport_fault& out,
                    std::optional<json_complaint>& wrong) {
    const json::value whole = given.is_object() ? given : alone("type", given);
    object_reader from(whole, pointer, wrong);
    const auto type = from.one_of("type", transports);
    if (!type && from.sound()) from.complain("type", "is missing: reset, empty and so on");
    out.what = kind_of(type.value_or(0));
    if (out.what == transport_fault::kind::truncate) {
        out.bytes = from.whole_number("bytes", 0, UINT64_MAX);
        const auto fraction = from.number("fraction", 0, 1);
        if (out.bytes && fraction) from.complain("fraction", "must not stand beside `bytes`");
        out.fraction = fraction.value_or(0.5);
    }
    if (out.what == transport_fault::kind::wrong_length) {
        const auto by = from.number("by", -1e9, 1e9);
        out.by = static_cast<std::int64_t>(by.value_or(1));
        if (by && (*by == 0 || *by != std::floor(*by)))
            from.complain("by", "must be a whole number that is not 0");
    }
    from.finish();
}

std::vector<std::int64_t> read_indices(object_reader& from) {
    const json::value* given = from.find("index");
    if (!given) return {};
    std::vector<std::int64_t> out;
    const auto add = [&](const json::value& each) {
        if (const auto* index = each.if_int64(); index && std::abs(*index) <= 1000)
            out.push_back(*index);
        else
            from.complain("index",
                          "must be a whole number or an array of such, from 0, or from -1 "
                          "if counted from the end, not " +
                              brief(*given));
    };
    if (const json::array* all = given->if_array()) {
        for (const json::value& each : *all) add(each);
        if (all->empty()) from.complain("index", "must not be an empty array: nothing would match");
    } else add(*given);
    return out;
}

void read_range(object_reader& from, event_refusal& out) {
    const json::value* given = from.find("range");
    if (!given) return;
    const json::array* ends = given->if_array();
    const auto* first = ends && ends->size() == 2 ? (*ends)[0].if_int64() : nullptr;
    const auto* last = first ? (*ends)[1].if_int64() : nullptr;
    if (!last || *first < 0 || *last < *first)
        return from.complain(
            "range",
            "must be the first and the last index, such as [10, 19], not " + brief(*given));
    out.range_first = static_cast<std::uint64_t>(*first);
    out.range_last = static_cast<std::uint64_t>(*last);
}

void read_events(const json::value& given, const std::string& pointer, event_refusal& out,
                 std::optional<json_complaint>& wrong) {
    object_reader from(given, pointer, wrong);
    out.index = read_indices(from);
    read_range(from, out);
    out.every = from.whole_number("every", 1, 1000).value_or(1);
    out.probability = from.number("probability", 0, 1).value_or(1);
    out.attempts = from.whole_number("attempts", 1, UINT64_MAX).value_or(UINT64_MAX);
    out.where = from.conditions("where");
    out.refusal = read_refusal(from, nullptr, 0);
    from.finish();
}

void read_dribble(const json::value& given, const std::string& pointer, dribble& out,
                  std::optional<json_complaint>& wrong) {
    object_reader from(given, pointer, wrong);
    out.chunks = from.whole_number("chunks", 1, chunks_max).value_or(0);
    if (out.chunks == 0 && from.sound()) from.complain("chunks", "is missing: how many");
    if (const json::value* each = from.find("delay"))
        out.each = delay::read(*each, from.pointer_of("delay"), wrong);
    else if (from.sound()) from.complain("delay", "is missing: how long before each chunk");
    from.finish();
}

}  // namespace

std::string_view name_of(transport_fault::kind what) noexcept {
    return transports[static_cast<std::size_t>(what)];
}

void read_effect(const json::value& given, const std::string& pointer, fault& out,
                 std::optional<json_complaint>& wrong) {
    object_reader from(given, pointer, wrong);
    if (const json::value* v = from.find("delay"))
        out.late = delay::read(*v, from.pointer_of("delay"), wrong);
    if (const json::value* v = from.find("dribble"))
        read_dribble(*v, from.pointer_of("dribble"), out.slow.emplace(), wrong);
    if (const json::value* v = from.find("refuse_events"))
        read_events(*v, from.pointer_of("refuse_events"), out.events.emplace(), wrong);
    if (const json::value* v = from.find("answer"))
        read_answer(*v, from.pointer_of("answer"), out.answer.emplace(), wrong);
    if (const json::value* v = from.find("transport"))
        read_transport(*v, from.pointer_of("transport"), out.transport.emplace(), wrong);
    out.expires_token = from.truth("expire_token").value_or(false);
    from.finish();
    if (!out.late && !out.slow && !out.events && !out.ends_call())
        from.complain("",
                      "must say what happens: delay, dribble, refuse_events, answer, transport "
                      "or expire_token");
}

}  // namespace crmlocal::lab
