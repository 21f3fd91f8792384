// SPDX-License-Identifier: BSL-1.0
//
// A whole connection over a pair of sockets in memory: bytes in, answers out. 32 times 'T' stands
// for a token that is valid.
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <memory>

#include "http/api.hpp"
#include "http/event_loop.hpp"
#include "http/session.hpp"
#include "store/memory_ledger.hpp"
#include "store/token_table.hpp"
#include "test/fuzz/demo_world.hpp"

namespace crmlocal::fuzz {
namespace {

constexpr std::size_t input_bytes_max = 64 << 10;  // fits the socket's buffer
constexpr int inputs_per_world = 2000;             // events pile up

// A server without a listener.
struct world {
    world() : api(ledger, tokens, {}), loop(api, bounds) {
        ledger.add_organisation(demo_fixture(), 1);
        token = tokens.issue({ledger.find_organisation("demo"), 0, nullptr});
    }
    ~world() { loop.cut_all(); }

    store::memory_ledger ledger{domain::customer_events};
    store::token_table tokens;
    http::api api;
    http::limits bounds;
    std::string token;
    http::event_loop loop;
};

std::string with_token(std::string text, const std::string& token) {
    const std::string place(32, 'T');
    for (std::size_t at = 0; (at = text.find(place, at)) != text.npos; at += place.size())
        text.replace(at, place.size(), token);
    return text;
}

std::string read_all(int from) {
    std::string out;
    std::array<char, 65536> part;
    for (ssize_t n; (n = ::recv(from, part.data(), part.size(), MSG_DONTWAIT)) > 0;)
        out.append(part.data(), static_cast<std::size_t>(n));
    return out;
}

// Everything that comes back when the client sends those bytes and then no more.
std::string converse(world& with, const std::string& sent) {
    int ends[2];
    insist(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0, "a pair of sockets can be had");
    insist(::send(ends[0], sent.data(), sent.size(), 0) == static_cast<ssize_t>(sent.size()),
           "the socket takes the input");
    ::shutdown(ends[0], SHUT_WR);

    http::tcp_socket accepted(with.loop.io());
    accepted.assign(asio::ip::tcp::v4(), ends[1]);
    accepted.non_blocking(true);
    bool ended = false;
    auto session = http::run_session(std::move(accepted), with.loop);
    asio::co_spawn(with.loop.io(), std::move(session), [&ended](std::exception_ptr failure) {
        insist(!failure, "no exception leaves a session");
        ended = true;
    });
    std::string answers;
    while (!ended) {
        with.loop.io().run_one();
        answers += read_all(ends[0]);
    }
    answers += read_all(ends[0]);
    ::close(ends[0]);
    return answers;
}

}  // namespace
}  // namespace crmlocal::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace crmlocal;
    if (size > fuzz::input_bytes_max) return 0;
    static std::unique_ptr<fuzz::world> world;
    static int inputs = 0;
    if (inputs++ % fuzz::inputs_per_world == 0) {
        world.reset();
        world = std::make_unique<fuzz::world>();
    }
    const std::string sent(reinterpret_cast<const char*>(data), size);
    const std::string answers = fuzz::converse(*world, fuzz::with_token(sent, world->token));
    fuzz::insist(answers.empty() || answers.starts_with("HTTP/1.1 "), "an answer is HTTP");
    return 0;
}
