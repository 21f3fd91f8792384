// SPDX-License-Identifier: BSL-1.0
#include "http/effect.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <string_view>

#include "http/event_loop.hpp"
#include "http/send.hpp"

#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 misunderstands how Asio allocates and frees the frame of a coroutine.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace crmlocal::http {
namespace {

using kind = lab::transport_fault::kind;

constexpr std::chrono::milliseconds slice{100};  // how soon a wait notices that the server drains
constexpr std::size_t garbage_bytes = 512;
constexpr std::string_view length_field = "\r\nContent-Length: ";

// Where the body begins.
std::size_t end_of_head(std::string_view answer) {
    const std::size_t blank_line = answer.find("\r\n\r\n");
    return blank_line == answer.npos ? answer.size() : blank_line + 4;
}

// Bytes that are no HTTP and no chunk, whatever the seed.
std::string garbage(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::string out = "\x16\x03*garbage*\r\n";
    while (out.size() < garbage_bytes) out += static_cast<char>(random() & 0xFF);
    return out;
}

// The head with another field in the place of Content-Length.
std::string head_with(std::string_view head, std::string_view field) {
    std::string out(head);
    const std::size_t begin = out.find(length_field);
    if (begin == out.npos) return out;
    const std::size_t end = out.find("\r\n", begin + 2);
    return out.replace(begin + 2, end - begin - 2, field);
}

std::string with_wrong_length(std::string_view answer, std::int64_t by) {
    const std::size_t head_bytes = end_of_head(answer);
    const auto length = static_cast<std::int64_t>(answer.size() - head_bytes);
    const std::string field =
        "Content-Length: " + std::to_string(std::max<std::int64_t>(length + by, 0));
    return head_with(answer.substr(0, head_bytes), field).append(answer.substr(head_bytes));
}

std::size_t truncated_bytes(std::string_view answer, const lab::transport_fault& how) {
    const std::size_t head_bytes = end_of_head(answer);
    const std::size_t body_bytes = answer.size() - head_bytes;
    const auto part = static_cast<std::size_t>(static_cast<double>(body_bytes) * how.fraction);
    return head_bytes + std::min<std::size_t>(how.bytes.value_or(part), body_bytes);
}

// The bytes that go out in place of the answer, and what comes then.
struct spoilt_answer {
    std::string bytes;
    aftermath then = aftermath::sent;
};

spoilt_answer spoil(std::string_view answer, const lab::effect& what) {
    switch (what.spoilt->what) {
        case kind::reset: return {{}, aftermath::nothing};
        case kind::empty: return {{}, aftermath::close};
        case kind::garbage: return {garbage(what.garbage), aftermath::close};
        case kind::malformed_chunk: {
            const std::string_view head = answer.substr(0, end_of_head(answer));
            return {head_with(head, "Transfer-Encoding: chunked") + garbage(what.garbage),
                    aftermath::close};
        }
        case kind::truncate:
            return {std::string(answer.substr(0, truncated_bytes(answer, *what.spoilt))),
                    aftermath::close};
        case kind::wrong_length: return {with_wrong_length(answer, what.spoilt->by)};
    }
    return {std::string(answer)};
}

// Sends the head with the first piece of the body, then the others, with a delay before each.
task<bool> send_pieces(connection& to, std::span<const char> answer,
                       std::span<const lab::milliseconds> delays) {
    const std::size_t head_bytes = end_of_head({answer.data(), answer.size()});
    const std::size_t body_bytes = answer.size() - head_bytes;
    std::size_t sent = 0;
    for (std::size_t i = 0; i < delays.size(); ++i) {
        co_await wait_for_effect(to, delays[i]);
        const std::size_t end = head_bytes + body_bytes * (i + 1) / delays.size();
        const std::span<const char> piece = answer.subspan(sent, end - sent);
        if (!co_await send_all(to, piece)) co_return false;
        sent = end;
    }
    co_return true;
}

}  // namespace

task<void> wait_for_effect(connection& with, lab::milliseconds time) {
    using clock = std::chrono::steady_clock;
    const auto until = clock::now() + std::chrono::duration_cast<clock::duration>(time);
    with.enter_answering();
    steady_timer timer{with.home.io().get_executor()};
    while (clock::now() < until && !with.home.draining()) {
        timer.expires_at(std::min(until, clock::now() + slice));
        co_await timer.async_wait(as_result);
    }
}

task<aftermath> send_with_effect(connection& to, std::span<const char> answer,
                                 const lab::effect& what) {
    if (what.delay.count() > 0) co_await wait_for_effect(to, what.delay);
    spoilt_answer spoilt;
    if (what.spoilt) {
        spoilt = spoil({answer.data(), answer.size()}, what);
        answer = spoilt.bytes;
        if (spoilt.then == aftermath::nothing) to.cut();
    }
    if (answer.empty()) co_return spoilt.then;
    bool sent = false;
    if (what.dribble.empty()) sent = co_await send_all(to, answer);
    else sent = co_await send_pieces(to, answer, what.dribble);
    co_return sent ? spoilt.then : aftermath::nothing;
}

}  // namespace crmlocal::http
