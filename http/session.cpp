// SPDX-License-Identifier: BSL-1.0
#include "http/session.hpp"

#include <span>
#include <string_view>
#include <utility>

#include "http/answer_head.hpp"
#include "http/call_memory.hpp"
#include "http/connection.hpp"
#include "http/effect.hpp"
#include "http/event_loop.hpp"
#include "http/framing.hpp"
#include "http/head_parser.hpp"
#include "http/receive.hpp"
#include "http/send.hpp"
#include "http/stream.hpp"

#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 misunderstands how Asio allocates and frees the frame of a coroutine.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace crmlocal::http {
namespace {

/// What is to happen to a connection after a call.
enum class next { another_call, farewell, nothing };

/// One request on its way: what was asked and how it came.
struct call {
    request asked;
    framing how;
    bool head_only = false;  // asked with HEAD
};

/// Takes the complete head off the buffer and understands it.
wire_fault read_head(connection& from, std::size_t head_bytes, call_memory& memory, call& out) {
    const std::string_view head = from.in.hold(head_bytes);
    if (const auto fault = parse_head(head, from.home.bounds(), memory.fields, out.asked))
        return fault;
    // Known even if the head is refused: an answer to HEAD has no body.
    out.head_only = out.asked.method == "HEAD";
    if (const auto fault = judge_framing(out.asked, out.how)) return fault;
    out.asked.target = out.how.target;
    if (out.head_only) out.asked.method = "GET";
    return {};
}

/// Makes the body what it was before it was compressed.
wire_fault unpack_body(connection& from, call_memory& memory, std::size_t bytes_max,
                       const call& of) {
    domain::scratch<char>& body = memory.space.body;
    if (!of.how.gzip || body.empty()) return {};
    std::swap(body, memory.packed);
    body.clear();
    const auto fault = from.home.compression().unpack(memory.packed.all(), bytes_max, body);
    if (fault) return fault;
    pad_body(body);
    if (from.home.memory().charge(memory, memory.packed.size() + body.size())) return {};
    return {503, "Too many requests are being received."};
}

bool is_text(std::string_view content_type) noexcept {
    return content_type.starts_with("text/") || content_type.starts_with("application/json") ||
           content_type.starts_with("application/javascript") ||
           content_type.starts_with("image/svg");
}

/// Puts the compressed body behind room for the head. False if the answer goes out as it is.
bool pack_answer(event_loop& home, call_memory& memory) {
    memory.packed.clear();
    memory.packed.extend(reply::head_bytes_max);
    return home.compression().pack(memory.space.answer.body(), memory.packed);
}

/// The bytes of the answer: its head and, unless asked with HEAD, its body, contiguous.
std::span<const char> finish_answer(connection& to, call_memory& memory, const call& of,
                                    answer_options& options) {
    reply& answer = memory.space.answer;
    if (answer.status == 204 || answer.status == 304) answer.clear_body();
    options.varies = answer.body().size() >= to.home.bounds().answer_bytes_gzip_min &&
                     is_text(answer.content_type);
    options.gzip = options.varies && of.how.accepts_gzip && pack_answer(to.home, memory);
    options.body_bytes =
        options.gzip ? memory.packed.size() - reply::head_bytes_max : answer.body().size();
    options.date = to.home.date();
    options.version = of.asked.version;
    options.offers_gzip = answer.status == 415;

    const std::string_view head = write_answer_head(answer, options, memory.head);
    if (!options.gzip) return answer.with_head(head, !of.head_only);
    const auto begin = reply::head_bytes_max - head.size();
    head.copy(memory.packed.data() + begin, head.size());
    const auto sent = memory.packed.all().subspan(begin);
    return of.head_only ? sent.first(head.size()) : sent;
}

/// Sends the answer and decides whether the connection goes on.
task<next> send_answer(connection& to, call_memory& memory, const call& of) {
    answer_options options;
    // While draining, what has been received is still answered; then the connection ends.
    options.close = !of.how.keep_alive || memory.space.answer.close ||
                    ++to.calls >= to.home.bounds().calls_per_connection_max ||
                    (to.home.draining() && to.in.unread().empty());

    answer_stream* const stream = of.head_only ? nullptr : memory.space.answer.stream.get();
    options.endless = stream != nullptr;
    options.close = options.close || options.endless;
    auto bytes = finish_answer(to, memory, of, options);
    if (const lab::effect* effect = memory.space.answer.effect.get()) {
        const aftermath then = co_await send_with_effect(to, bytes, *effect);
        if (then == aftermath::nothing) co_return next::nothing;
        // The server may have begun to drain meanwhile.
        options.close = options.close || then == aftermath::close ||
                        (to.home.draining() && to.in.unread().empty());
    } else {
        if (!send_at_once(to, bytes)) co_return next::nothing;
        if (!bytes.empty() && !co_await send_all(to, bytes)) co_return next::nothing;
    }
    if (stream && !co_await send_stream(to, *stream, of.asked.version >= 11))
        co_return next::nothing;
    co_return options.close ? next::farewell : next::another_call;
}

task<next> refuse_call(connection& to, call_memory& memory, call& of, wire_fault fault) {
    reply& answer = memory.space.answer;
    answer.begin();
    to.home.behind().refuse(fault.status, fault.why, answer);
    answer.status = fault.status;
    if (fault.status == 503 && answer.retry_after_seconds == 0) answer.retry_after_seconds = 1;
    of.how.keep_alive = false;
    co_return co_await send_answer(to, memory, of);
}

/// Serves the next request of a connection, if there is one.
task<next> serve_call(connection& with) {
    receipt came = co_await receive_head(with);
    if (came.lost) co_return next::nothing;

    // Only now: a thousand idle connections need no memory for calls.
    const call_lender::loan memory = with.home.memory().lend();
    call asked;
    asked.asked.from = with.from;
    std::size_t bytes_max = 0;
    if (!came.fault) came.fault = read_head(with, came.head_bytes, *memory, asked);
    if (!came.fault) {
        bytes_max = with.home.behind().body_bytes_max(asked.asked);
        if (!take_body(with, asked.how, bytes_max, *memory)) {
            came = co_await receive_body(with, asked.how, bytes_max, *memory);
            if (came.lost) co_return next::nothing;
        }
    }
    if (!came.fault) came.fault = unpack_body(with, *memory, bytes_max, asked);
    if (came.fault) co_return co_await refuse_call(with, *memory, asked, came.fault);

    asked.asked.body = std::as_const(memory->space.body).all();
    with.enter_answering();
    co_await with.home.behind().answer(asked.asked, memory->space);
    co_return co_await send_answer(with, *memory, asked);
}

}  // namespace

task<void> run_session(tcp_socket accepted, entrance by, event_loop& home) {
    connection peer{std::move(accepted), by, home};
    next then = next::another_call;
    while (then == next::another_call) {
        then = co_await serve_call(peer);
        peer.in.release();
    }
    if (then == next::farewell) co_await linger(peer);
}

}  // namespace crmlocal::http
