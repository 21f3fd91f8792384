// SPDX-License-Identifier: BSL-1.0
#include "test/support/http_client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>

namespace crmlocal::test {
namespace {

[[noreturn]] void throw_errno(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::size_t number_in(std::string_view text, int base) {
    std::size_t out = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out, base);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
        throw std::runtime_error("not a length: " + std::string(text));
    return out;
}

bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               marks.find(c) != marks.npos;
    });
}

void read_status_line(std::string_view line, response& into) {
    const bool sound =
        line.size() >= 13 && line.starts_with("HTTP/1.1 ") && line[12] == ' ' &&
        std::ranges::all_of(line.substr(9, 3), [](char c) { return c >= '0' && c <= '9'; });
    if (!sound) throw std::runtime_error("not a status line: " + std::string(line));
    into.status = static_cast<int>(number_in(line.substr(9, 3), 10));
    into.reason = line.substr(13);
}

std::pair<std::string, std::string> read_field(std::string_view line) {
    const std::size_t colon = line.find(": ");
    if (colon == line.npos || !is_token(line.substr(0, colon)) ||
        line.find_first_of("\r\n\0") != line.npos)
        throw std::runtime_error("not a header field: " + std::string(line));
    return {std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))};
}

bool has_body(int status, bool to_head) {
    return !to_head && status >= 200 && status != 204 && status != 304;
}

// Waits until the socket is ready for one of these events; which.
short wait_for(int socket, short events, deadline until) {
    pollfd waiting{socket, events, 0};
    for (;;) {
        const int ready = ::poll(&waiting, 1, until.left());
        if (ready > 0) return waiting.revents;
        if (ready == 0) throw std::runtime_error("the server did not react in time");
        if (errno != EINTR) throw_errno("poll");
    }
}

}  // namespace

std::optional<std::string> response::field(std::string_view name) const {
    std::optional<std::string> out;
    for (const auto& [field, value] : fields) {
        if (!same_name(field, name)) continue;
        if (out) throw std::runtime_error("there are two fields " + field);
        out = value;
    }
    return out;
}

http_client::http_client(std::uint16_t port)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    if (!socket_) throw_errno("socket");
    ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        throw_errno("connect");
}

void http_client::send(std::string_view bytes) {
    const deadline until;
    while (!bytes.empty()) {
        wait_for(socket_.get(), POLLOUT, until);
        const ssize_t sent =
            ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) throw_errno("send");
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::size_t http_client::send_until_answered(std::string_view bytes) {
    const deadline until;
    std::size_t done = 0;
    while (done < bytes.size()) {
        if (wait_for(socket_.get(), POLLIN | POLLOUT, until) & ~POLLOUT) break;
        const ssize_t sent = ::send(socket_.get(), bytes.data() + done, bytes.size() - done,
                                    MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) done += static_cast<std::size_t>(sent);
        else if (errno != EAGAIN && errno != EINTR) break;
    }
    return done;
}

std::size_t http_client::send_what_fits(std::string_view bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t sent = ::send(socket_.get(), bytes.data() + done, bytes.size() - done,
                                    MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent <= 0) break;
        done += static_cast<std::size_t>(sent);
    }
    return done;
}

// Reads what there is; false if the peer has closed or cut the connection.
bool http_client::read_some(deadline until) {
    wait_for(socket_.get(), POLLIN, until);
    char buffer[16384];
    const ssize_t size = ::recv(socket_.get(), buffer, sizeof buffer, 0);
    if (size < 0 && errno == EINTR) return true;
    if (size < 0 && errno != ECONNRESET) throw_errno("recv");
    if (size > 0) received_.append(buffer, static_cast<std::size_t>(size));
    return size > 0;
}

std::string http_client::take_line(deadline until) {
    for (;;) {
        const std::size_t end = received_.find("\r\n");
        if (end != received_.npos) {
            std::string line = received_.substr(0, end);
            received_.erase(0, end + 2);
            return line;
        }
        if (!read_some(until))
            throw std::runtime_error("the connection ended inside a line: " + received_);
    }
}

void http_client::take(std::size_t size, std::string& into, deadline until) {
    while (received_.size() < size)
        if (!read_some(until)) throw std::runtime_error("the connection ended inside a body");
    into.append(received_, 0, size);
    received_.erase(0, size);
}

void http_client::take_chunks(std::string& into, deadline until) {
    for (;;) {
        const std::size_t size = number_in(take_line(until), 16);
        if (size == 0) break;
        take(size, into, until);
        if (!take_line(until).empty()) throw std::runtime_error("a chunk is too long");
    }
    if (!take_line(until).empty()) throw std::runtime_error("unexpected trailer");
}

response http_client::receive(bool to_head) {
    const deadline until;
    response out;
    while (received_.empty())
        if (!read_some(until)) throw connection_ended();
    read_status_line(take_line(until), out);
    for (std::string line = take_line(until); !line.empty(); line = take_line(until))
        out.fields.push_back(read_field(line));

    const auto length = out.field("Content-Length"), coding = out.field("Transfer-Encoding");
    if (length && coding) throw std::runtime_error("two framings of one body");
    if (!has_body(out.status, to_head)) return out;
    if (coding == "chunked") take_chunks(out.body, until);
    else if (length) take(number_in(*length, 10), out.body, until);
    else throw std::runtime_error("a response without framing");
    return out;
}

bool http_client::is_closed_by_peer() {
    return received_.empty() && !read_some(deadline()) && received_.empty();
}

void http_client::finish_sending() { ::shutdown(socket_.get(), SHUT_WR); }

response http_client::get(std::string_view target) {
    send(request_text("GET", target, ""));
    return receive();
}

response http_client::post(std::string_view target, std::string_view body,
                           const header_fields& more) {
    send(request_text("POST", target, body, more));
    return receive();
}

std::string request_text(std::string_view method, std::string_view target, std::string_view body,
                         const header_fields& more) {
    std::string out;
    out.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (const auto& [name, value] : more)
        out.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty() || method == "POST")
        out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return out.append("\r\n").append(body);
}

}  // namespace crmlocal::test
