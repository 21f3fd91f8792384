// SPDX-License-Identifier: BSL-1.0
#include "load/destination.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "http/api.hpp"
#include "load/answer_reader.hpp"

namespace crmlocal::load {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

struct small_answer {
    unsigned status = 0;
    std::string body;
};

// One call over a connection of its own.
small_answer answer_to(const destination& at, std::string_view request) {
    asio::io_context loop;
    tcp::socket socket(loop);
    boost::system::error_code error;
    socket.connect(at.server, error);
    if (error)
        throw std::runtime_error(fmt::format("cannot connect to {}: {}", at.host, error.message()));
    asio::write(socket, asio::buffer(request));
    answer_reader reader;
    std::string received;
    while (!reader.done()) {
        std::array<char, 4096> part;
        const std::size_t more = socket.read_some(asio::buffer(part), error);
        if (error == asio::error::eof) {
            reader.put_end();
            break;
        }
        if (error)
            throw std::runtime_error(
                fmt::format("no answer from {}: {}", at.host, error.message()));
        received.append(part.data(), more);
        received.erase(0, reader.put(received));
    }
    return {reader.status(), reader.body()};
}

std::uint16_t port_in(const std::string& url, std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0)
        throw std::invalid_argument(fmt::format("'{}' in {} is not a port", text, url));
    return port;
}

tcp::endpoint resolve(const std::string& url, const std::string& host, std::uint16_t port) {
    asio::io_context loop;
    tcp::resolver resolver(loop);
    boost::system::error_code error;
    const auto found = resolver.resolve(host, std::to_string(port), error);
    if (error)
        throw std::runtime_error(
            fmt::format("cannot find the host '{}' of {}: {}", host, url, error.message()));
    tcp::socket socket(loop);  // a name may have several addresses: take one that answers
    const tcp::endpoint reached = asio::connect(socket, found, error);
    if (error)
        throw std::runtime_error(fmt::format("cannot connect to {}: {}", url, error.message()));
    return reached;
}

}  // namespace

destination find_destination(const std::string& base_url) {
    constexpr std::string_view scheme = "http://";
    if (base_url.starts_with("https://"))
        throw std::invalid_argument(base_url +
                                    ": TLS is not spoken here; load what stands behind it");
    if (!base_url.starts_with(scheme))
        throw std::invalid_argument(base_url + " does not begin with http://");
    const std::string_view rest = std::string_view(base_url).substr(scheme.size());
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view authority = rest.substr(0, slash);
    std::string_view path = rest.substr(slash);
    if (path.find_first_of("?# ") != path.npos || authority.find('@') != authority.npos)
        throw std::invalid_argument(base_url + " is not of the form http://127.0.0.1:8080/path");

    const std::size_t bracket = authority.find(']');  // of an IPv6 address
    const std::size_t colon = authority.find(':', bracket == authority.npos ? 0 : bracket);
    std::string_view host = authority.substr(0, colon);
    const std::uint16_t port =
        colon == authority.npos ? 80 : port_in(base_url, authority.substr(colon + 1));
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    if (host.empty()) throw std::invalid_argument(base_url + " names no host");

    destination out;
    out.host = authority;
    out.base_path = path.empty() ? http::api_options().base_path : std::string(path);
    if (out.base_path.ends_with('/')) out.base_path.pop_back();
    out.server = resolve(base_url, std::string(host), port);
    return out;
}

std::string log_in(const destination& at, const credentials& who) {
    const std::string request =
        boost::json::serialize(boost::json::value{{"username", who.username},
                                                  {"password", who.password},
                                                  {"organisation", who.organisation}});
    const small_answer answer =
        answer_to(at, post_head(at, "authentication/token", request.size()) + request);
    boost::json::error_code error;
    const boost::json::value read = boost::json::parse(answer.body, error);
    const boost::json::value* token = error ? nullptr : read.find_pointer("/data/token", error);
    if (!token || !token->is_string())
        throw std::runtime_error(
            fmt::format("cannot log in at {}{} as '{}' of the organisation '{}': HTTP {}: {}",
                        at.host, at.base_path, who.username, who.organisation, answer.status,
                        answer.body.substr(0, 500)));
    return std::string(token->as_string());
}

std::string identity_of(const destination& at) {
    const small_answer answer =
        answer_to(at, fmt::format("GET /__admin/version HTTP/1.1\r\nHost: {}\r\n\r\n", at.host));
    boost::json::error_code error;
    boost::json::parse(answer.body, error);
    return answer.status == 200 && !error ? answer.body : std::string();
}

std::string post_head(const destination& at, std::string_view method, std::size_t body_bytes) {
    return fmt::format(
        "POST {}/{} HTTP/1.1\r\nHost: {}\r\nUser-Agent: crmlocal-bench\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        at.base_path, method, at.host, body_bytes);
}

std::string bulk_method(std::string_view collection) {
    return fmt::format("customer_events/bulk/{}/create", collection);
}

}  // namespace crmlocal::load
