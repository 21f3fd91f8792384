// SPDX-License-Identifier: BSL-1.0
//
// The floor: a server of the same library that reads a body, looks at nothing and answers with the
// same bytes each time. What the product's server costs above this is what it does.
#include <charconv>
#include <csignal>
#include <cstring>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "http/asio.hpp"

namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using crmlocal::task;
using crmlocal::http::as_result;
using crmlocal::http::tcp_acceptor;
using crmlocal::http::tcp_socket;

constexpr std::size_t read_bytes = 64 << 10;
constexpr std::string_view login_answer =
    R"({"data":{"token":"0123456789ABCDEF0123456789ABCDEF"},)"
    R"("status":{"code":"OK","description":"","message":""}})";
constexpr std::string_view identity = R"({"server":"a Beast endpoint with a constant answer"})";

// An object of that many bytes.
std::string constant_answer(std::size_t bytes) {
    constexpr std::string_view begin = R"({"constant":")", end = R"("})";
    std::string out(begin);
    out.append(bytes > begin.size() + end.size() ? bytes - begin.size() - end.size() : 0, 'x');
    return out.append(end);
}

std::string_view body_for(std::string_view target, const std::string& constant) {
    if (target.ends_with("/authentication/token")) return login_answer;
    if (target == "/__admin/version") return identity;
    return constant;
}

task<void> serve(tcp_socket socket, const std::string& constant) {
    boost::beast::flat_buffer buffer;
    buffer.reserve(read_bytes);
    for (;;) {
        beast_http::request_parser<beast_http::string_body> request;
        request.body_limit(boost::none);
        const auto [failed, read] =
            co_await beast_http::async_read(socket, buffer, request, as_result);
        if (failed) co_return;
        const std::string_view body(
            body_for({request.get().target().data(), request.get().target().size()}, constant));
        beast_http::response<beast_http::span_body<const char>> answer{
            beast_http::status::ok, 11, boost::beast::span<const char>(body.data(), body.size())};
        answer.set(beast_http::field::content_type, "application/json; charset=utf-8");
        answer.prepare_payload();
        const auto [broken, written] = co_await beast_http::async_write(socket, answer, as_result);
        if (broken) co_return;
    }
}

// Event loops, one for each thread; connections are dealt to them in turn, as the product does it.
class floor_server {
public:
    floor_server(unsigned threads, std::string constant) : constant_(std::move(constant)) {
        for (unsigned i = 0; i < threads; ++i)
            loops_.push_back(std::make_unique<asio::io_context>(1));
        acceptor_.emplace(*loops_[0], asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    }

    unsigned port() const { return acceptor_->local_endpoint().port(); }

    void run() {
        asio::co_spawn(*loops_[0], accept(), asio::detached);
        std::vector<std::jthread> threads;
        for (auto& loop : loops_)
            threads.emplace_back([&loop] {
                const auto stays = asio::make_work_guard(*loop);
                loop->run();
            });
    }

private:
    task<void> accept() {
        for (std::size_t turn = 0;; ++turn) {
            asio::io_context& loop = *loops_[turn % loops_.size()];
            tcp_socket socket(loop);
            const auto [error] = co_await acceptor_->async_accept(socket, as_result);
            if (error) continue;
            socket.set_option(asio::ip::tcp::no_delay(true));
            asio::co_spawn(loop, serve(std::move(socket), constant_), asio::detached);
        }
    }

    std::string constant_;
    std::vector<std::unique_ptr<asio::io_context>> loops_;
    std::optional<tcp_acceptor> acceptor_;
};

bool read_number(const char* text, std::size_t& into) {
    const char* const end = text + std::strlen(text);
    return std::from_chars(text, end, into).ptr == end && end != text;
}

}  // namespace

// bench_floor ANSWER_BYTES [THREADS]: serves until it is killed.
int main(int argc, char** argv) {
    std::size_t bytes = 0;
    std::size_t threads = std::thread::hardware_concurrency();
    if (argc < 2 || argc > 3 || !read_number(argv[1], bytes) ||
        (argc == 3 && !read_number(argv[2], threads)) || threads == 0 || threads > 256) {
        std::cerr << "bench_floor ANSWER_BYTES [THREADS]\n";
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    floor_server server(static_cast<unsigned>(threads), constant_answer(bytes));
    std::cout << "Ready. Listening on http://127.0.0.1:" << server.port() << std::endl;
    server.run();
}
