// SPDX-License-Identifier: BSL-1.0
#include "bench/load/small_call.hpp"

#include <charconv>
#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "bench/load/answer.hpp"

namespace crmlocal::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

std::string host_of(const tcp::endpoint& server) {
    return fmt::format("{}:{}", server.address().to_string(), server.port());
}

std::string answer_to(const tcp::endpoint& server, std::string_view request) {
    asio::io_context loop;
    tcp::socket socket(loop);
    socket.connect(server);
    asio::write(socket, asio::buffer(request));
    std::string received;
    answer_head head;
    while (head.bytes == 0 || received.size() < head.bytes + head.body_bytes) {
        char part[4096];
        received.append(part, socket.read_some(asio::buffer(part)));
        head = read_answer_head(received);
    }
    if (head.status != 200) throw std::runtime_error("refused: " + received);
    return received.substr(head.bytes);
}

}  // namespace

std::string post_head(std::string_view path, const tcp::endpoint& server, std::size_t body_bytes) {
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: bench_load\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        path, host_of(server), body_bytes);
}

std::string get(const tcp::endpoint& server, std::string_view path) {
    return answer_to(server,
                     fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\n\r\n", path, host_of(server)));
}

std::string post(const tcp::endpoint& server, std::string_view path, std::string_view json) {
    return answer_to(server, post_head(path, server, json.size()).append(json));
}

std::string log_in(const tcp::endpoint& server) {
    const std::string answer =
        post(server, "/crmapi/rest/v2/authentication/token",
             R"({"username":"bench","password":"bench","organisation":"bench"})");
    const boost::json::value read = boost::json::parse(answer);
    const auto token = read.at("data").as_object().find("token");
    if (token == read.at("data").as_object().end())
        throw std::runtime_error("cannot log in: " + answer);
    return std::string(token->value().as_string());
}

tcp::endpoint server_at(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    const std::size_t colon = url.rfind(':');
    std::uint16_t port = 0;
    if (url.starts_with(scheme) && colon > scheme.size())
        std::from_chars(url.data() + colon + 1, url.data() + url.size(), port);
    boost::system::error_code error;
    const std::string host(port != 0 ? url.substr(scheme.size(), colon - scheme.size()) : "");
    const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
    if (error || !address.is_loopback())
        throw std::runtime_error(fmt::format("{} is not of the form http://127.0.0.1:8080", url));
    return {address, port};
}

}  // namespace crmlocal::bench
