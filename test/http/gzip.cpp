// SPDX-License-Identifier: BSL-1.0
#include "http/gzip.hpp"

#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include "http/reply.hpp"
#include "test/http/echo_server.hpp"
#include "test/http/raw_client.hpp"

namespace crmlocal::http {
namespace {

std::string packed(std::string_view plain) {
    gzip zip;
    domain::scratch<char> out;
    BOOST_TEST_REQUIRE(zip.pack(plain, out));
    return {out.data(), out.size()};
}

struct unpacked {
    unsigned status;
    std::string text;
};

unpacked unpack(gzip& zip, std::string_view bytes, std::size_t bytes_max = 1U << 20) {
    domain::scratch<char> out;
    const unsigned status = zip.unpack(bytes, bytes_max, out).status;
    return {status, {out.data(), out.size()}};
}

std::string post(std::string_view target, std::string_view body) {
    return "POST " + std::string{target} +
           " HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

BOOST_AUTO_TEST_SUITE(compression)

BOOST_AUTO_TEST_CASE(what_is_packed_can_be_unpacked_again_and_again) {
    gzip zip;
    for (const std::size_t size : {100U, 65535U, 65536U, 300000U}) {
        const std::string plain(size, 'a');
        const unpacked back = unpack(zip, packed(plain));
        BOOST_TEST(back.status == 0U);
        BOOST_TEST((back.text == plain));
    }
}

BOOST_AUTO_TEST_CASE(members_follow_one_another) {
    gzip zip;
    const std::string one(50, '1');
    const std::string two(50, '2');
    BOOST_TEST(unpack(zip, packed(one) + packed(two)).text == one + two);
}

BOOST_AUTO_TEST_CASE(a_body_may_be_just_as_long_as_allowed) {
    gzip zip;
    for (const std::size_t size : {1000U, 65536U, 200000U}) {
        const std::string body = packed(std::string(size, 'x'));
        BOOST_TEST(unpack(zip, body, size).status == 0U);
        BOOST_TEST(unpack(zip, body, size - 1).status == 413U);
    }
}

BOOST_AUTO_TEST_CASE(broken_bytes_are_refused_and_forgotten) {
    gzip zip;
    const std::string good = packed(std::string(1000, 'x'));
    std::string wrong_sum = good;
    wrong_sum[good.size() - 5] = static_cast<char>(~wrong_sum[good.size() - 5]);
    for (std::size_t end = 0; end < good.size(); ++end)
        BOOST_TEST(unpack(zip, std::string_view{good}.substr(0, end)).status == 400U);
    BOOST_TEST(unpack(zip, wrong_sum).status == 400U);
    BOOST_TEST(unpack(zip, good + "tail").status == 400U);
    BOOST_TEST(unpack(zip, "{\"plain\":1}").status == 400U);
    BOOST_TEST(unpack(zip, good).status == 0U);
}

BOOST_AUTO_TEST_CASE(what_would_not_shrink_is_left_alone) {
    std::mt19937 random{1};
    std::string noise(5000, ' ');
    for (char& c : noise) c = static_cast<char>(random());
    gzip zip;
    domain::scratch<char> out;
    out.push('a');
    BOOST_TEST(!zip.pack(noise, out));
    BOOST_TEST(out.size() == 1U);
    BOOST_TEST(zip.pack(std::string(5000, 'x'), out));
}

BOOST_AUTO_TEST_CASE(a_client_says_whether_it_takes_gzip) {
    struct row {
        std::string_view value;
        gzip_wish wish;
    };
    constexpr row rows[] = {
        {"", gzip_wish::unsaid},
        {"gzip", gzip_wish::wanted},
        {"GZip", gzip_wish::wanted},
        {"x-gzip", gzip_wish::wanted},
        {"deflate, gzip;q=1.0, *;q=0.5", gzip_wish::wanted},
        {"gzip;q=0.001", gzip_wish::wanted},
        {"gzip ; Q=0.5", gzip_wish::wanted},
        {"*", gzip_wish::wanted},
        {"br, deflate", gzip_wish::unsaid},
        {"gzipped", gzip_wish::unsaid},
        {"identity", gzip_wish::unsaid},
        {"gzip;q=0", gzip_wish::refused},
        {"gzip; q=0.000", gzip_wish::refused},
        {"*;q=0", gzip_wish::refused},
        {"*, gzip;q=0", gzip_wish::refused},
        {"gzip, *;q=0", gzip_wish::wanted},
    };
    for (const row& r : rows) BOOST_TEST((find_gzip_wish(r.value) == r.wish), r.value);
}

BOOST_AUTO_TEST_CASE(a_compressed_request_is_seen_as_what_it_was) {
    test::echo_server running;
    test::raw_client client{running.port()};
    const std::string plain(100000, 'p');
    for (int i = 0; i < 2; ++i) {
        client.send(post("/p", packed(plain)));
        const auto answer = client.receive();
        BOOST_TEST_REQUIRE(answer.has_value());
        BOOST_TEST((answer->body == "POST /p [" + plain + "]"));
    }
    BOOST_TEST(running.echo.padded);
}

BOOST_AUTO_TEST_CASE(a_bomb_and_a_broken_body_are_refused) {
    test::echo_server running;
    const std::string bomb = packed(std::string(30U << 20, '\0'));
    BOOST_TEST(bomb.size() < 1U << 18);
    const std::pair<std::string, unsigned> bad[] = {
        {bomb, 413}, {bomb.substr(0, 500), 400}, {"{}", 400}};
    for (const auto& [body, status] : bad) {
        test::raw_client client{running.port()};
        client.send(post("/p", body));
        const auto answer = client.receive();
        BOOST_TEST_REQUIRE(answer.has_value());
        BOOST_TEST(answer->status == status);
        BOOST_TEST(client.at_end());
    }
}

BOOST_AUTO_TEST_CASE(an_answer_is_compressed_for_those_who_want_it) {
    test::echo_server running;
    test::raw_client client{running.port()};
    const auto ask = [&](std::string_view begin, std::string_view wish, bool head_only = false) {
        client.send(std::string{begin} +
                    " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + std::string{wish} + "\r\n\r\n");
        auto answer = client.receive(head_only);
        BOOST_TEST_REQUIRE(answer.has_value());
        return *std::move(answer);
    };
    const auto small = ask("GET /bytes?1023", "gzip");
    BOOST_TEST(small.field("Content-Encoding") == "");
    BOOST_TEST(small.body.size() == 1023U);

    const auto large = ask("GET /bytes?1024", "gzip");
    BOOST_TEST(large.field("Content-Encoding") == "gzip");
    BOOST_TEST(large.field("Vary") == "Accept-Encoding");
    gzip zip;
    BOOST_TEST(unpack(zip, large.body).text == std::string(1024, 'x'));

    const auto head = ask("HEAD /bytes?1024", "gzip", true);
    BOOST_TEST(head.field("Content-Encoding") == "gzip");
    BOOST_TEST(head.field("Content-Length") == large.field("Content-Length"));

    const auto unwanted = ask("GET /bytes?1024", "gzip;q=0");
    BOOST_TEST(unwanted.field("Content-Encoding") == "");
    BOOST_TEST(unwanted.field("Vary") == "Accept-Encoding");
    BOOST_TEST(unwanted.body.size() == 1024U);
}

BOOST_AUTO_TEST_CASE(an_unknown_coding_is_refused_with_what_would_do) {
    test::echo_server running;
    test::raw_client client{running.port()};
    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: zstd\r\nContent-Length: 1\r\n\r\nz");
    const auto answer = client.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 415U);
    BOOST_TEST(answer->field("Accept-Encoding") == "gzip");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::http
