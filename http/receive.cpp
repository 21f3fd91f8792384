// SPDX-License-Identifier: BSL-1.0
#include "http/receive.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "http/chunked_body.hpp"
#include "http/event_loop.hpp"
#include "http/head_parser.hpp"
#include "http/send.hpp"

namespace crmlocal::http {
namespace {

using error_code = boost::system::error_code;

constexpr std::size_t first_read_bytes = 64 * 1024;
constexpr std::size_t direct_read_bytes_min = 4 * 1024;

constexpr wire_fault too_slow{408, "The request did not arrive in time."};
constexpr wire_fault cut_short{400, "The request ended before it was complete."};
constexpr wire_fault stopping{503, "The server is stopping."};
constexpr wire_fault too_large{413, "The request's body is too large."};
constexpr wire_fault too_many{503, "Too many requests are being received."};

/// What a failed or late read in the middle of a request means.
receipt broken_off(const connection& from, const error_code& error) noexcept {
    if (from.expired()) return {.fault = too_slow};
    // A request may have begun to arrive just when we stopped to receive: that is not its fault.
    if (error == asio::error::eof)
        return {.fault = from.stopped_receiving() ? stopping : cut_short};
    return {.lost = true};
}

/// Skips the one empty line that may stand before a request line (RFC 9112, 2.2). False if it
/// cannot be told yet.
bool skip_blank_line(read_buffer& in, bool& skipped) noexcept {
    const std::string_view bytes = in.unread();
    if (bytes.empty() || bytes == "\r") return false;
    if (!skipped && bytes.starts_with("\r\n")) {
        in.use(2);
        skipped = true;
        return !in.unread().empty();
    }
    return true;
}

void copy_into(domain::scratch<char>& body, std::string_view bytes) {
    const std::size_t at = body.extend(bytes.size());
    std::memcpy(body.data() + at, bytes.data(), bytes.size());
}

/// How much to read next of `left` bytes: what there is memory for, or as much as there is already.
std::size_t next_read_bytes(const domain::scratch<char>& body, std::size_t left) noexcept {
    const std::size_t used = body.size() + body_padding_bytes;
    const std::size_t spare = body.capacity() > used ? body.capacity() - used : 0;
    const std::size_t wanted = std::max(first_read_bytes, body.size());
    return std::min(left, spare >= first_read_bytes / 4 ? spare : wanted);
}

/// Reads once, at most `left` bytes, straight into the body. Zero bytes and no fault never happens.
task<std::size_t> read_into(connection& from, call_memory& into, std::size_t left,
                            receipt& outcome) {
    domain::scratch<char>& body = into.space.body;
    const std::size_t wanted = next_read_bytes(body, left);
    if (!from.home.memory().charge(into, body.size() + wanted)) {
        outcome.fault = too_many;
        co_return 0;
    }
    const std::size_t at = body.extend(wanted + body_padding_bytes);
    const asio::mutable_buffer room{body.data() + at, wanted};
    const auto [error, bytes] = co_await from.socket.async_read_some(room, as_result);
    body.shrink_to(at + bytes);
    if (error || from.expired()) outcome = broken_off(from, error);
    co_return bytes;
}

/// Moves what has arrived of a body of that length.
void take_arrived(connection& from, std::size_t length, domain::scratch<char>& body) {
    const std::string_view here = from.in.unread().substr(0, length);
    body.extend(std::min(length, first_read_bytes) + body_padding_bytes);  // the first memory
    body.clear();
    copy_into(body, here);
    from.in.use(here.size());
}

task<receipt> receive_length(connection& from, std::size_t length, call_memory& into) {
    domain::scratch<char>& body = into.space.body;
    take_arrived(from, length, body);

    receipt outcome;
    while (body.size() < length && !outcome.lost && !outcome.fault)
        co_await read_into(from, into, length - body.size(), outcome);
    co_return outcome;
}

task<receipt> receive_chunks(connection& from, std::size_t bytes_max, call_memory& into) {
    chunked_body chunks{from.home.bounds(), bytes_max};
    receipt outcome;
    for (;;) {
        from.in.use(chunks.consume(from.in.unread(), into.space.body, outcome.fault));
        if (outcome.lost || outcome.fault || chunks.done()) co_return outcome;
        if (!from.home.memory().charge(into, into.space.body.size()))
            co_return receipt{.fault = too_many};

        // Everything that came in is used. A large chunk need not go through the small buffer.
        if (chunks.data_left() >= direct_read_bytes_min) {
            chunks.skip_data(co_await read_into(from, into, chunks.data_left(), outcome));
            continue;
        }
        const std::span<char> room = from.in.room();
        const asio::mutable_buffer buffer{room.data(), room.size()};
        const auto [error, bytes] = co_await from.socket.async_read_some(buffer, as_result);
        if (error || from.expired()) co_return broken_off(from, error);
        from.in.put(bytes);
    }
}

}  // namespace

task<receipt> receive_head(connection& from) {
    // Who has been answered lets the loop's other connections have their turn. Then the next
    // request is often here: to read at once mostly finds nothing, and costs a system call, too.
    if (from.calls != 0) co_await asio::post(from.socket.get_executor(), asio::deferred);

    const limits& bounds = from.home.bounds();
    from.enter(stage::idle, bounds.idle_time);
    if (from.home.draining()) from.stop_receiving();  // it was sending when that began

    head_scanner scanner{bounds};
    bool skipped = false;
    for (;;) {
        if (skip_blank_line(from.in, skipped)) {
            receipt outcome;
            outcome.head_bytes = scanner.scan(from.in.unread(), outcome.fault);
            if (outcome.fault || outcome.head_bytes != 0) co_return outcome;
        }
        const bool begun = !from.in.unread().empty();
        if (begun && from.now() == stage::idle) from.enter(stage::receiving, bounds.header_time);

        const std::span<char> room = from.in.room();
        const asio::mutable_buffer buffer{room.data(), room.size()};
        const auto [error, bytes] = co_await from.socket.async_read_some(buffer, as_result);
        if (error || from.expired())
            co_return begun ? broken_off(from, error) : receipt{.lost = true};
        from.in.put(bytes);
    }
}

bool take_body(connection& from, const framing& how, std::size_t bytes_max, call_memory& into) {
    const bool has_body = how.body == body_kind::length;
    if (!has_body && how.body != body_kind::none) return false;
    const std::size_t length = has_body ? how.content_length : 0;
    if (length > bytes_max || length > from.in.unread().size()) return false;
    into.space.body.clear();
    take_arrived(from, length, into.space.body);
    pad_body(into.space.body);
    return true;
}

task<receipt> receive_body(connection& from, const framing& how, std::size_t bytes_max,
                           call_memory& into) {
    into.space.body.clear();
    if (how.body == body_kind::length && how.content_length > bytes_max)
        co_return receipt{.fault = too_large};

    // RFC 9110, 10.1.1: needless once some of the body is here.
    if (how.expects_continue && from.in.unread().empty()) {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        if (!co_await send_all(from, go_on)) co_return receipt{.lost = true};
    }
    from.enter(stage::receiving, from.home.bounds().body_time);
    receipt outcome;
    if (how.body == body_kind::length)
        outcome = co_await receive_length(from, how.content_length, into);
    else outcome = co_await receive_chunks(from, bytes_max, into);
    if (outcome.lost || outcome.fault) co_return outcome;
    pad_body(into.space.body);
    co_return receipt{};
}

void pad_body(domain::scratch<char>& body) {
    const std::size_t size = body.size();
    body.extend(body_padding_bytes);
    std::memset(body.data() + size, 0, body_padding_bytes);
    body.shrink_to(size);
}

}  // namespace crmlocal::http
