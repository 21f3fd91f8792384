// SPDX-License-Identifier: BSL-1.0
#include "app/healthcheck.hpp"

#include <chrono>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/option_sources.hpp"
#include "app/option_values.hpp"
#include "store/asio.hpp"

namespace crmlocal::app {
namespace {

using asio::ip::tcp;

constexpr char description[] =
    "Asks a running server whether it serves calls. Without --url it looks where `crmlocal serve`\n"
    "would listen, by the same environment variables: CRMLOCAL_PORT, CRMLOCAL_PORT_FILE,\n"
    "CRMLOCAL_HOST. Exit codes: 0 it does, 1 it does not, 2 usage.";

constexpr std::size_t answer_bytes_max = 64 << 10;

struct health_options {
    std::string url, host = "127.0.0.1", port_file;
    std::uint16_t port = 8080;
    std::chrono::milliseconds time = std::chrono::seconds{2};
    bool live = false;
};

struct address {
    std::string host, port;
};

// An address to listen on is not always one to connect to.
std::string reachable(const std::string& host) {
    if (host == "0.0.0.0") return "127.0.0.1";
    return host == "::" ? "::1" : host;
}

address read_url(const std::string& url) {
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme))
        throw std::runtime_error("the URL must begin with http://, not " + url);
    std::string authority = url.substr(scheme.size());
    authority = authority.substr(0, authority.find('/'));
    const std::size_t bracket = authority.find(']');  // of an IPv6 address
    const std::size_t colon = authority.find(':', bracket == authority.npos ? 0 : bracket);
    std::string host = authority.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return {host, colon == authority.npos ? "80" : authority.substr(colon + 1)};
}

address find_address(const health_options& options) {
    if (!options.url.empty()) return read_url(options.url);
    if (options.port_file.empty()) return {reachable(options.host), std::to_string(options.port)};
    std::ifstream file(options.port_file);
    std::string port;
    if (!(file >> port))
        throw std::runtime_error("there is no port in the file " + options.port_file);
    return {reachable(options.host), port};
}

// Asks, and waits for the end of the answer for a limited time.
class question {
public:
    question(const address& to, bool live)
        : request_(fmt::format("GET /__admin/health/{} HTTP/1.1\r\nHost: {}\r\n"
                               "Connection: close\r\n\r\n",
                               live ? "live" : "ready", to.host)) {
        boost::system::error_code error;
        const auto found = tcp::resolver(io_).resolve(to.host, to.port, error);
        if (error)
            throw std::runtime_error(fmt::format("cannot find {}: {}", to.host, error.message()));
        asio::async_connect(socket_, found, [this](auto failed, const tcp::endpoint&) {
            if (!went_wrong(failed)) send();
        });
    }

    std::string answer(std::chrono::milliseconds time) {
        io_.run_for(time);
        if (!done_) throw std::runtime_error("there was no answer in time");
        if (error_) throw std::runtime_error(error_.message());
        return answer_;
    }

private:
    bool went_wrong(const boost::system::error_code& error) {
        if (error) error_ = error, done_ = true;
        return done_;
    }

    void send() {
        asio::async_write(socket_, asio::buffer(request_), [this](auto failed, std::size_t) {
            if (!went_wrong(failed)) receive();
        });
    }

    void receive() {
        asio::async_read(socket_, asio::dynamic_buffer(answer_, answer_bytes_max),
                         [this](const boost::system::error_code& failed, std::size_t) {
                             if (failed != asio::error::eof) error_ = failed;
                             done_ = true;
                         });
    }

    asio::io_context io_;
    tcp::socket socket_{io_};
    std::string request_, answer_;
    boost::system::error_code error_;
    bool done_ = false;
};

void add_options(CLI::App& app, health_options& o) {
    app.add_option("--url", o.url, "Where the server is, such as http://127.0.0.1:8080");
    app.add_option("--host", o.host, "The address that it listens on")->capture_default_str();
    add_whole_number(app, "--port", o.port, 65'535, "The port that it listens on");
    app.add_option("--port-file", o.port_file, "The file that it has written its port to");
    add_seconds(app, "--timeout", o.time, "How long to wait");
    app.add_flag("--live", o.live, "Whether it lives is enough: it may still be loading");
}

int ask(const health_options& options) {
    question asked(find_address(options), options.live);
    const std::string answer = asked.answer(options.time);
    const std::size_t head = answer.find("\r\n\r\n");
    const std::string body = head == answer.npos ? "" : answer.substr(head + 4);
    if (answer.starts_with("HTTP/1.1 200 ")) {
        std::cout << body << '\n';
        return exit_clean;
    }
    throw std::runtime_error("the answer was " + answer.substr(0, answer.find('\r')) + ' ' + body);
}

}  // namespace

int healthcheck(std::vector<std::string> arguments) {
    const std::string name = "crmlocal healthcheck";
    health_options options;
    CLI::App app(description, name);
    add_options(app, options);
    std::vector<std::string> from_environment;
    arguments = with_environment(app, std::move(arguments), from_environment);
    if (const auto code = read_arguments(app, std::move(arguments))) return *code;
    return run_command(name, [&] { return ask(options); });
}

}  // namespace crmlocal::app
