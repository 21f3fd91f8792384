// SPDX-License-Identifier: BSL-1.0
//
// `crmlocal bench` from outside: against the program, and against servers that lie.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/support/json.hpp"
#include "test/support/server_process.hpp"

namespace crmlocal::test {
namespace {

namespace asio = boost::asio;
namespace data = boost::unit_test::data;
using asio::ip::tcp;

std::vector<std::string> bench(std::vector<std::string> more) {
    std::vector<std::string> out = {"bench", "--rounds=1", "--warm-up=40", "--events-per-call=20",
                                    "--accounts=1000"};
    out.insert(out.end(), more.begin(), more.end());
    const auto is_bound = [](const std::string& a) { return a.starts_with("--events="); };
    if (std::ranges::none_of(more, is_bound)) out.push_back("--events=400");
    return out;
}

std::string url_of(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

// The program, with the organisation that the standard work is for.
class bench_server {
public:
    bench_server()
        : process(
              CRMLOCAL_BINARY,
              {"--fixtures=" +
               files_
                   .write(
                       "bench.json",
                       run(CRMLOCAL_BINARY, {"bench", "--print=fixture", "--accounts=1000"}).output)
                   .string()}) {}

private:
    temporary_directory files_;

public:
    server_process process;
};

std::string answer_of(std::string_view body, std::string_view status = "200 OK") {
    return "HTTP/1.1 " + std::string(status) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

// What a bulk call of one event is answered by a liar, whose n-th answer it is.
using lie = std::function<std::string(std::string_view request, unsigned n)>;

// A server that logs in anybody and answers bulk calls with a lie, one connection at a time; an
// empty answer closes the connection.
class liar {
public:
    explicit liar(lie tells) : tells_(std::move(tells)), thread_([this] { serve(); }) {}
    ~liar() {
        stops_ = true;
        boost::system::error_code ignored;
        asio::io_context loop;
        tcp::socket(loop).connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    void serve() {
        while (!stops_) {
            tcp::socket socket(loop_);
            acceptor_.accept(socket);
            boost::system::error_code ended;
            while (!ended && !stops_) answer_one(socket, ended);
        }
    }

    void answer_one(tcp::socket& socket, boost::system::error_code& ended) {
        std::string request;
        std::array<char, 65536> part;
        while (!ended && !is_whole(request))
            request.append(part.data(), socket.read_some(asio::buffer(part), ended));
        if (ended) return;
        std::string out;
        if (request.starts_with("GET")) out = answer_of("{}", "404 Not Found");
        else if (request.find("authentication/token") != request.npos)
            out = answer_of(R"({"data":{"token":"0123456789ABCDEF0123456789ABCDEF"}})");
        else out = tells_(request, calls_++);
        if (out.empty()) ended = asio::error::eof;
        if (!ended) asio::write(socket, asio::buffer(out), ended);
    }

    static bool is_whole(const std::string& request) {
        const std::size_t head = request.find("\r\n\r\n");
        const std::size_t length = request.find("Content-Length: ");
        if (head == request.npos) return false;
        return length == request.npos ||
               request.size() >= head + 4 + std::stoul(request.substr(length + 16));
    }

    lie tells_;
    unsigned calls_ = 0;
    std::atomic<bool> stops_ = false;
    asio::io_context loop_;
    tcp::acceptor acceptor_{loop_, {asio::ip::address_v4::loopback(), 0}};
    std::thread thread_;
};

// The sound answer to a call of one event.
std::string row(std::string_view request, std::string number, std::string_view id) {
    constexpr std::string_view member = R"("request_unique_identifier":")";
    const std::string_view name = request.substr(request.find(member) + member.size(), 32);
    return answer_of(
        R"({"data":{"unprocessed_customer_events_set":[],"processed_customer_events_set":[)"
        R"({"number":")" +
        number + R"(","id":")" + std::string(id) + R"(","request_unique_identifier":")" +
        std::string(name) + R"("}]},"status":{"code":"OK","description":"","message":""}})");
}

std::string some_id(unsigned n) {
    std::string out = "0123456789ABCDEF0123456789AB0000";
    for (std::size_t at = out.size(); n != 0; n /= 10) out[--at] = static_cast<char>('0' + n % 10);
    return out;
}

struct told_lie {
    const char* complaint;
    lie tells;
};
std::ostream& operator<<(std::ostream& out, const told_lie& l) { return out << l.complaint; }

const told_lie lies[] = {
    {"HTTP 500: broken",
     [](auto, unsigned) { return answer_of("broken", "500 Internal Server Error"); }},
    {"was given twice", [](auto r, unsigned n) { return row(r, std::to_string(n), some_id(7)); }},
    {"was given twice", [](auto r, unsigned n) { return row(r, "7", some_id(n)); }},
    {"there are holes",
     [](auto r, unsigned n) { return row(r, std::to_string(2 * n), some_id(n)); }},
    {"not as it must be", [](auto, unsigned) { return answer_of("{}"); }},
    {"not HTTP", [](auto, unsigned) { return std::string("SMTP ready\r\n\r\n"); }},
    {"closed before the answer's end", [](auto, unsigned) { return std::string(); }},
};

std::vector<std::string> bench_liar(std::uint16_t port, std::string_view events = "20") {
    return {"bench",
            "--url",
            url_of(port),
            "--events-per-call=1",
            "--refused-share=0",
            "--rounds=1",
            "--events=" + std::string(events),
            "--warm-up=0",
            "--connections=1",
            "--accounts=100",
            "--timeout=1",
            "--only-writer"};
}

constexpr const char* misuses[] = {
    "--rate=fast",           "--type=visits",          "--mix=web=0",       "--mix=visits=1",
    "--url=ftp://127.0.0.1", "--events-per-call=1001", "--refused-share=2", "--nonsense",
    "--corpus=/nowhere"};

}  // namespace

BOOST_AUTO_TEST_SUITE(bench_command)

BOOST_AUTO_TEST_CASE(a_mix_over_many_organisations_ends_cleanly) {
    const outcome ended =
        run(CRMLOCAL_BINARY, bench({"--mix=web=70,purchases=20,referrals=10", "--organisations=5",
                                    "--refused-share=0.3", "--udf-density=1", "--connections=7"}));
    BOOST_TEST(ended.errors == "");
    BOOST_TEST(ended.output.find("web 70 %, purchases 20 %, referrals 10 %") != std::string::npos);
    BOOST_CHECK_EQUAL(ended.exit_code, 0);
}

BOOST_AUTO_TEST_CASE(a_server_that_runs_already_can_be_loaded_again_and_again) {
    bench_server server;
    for (int i = 0; i < 2; ++i) {
        const outcome ended =
            run(CRMLOCAL_BINARY,
                bench({"--url=" + url_of(server.process.port()), "--only-writer",
                       "--server-pid=" + std::to_string(server.process.process().pid())}));
        BOOST_TEST(ended.errors == "");
        BOOST_TEST(ended.output.find("server, CPU s per million events") != std::string::npos);
        BOOST_CHECK_EQUAL(ended.exit_code, 0);
    }
}

BOOST_AUTO_TEST_CASE(calls_are_made_at_the_rate_that_was_asked_for) {
    const temporary_directory files;
    const std::string file = (files.path() / "figures.json").string();
    const outcome ended =
        run(CRMLOCAL_BINARY, bench({"--rate=2000", "--seconds=0.5", "--events=100000",
                                    "--warm-memory=8MiB", "--json=" + file}));
    BOOST_CHECK_EQUAL(ended.exit_code, 0);
    const json::value figures = parse_json(read_file(file));
    const json::value& measured = figures.at("measurements").at(0);
    BOOST_CHECK_EQUAL(measured.at("errors").to_number<int>(), 0);
    BOOST_CHECK_EQUAL(measured.at("rounds").at(0).at("events").to_number<int>(), 1000);
    BOOST_CHECK_LT(measured.at("events_per_second").at("median").to_number<double>(), 2100);
    BOOST_CHECK_GT(
        measured.at("yardstick_cpu_seconds_per_million_events").at("median").to_number<double>(),
        0);
}

BOOST_AUTO_TEST_CASE(the_page_needs_nothing_but_itself) {
    const temporary_directory files;
    const std::string file = (files.path() / "figures.html").string();
    const outcome ended =
        run(CRMLOCAL_BINARY, bench({"--type=web,social_media", "--html=" + file}));
    BOOST_CHECK_EQUAL(ended.exit_code, 0);
    const std::string page = read_file(file);
    BOOST_TEST(page.find("<svg") != page.npos);
    BOOST_TEST(page.find("<h2>social_media</h2>") != page.npos);
    for (const char* outside : {"http:", "https:", "src=", "<script", "@import"})
        BOOST_TEST(page.find(outside) == page.npos);
}

BOOST_AUTO_TEST_CASE(a_login_that_fails_is_told_with_the_answer) {
    bench_server server;
    const outcome ended =
        run(CRMLOCAL_BINARY, bench({"--url=" + url_of(server.process.port()), "--password=wrong"}));
    BOOST_TEST(ended.errors.find("Credentials Are Invalid") != std::string::npos);
    BOOST_CHECK_EQUAL(ended.exit_code, 1);
}

BOOST_DATA_TEST_CASE(a_lie_is_an_error, data::make(lies), told) {
    const liar server(told.tells);
    const outcome ended = run(CRMLOCAL_BINARY, bench_liar(server.port()));
    BOOST_TEST(ended.output.find(told.complaint) != std::string::npos, ended.output + ended.errors);
    BOOST_CHECK_EQUAL(ended.exit_code, 1);
}

BOOST_AUTO_TEST_CASE(a_server_that_tells_the_truth_is_believed) {
    const liar server([](auto r, unsigned n) { return row(r, std::to_string(n), some_id(n)); });
    const outcome ended = run(CRMLOCAL_BINARY, bench_liar(server.port()));
    BOOST_CHECK_EQUAL(ended.exit_code, 0);
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_answer_is_given_up) {
    std::atomic<bool> stops = false;
    const liar server([&](auto, unsigned) {
        while (!stops) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return std::string();
    });
    const outcome ended = run(CRMLOCAL_BINARY, bench_liar(server.port(), "1"));
    stops = true;
    BOOST_TEST(ended.output.find("errors") != std::string::npos, ended.output);
    BOOST_CHECK_EQUAL(ended.exit_code, 1);
}

// One slow answer at a constant rate delays all that were due meanwhile: who measures from when a
// call was sent sees one slow call among fifty.
BOOST_AUTO_TEST_CASE(a_pause_is_seen_by_every_call_that_was_due_in_it) {
    const liar server([](auto request, unsigned n) {
        if (n == 5) std::this_thread::sleep_for(std::chrono::milliseconds(500));
        return row(request, std::to_string(n), some_id(n));
    });
    const temporary_directory files;
    const std::string file = (files.path() / "figures.json").string();
    std::vector<std::string> arguments = bench_liar(server.port(), "50");
    arguments.insert(arguments.end(), {"--rate=50", "--json=" + file});
    BOOST_REQUIRE_EQUAL(run(CRMLOCAL_BINARY, arguments).exit_code, 0);
    const json::value figures = parse_json(read_file(file));
    const json::value& latency = figures.at("measurements").at(0).at("latency_milliseconds");
    BOOST_CHECK_EQUAL(latency.at("calls").to_number<int>(), 50);
    BOOST_CHECK_GT(latency.at("p90").to_number<double>(), 300);
}

BOOST_DATA_TEST_CASE(misuse_ends_at_once_and_says_so, data::make(misuses), argument) {
    const outcome ended = run(CRMLOCAL_BINARY, {"bench", argument});
    BOOST_TEST(ended.errors.starts_with("crmlocal bench: "));
    BOOST_TEST(ended.output == "");
    BOOST_CHECK_EQUAL(ended.exit_code, 2);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_is_told_before_anything_is_measured) {
    const outcome ended = run(CRMLOCAL_BINARY, bench({"--json=/nowhere/figures.json"}));
    BOOST_TEST(ended.output == "");
    BOOST_TEST(ended.errors.find("/nowhere/figures.json") != std::string::npos);
    BOOST_CHECK_EQUAL(ended.exit_code, 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
