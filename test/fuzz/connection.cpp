// SPDX-License-Identifier: BSL-1.0
//
// A whole connection over a pair of sockets in memory: bytes in, answers out. 32 times 'T' in
// quotes stands for a token that is valid. How the bytes are cut into pieces must not matter to the
// answers.
#include <algorithm>
#include <array>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>

#include "http/api.hpp"
#include "http/event_loop.hpp"
#include "http/session.hpp"
#include "store/memory_ledger.hpp"
#include "store/token_table.hpp"
#include "test/fuzz/answers.hpp"
#include "test/fuzz/demo_world.hpp"

namespace crmlocal::fuzz {
namespace {

constexpr std::size_t input_bytes_max = 64 << 10;  // fits the socket's buffer

// Nothing waits that long: the client ends what it sends.
http::limits short_limits() {
    http::limits bounds;
    bounds.idle_time = bounds.header_time = bounds.body_time = std::chrono::seconds{3};
    bounds.write_time = bounds.linger_time = std::chrono::seconds{3};
    return bounds;
}

// A server without a listener. Two of them give the same ids.
struct world {
    world() : api(ledger, tokens, {}), bounds(short_limits()), loop(api, bounds) {
        static const store::fixture demo = demo_fixture();
        ledger.add_organisation(demo, 1);
        token = tokens.issue({ledger.find_tenant("demo"), 0});
        api.set_ready(true);
    }
    ~world() { loop.cut_all(); }

    store::memory_ledger ledger{domain::customer_events};
    store::token_table tokens;
    http::api api;
    http::limits bounds;
    std::string token;
    http::event_loop loop;
};

std::string with(std::string text, const std::string& what, const std::string& in_place_of) {
    for (std::size_t at = 0; (at = text.find(in_place_of, at)) != text.npos; at += what.size())
        text.replace(at, in_place_of.size(), what);
    return text;
}

// A connection from the side of the client, who reads whatever comes.
class client {
public:
    explicit client(world& of) : loop_(of.loop) {
        int ends[2];
        insist(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0, "a pair of sockets can be had");
        end_ = ends[0];
        http::tcp_socket accepted(loop_.io());
        accepted.assign(asio::ip::tcp::v4(), ends[1]);
        accepted.non_blocking(true);
        auto session = http::run_session(std::move(accepted), http::entrance::all, loop_);
        asio::co_spawn(loop_.io(), std::move(session), [this](std::exception_ptr failure) {
            insist(!failure, "no exception leaves a session");
            ended_ = true;
        });
    }
    ~client() { ::close(end_); }
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    // Sends, and lets the server do what it can with it.
    void send(std::string_view bytes) {
        const ssize_t sent = ::send(end_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        insist(ended_ || sent == static_cast<ssize_t>(bytes.size()), "the socket takes the bytes");
        while (loop_.io().poll() != 0) read();
    }

    // Everything that came back when there is no more to send.
    std::string finish() {
        ::shutdown(end_, SHUT_WR);
        while (!ended_) {
            loop_.io().run_one();
            read();
        }
        read();
        return std::move(answers_);
    }

private:
    void read() {
        std::array<char, 65536> part;
        for (ssize_t n; (n = ::recv(end_, part.data(), part.size(), MSG_DONTWAIT)) > 0;)
            answers_.append(part.data(), static_cast<std::size_t>(n));
    }

    http::event_loop& loop_;
    int end_ = -1;
    bool ended_ = false;
    std::string answers_;
};

// The answers of a new server to those bytes, sent so many at a time.
std::vector<answer> converse(std::string_view input, std::size_t piece_bytes) {
    world server;
    // In quotes it can change no more than a JSON string.
    const std::string any(32, 'T');
    const std::string sent = with(std::string(input), '"' + server.token + '"', '"' + any + '"');
    client caller(server);
    for (std::size_t at = 0; at < sent.size(); at += piece_bytes)
        caller.send(std::string_view(sent).substr(at, piece_bytes));
    auto answers = read_answers(caller.finish());
    for (answer& each : answers) each.body = with(each.body, any, server.token);
    return answers;
}

// Says how two answers differ that should not.
void insist_same(const answer& whole, const answer& pieces) {
    insist(whole.head == pieces.head, "pieces make no difference to a head");
    const bool random = whole.body.find(R"("token":)") != whole.body.npos;
    insist(random || whole.body == pieces.body, "pieces make no difference to a body");
}

}  // namespace
}  // namespace crmlocal::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace crmlocal;
    if (size == 0 || size > fuzz::input_bytes_max) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto whole = fuzz::converse(input, size);

    const std::size_t piece_bytes = std::max(size / 64, 1 + size * 31 % 61);
    const auto pieces = fuzz::converse(input, piece_bytes);
    fuzz::insist(whole.size() == pieces.size(), "pieces make no difference to how many answers");
    for (std::size_t i = 0; i < whole.size(); ++i) fuzz::insist_same(whole[i], pieces[i]);
    return 0;
}
