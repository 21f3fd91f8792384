// SPDX-License-Identifier: BSL-1.0
//
// A thousand slow connections at once: the others do not notice, and none of them stays.
#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
#else
constexpr bool sanitized = false;
#endif

constexpr std::size_t slow_count = 1000;
constexpr std::size_t descriptors_needed = slow_count + 200;

// The server's, all of them.
constexpr milliseconds time_out{sanitized ? 10'000 : 3000};
constexpr milliseconds time_to_go = time_out + milliseconds{sanitized ? 20'000 : 2000};
constexpr milliseconds honest_p99_max{250};

// The test's limit of open files, which the server inherits, is raised as far as is needed.
boost::test_tools::assertion_result enough_descriptors(boost::unit_test::test_unit_id) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= descriptors_needed) return true;
    limit.rlim_cur = std::min<rlim_t>(descriptors_needed, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    boost::test_tools::assertion_result out(limit.rlim_cur >= descriptors_needed);
    out.message() << "a thousand connections need more open files than are allowed";
    return out;
}

enum class slowness { header, body, reading };

// A connection that sends a byte now and then, or sends a lot and reads nothing.
class slow_client {
public:
    slow_client(std::uint16_t port, slowness kind)
        : kind_(kind), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        if (kind == slowness::reading) keep_buffers_small();
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
            throw std::system_error(errno, std::generic_category(), "connect");
        const std::string post = "POST " + bulk_path("web") + " HTTP/1.1\r\nHost: localhost\r\n";
        if (kind == slowness::body) send(post + "Content-Length: 100000\r\n\r\n");
        if (kind == slowness::reading)
            for (int i = 0; i < 5; ++i) send("GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n");
        drip_ = kind == slowness::header ? post : std::string(100, ' ');
    }

    pollfd waiting() const { return {socket_.get(), POLLIN, 0}; }

    // Sends the next byte, for ever.
    void drip() {
        if (socket_ && kind_ != slowness::reading)
            send(dripped_ < drip_.size() ? drip_.substr(dripped_, 1) : "x");
        ++dripped_;
    }

    // Something has come, or the end: whoever sends slowly reads at once, and leaves at the end.
    void look() {
        if (kind_ == slowness::reading) return;
        char buffer[4096];
        const ssize_t size = ::recv(socket_.get(), buffer, sizeof buffer, MSG_DONTWAIT);
        if (size > 0) answer_.append(buffer, static_cast<std::size_t>(size));
        else if (size == 0 || errno != EAGAIN) socket_.close();
    }

    slowness kind() const { return kind_; }
    bool was_told() const { return answer_.starts_with("HTTP/1.1 408 "); }

private:
    // Or the kernel takes 4 MB of the answer for each of them. The server's follows the segments'.
    void keep_buffers_small() {
        const int buffer_bytes = 4096, segment_bytes = 536;
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
        ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_MAXSEG, &segment_bytes, sizeof segment_bytes);
    }

    void send(const std::string& bytes) {
        (void)::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }

    slowness kind_;
    file_descriptor socket_;
    std::string drip_, answer_;
    std::size_t dripped_ = 0;
};

// All the slow connections, served by one thread.
class crowd {
public:
    explicit crowd(std::uint16_t port) {
        for (std::size_t i = 0; i < slow_count; ++i)
            clients_.emplace_back(port, static_cast<slowness>(i % 3));
        thread_ = std::jthread([this](std::stop_token stop) {
            while (!stop.stop_requested()) turn();
        });
    }

    // Stops; how many of the senders were answered 408.
    std::size_t told() {
        thread_ = {};
        return static_cast<std::size_t>(std::ranges::count_if(clients_, &slow_client::was_told));
    }
    std::size_t senders() const {
        return slow_count - static_cast<std::size_t>(std::ranges::count(clients_, slowness::reading,
                                                                        &slow_client::kind));
    }

private:
    void turn() {
        for (slow_client& each : clients_) each.drip();
        const deadline next_byte(milliseconds{100});
        while (next_byte.left() > 0) {
            std::vector<pollfd> waiting;
            for (const slow_client& each : clients_) {
                waiting.push_back(each.waiting());
                if (each.kind() == slowness::reading) waiting.back().fd = -1;
            }
            if (::poll(waiting.data(), waiting.size(), next_byte.left()) <= 0) return;
            for (std::size_t i = 0; i < waiting.size(); ++i)
                if (waiting[i].revents != 0) clients_[i].look();
        }
    }

    std::vector<slow_client> clients_;
    std::jthread thread_;
};

// How many sockets a process has.
std::size_t sockets_of(pid_t process) {
    std::size_t out = 0;
    std::error_code gone;
    const auto path = std::filesystem::path("/proc") / std::to_string(process) / "fd";
    for (const auto& entry : std::filesystem::directory_iterator(path, gone)) {
        const std::string target = std::filesystem::read_symlink(entry.path(), gone).string();
        if (target.starts_with("socket:")) ++out;
    }
    return out;
}

// Calls all the time, and remembers how long each took.
class honest_client {
public:
    explicit honest_client(std::uint16_t port) : who_(port) {}

    void call() {
        constexpr unsigned events = 10;
        const auto begin = steady_clock::now();
        const bulk_answer rows = who_.create("web", valid_events("web", events));
        taken_.push_back(steady_clock::now() - begin);
        BOOST_TEST((rows.numbers() == numbers_from(created_ + 1, events)));
        created_ += events;
        std::this_thread::sleep_for(milliseconds{1});
    }

    std::size_t calls() const { return taken_.size(); }
    double milliseconds_at(double share) {
        std::ranges::sort(taken_);
        const auto at = static_cast<std::size_t>(share * static_cast<double>(taken_.size() - 1));
        return std::chrono::duration<double, std::milli>(taken_.at(at)).count();
    }

private:
    caller who_;
    unsigned created_ = 0;
    std::vector<steady_clock::duration> taken_;
};

std::vector<std::string> short_time_outs() {
    std::vector<std::string> out;
    const std::string seconds = std::to_string(time_out.count() / 1000);
    for (const char* what : {"header", "body", "write", "idle"})
        out.push_back("--" + std::string(what) + "-timeout=" + seconds);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(slow_clients)

BOOST_AUTO_TEST_CASE(a_thousand_slow_clients_are_cut_off_and_slow_down_nobody,
                     *boost::unit_test::precondition(enough_descriptors)) {
    world_server server(world(), short_time_outs());
    honest_client honest(server.port());
    honest.call();
    const pid_t process = server.process().process().pid();
    const std::size_t sockets_before = sockets_of(process);

    crowd slow(server.port());
    const auto all_connected = steady_clock::now();
    std::size_t sockets_most = 0, sockets_now = 0;
    do {
        for (int i = 0; i < 20; ++i) honest.call();
        sockets_now = sockets_of(process);
        sockets_most = std::max(sockets_most, sockets_now);
    } while (sockets_now > sockets_before && steady_clock::now() < all_connected + time_to_go);
    const std::chrono::duration<double> gone_after = steady_clock::now() - all_connected;

    std::cout << "slow_clients: " << sockets_most - sockets_before
              << " slow connections, gone after " << gone_after.count() << " s; meanwhile "
              << honest.calls() << " honest calls, p50 " << honest.milliseconds_at(0.5)
              << " ms, p99 " << honest.milliseconds_at(0.99) << " ms, most "
              << honest.milliseconds_at(1) << " ms\n";
    BOOST_TEST(sockets_most == sockets_before + slow_count);
    BOOST_TEST(sockets_now == sockets_before, "some of the slow are still there");
    BOOST_TEST(slow.told() == slow.senders());
    if (!sanitized)
        BOOST_TEST(honest.milliseconds_at(0.99) < static_cast<double>(honest_p99_max.count()));
    honest.call();
    BOOST_TEST(server.process().stop() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
