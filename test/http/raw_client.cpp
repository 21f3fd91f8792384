// SPDX-License-Identifier: BSL-1.0
#include "test/http/raw_client.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "http/token.hpp"

namespace crmlocal::test {

std::string raw_answer::field(std::string_view name) const {
    std::string_view rest = head;
    for (auto end = rest.find("\r\n"); end != rest.npos; end = rest.find("\r\n")) {
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + 2);
        const auto colon = line.find(':');
        if (colon != line.npos && http::equal_without_case(line.substr(0, colon), name))
            return std::string{http::trimmed(line.substr(colon + 1))};
    }
    return {};
}

raw_client::raw_client(std::uint16_t port, int receive_buffer_bytes)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer_bytes != 0)
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof(int));
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0)
        throw std::system_error{errno, std::generic_category(), "connect"};
}

raw_client::~raw_client() {
    if (socket_ != -1) ::close(socket_);
}

raw_client::raw_client(raw_client&& other) noexcept
    : patience(other.patience),
      socket_(std::exchange(other.socket_, -1)),
      received_(std::move(other.received_)),
      ended_(other.ended_),
      broken_(other.broken_) {}

raw_client& raw_client::operator=(raw_client other) noexcept {
    std::swap(socket_, other.socket_);
    std::swap(received_, other.received_);
    std::swap(ended_, other.ended_);
    std::swap(broken_, other.broken_);
    return *this;
}

bool raw_client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool raw_client::send_bytewise(std::string_view bytes) {
    for (const char& byte : bytes)
        if (!send({&byte, 1})) return false;
    return true;
}

void raw_client::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool raw_client::fill() {
    if (ended_ || broken_) return false;
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) != 1) return false;
    char room[64 * 1024];
    const ssize_t got = ::recv(socket_, room, sizeof room, 0);
    if (got < 0) broken_ = true;
    if (got == 0) ended_ = true;
    if (got <= 0) return false;
    received_.append(room, static_cast<std::size_t>(got));
    return true;
}

std::optional<raw_answer> raw_client::receive(bool head_only) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == received_.npos)
        if (!fill()) return {};
    raw_answer answer;
    answer.head = received_.substr(0, end + 4);
    received_.erase(0, end + 4);
    if (!answer.head.starts_with("HTTP/1.1 "))
        throw std::runtime_error{"no answer: " + answer.head};
    answer.status = static_cast<unsigned>(std::stoul(answer.head.substr(9, 3)));
    const std::string length = answer.field("Content-Length");
    if (head_only || length.empty()) return answer;
    const std::size_t bytes = std::stoul(length);
    while (received_.size() < bytes)
        if (!fill()) return {};
    answer.body = received_.substr(0, bytes);
    received_.erase(0, bytes);
    return answer;
}

std::vector<raw_answer> raw_client::receive_all(bool first_is_head_only) {
    std::vector<raw_answer> answers;
    while (auto answer = receive(first_is_head_only && answers.empty()))
        answers.push_back(*std::move(answer));
    return answers;
}

bool raw_client::skip(std::size_t bytes) {
    while (received_.size() < bytes)
        if (!fill()) return false;
    received_.erase(0, bytes);
    return true;
}

std::size_t raw_client::receive_rest() {
    std::size_t bytes = std::exchange(received_, {}).size();
    while (fill()) bytes += std::exchange(received_, {}).size();
    return bytes;
}

bool raw_client::at_end() {
    while (fill()) {
    }
    return ended_ && received_.empty();
}

}  // namespace crmlocal::test
