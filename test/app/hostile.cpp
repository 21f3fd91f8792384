// SPDX-License-Identifier: BSL-1.0
//
// Requests that are wrong on purpose: each gets its answer, its connection is closed, and the next
// client is served.
#include <algorithm>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

const std::string post = "POST " + bulk_path("web") + " HTTP/1.1\r\n";
const std::string host = "Host: localhost\r\n";

const std::string in_chunks = post + host + "Transfer-Encoding: chunked\r\n\r\n";

struct hostile_request {
    std::string name;
    std::string bytes;
    std::vector<int> statuses;
};

std::ostream& operator<<(std::ostream& out, const hostile_request& row) { return out << row.name; }

std::string chunked(const std::string& trailer) {
    return in_chunks + "2\r\n{}\r\n0\r\n" + trailer + "\r\n";
}

std::string with_length(const std::string& length) {
    return post + host + "Content-Length: " + length + "\r\n\r\n{}";
}

std::string with_coding(const std::string& coding) {
    return post + host + "Transfer-Encoding: " + coding + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
}

std::string many_fields() {
    std::string out;
    for (int i = 0; i < 2000; ++i) out += "X-" + std::to_string(i) + ": y\r\n";
    return out;
}

const std::string many(70'000, 'x');

std::string all_bytes() {
    std::string out;
    for (int i = 0; i < 256; ++i) out += static_cast<char>(i);
    return out;
}

// clang-format off
const std::vector<hostile_request> requests = {
    {"a trailer of 70 KB", chunked("X: " + many + "\r\n"), {400, 413, 431}},
    {"70 KB of trailers", chunked(many_fields() + many_fields()), {400, 413, 431}},
    {"a field of 70 KB", post + host + "X: " + many + "\r\n\r\n", {431}},
    {"2000 fields", post + host + many_fields() + "\r\n", {431}},
    {"a header that never ends", post + host + std::string(1 << 20, 'x'), {400, 431}},
    {"a target of 70 KB", "GET /" + many + " HTTP/1.1\r\n" + host + "\r\n", {414, 431}},
    {"no Host", post + "Content-Length: 2\r\n\r\n{}", {400}},
    {"two Hosts", post + host + host + "Content-Length: 2\r\n\r\n{}", {400}},
    {"Transfer-Encoding: gzip", with_coding("gzip"), {400, 501}},
    {"Transfer-Encoding: gzip, chunked", with_coding("gzip, chunked"), {400, 501}},
    {"Transfer-Encoding: chunked, gzip", with_coding("chunked, gzip"), {400, 501}},
    {"Transfer-Encoding: chunked, chunked", with_coding("chunked, chunked"), {400, 501}},
    {"Transfer-Encoding: xchunked", with_coding("xchunked"), {400, 501}},
    {"Transfer-Encoding: identity", with_coding("identity"), {400, 501}},
    {"two Content-Lengths",
        post + host + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", {400}},
    {"a list of Content-Lengths", with_length("2, 3"), {400}},
    {"a negative Content-Length", with_length("-2"), {400}},
    {"Content-Length: +2", with_length("+2"), {400}},
    {"Content-Length: 2x", with_length("2x"), {400}},
    {"Content-Length: 2^64 + 2", with_length("18446744073709551618"), {400, 413}},
    {"Content-Length: 2^63", with_length("9223372036854775808"), {400, 413}},
    {"both framings",
        post + "Content-Length: 2\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"
        "2\r\n{}\r\n0\r\n\r\n", {400}},
    {"a chunk size that is none", in_chunks + "xyz\r\n{}\r\n", {400}},
    {"a chunk size of 2^64 + 2", in_chunks + "10000000000000002\r\n{}\r\n", {400, 413}},
    {"a chunk that is too long", in_chunks + "2\r\n{}x\r\n0\r\n\r\n", {400}},
    {"an endless chunk extension", in_chunks + "2;" + many + "\r\n{}\r\n", {400, 413, 431}},
    {"a folded field", post + host + "X: y\r\n z\r\nContent-Length: 2\r\n\r\n{}", {400}},
    {"a space before the colon", post + host + "Content-Length : 2\r\n\r\n{}", {400}},
    {"a field without a name", post + host + ": x\r\n\r\n", {400}},
    {"a NUL in a field", post + host + std::string("X: a\0b\r\n\r\n", 10), {400}},
    {"HTTP/3.0", "POST / HTTP/3.0\r\n" + host + "\r\n", {400, 505}},
    {"HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505}},
    {"no HTTP at all", "hello\r\n\r\n", {400, 505}},
    {"a TLS handshake",
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + "\r\n\r\n", {400}},
    {"bytes of all values", all_bytes() + "\r\n\r\n", {400}},
};
// clang-format on

void check_serves_others(world_server& server) {
    caller next(server.port());
    BOOST_TEST(next.create("web", valid_events("web", 1)).processed.size() == 1U);
}

// Sends the bytes and checks for a refusal with one of the statuses and a closed connection.
void check_refused(http_client& client, std::string_view bytes, const std::vector<int>& statuses) {
    client.send_until_answered(bytes);
    const response answer = client.receive();
    BOOST_TEST((std::ranges::find(statuses, answer.status) != statuses.end()),
               "status " << answer.status);
    BOOST_TEST(read_refusal(answer).code.ends_with("EXCEPTION"));
    BOOST_TEST(client.is_closed_by_peer());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile)

BOOST_DATA_TEST_CASE(a_request_that_cannot_be_read_is_refused_and_closed, data::make(requests),
                     row) {
    world_server server;
    {
        http_client client(server.port());
        check_refused(client, row.bytes, row.statuses);
    }
    check_serves_others(server);
    BOOST_TEST(server.process().stop() == 0);
}

BOOST_AUTO_TEST_CASE(nothing_behind_a_refused_request_is_served) {
    world_server server;
    const std::string smuggled =
        request_text("POST", bulk_path("web"), R"({"token":"x","web_customer_events_set":[]})");
    http_client client(server.port());
    check_refused(client, with_coding("gzip") + smuggled, {400, 501});
    check_serves_others(server);
}

BOOST_AUTO_TEST_CASE(a_body_of_20_mb_is_refused_however_it_is_framed) {
    world_server server;
    const std::string body(20'000'000, ' ');
    http_client with_length(server.port());
    check_refused(with_length, request_text("POST", bulk_path("web"), body), {413});
    http_client in_one_chunk(server.port());
    check_refused(in_one_chunk, in_chunks + "1312D00\r\n" + body, {413});
    std::string chunks;
    for (int i = 0; i < 20; ++i) chunks += "F4240\r\n" + std::string(1'000'000, ' ') + "\r\n";
    http_client in_many_chunks(server.port());
    check_refused(in_many_chunks, in_chunks + chunks + "0\r\n\r\n", {413});
    check_serves_others(server);
}

BOOST_AUTO_TEST_CASE(the_limit_of_a_body_is_16_mib_and_can_be_chosen) {
    for (const auto& [limit, arguments] :
         {std::pair<std::size_t, std::vector<std::string>>{16 << 20, {}},
          {5000, {"--body-limit=5000"}}}) {
        world_server server(world(), arguments);
        caller anna(server.port());
        std::string body = bulk_body(anna.token, "web", valid_events("web", 1));
        body.append(limit - body.size(), ' ');
        const response largest = anna.client.post(bulk_path("web"), body);
        BOOST_TEST(read_bulk_answer(largest).processed.size() == 1U);
        check_refused(anna.client, request_text("POST", bulk_path("web"), body + ' '), {413});
        check_serves_others(server);
    }
}

BOOST_AUTO_TEST_CASE(a_header_that_comes_too_slowly_is_answered_408) {
    world_server server(world(), {"--header-timeout=0.2"});
    http_client slow(server.port());
    check_refused(slow, post + host, {408});
    check_serves_others(server);
}

BOOST_AUTO_TEST_CASE(a_body_that_comes_too_slowly_is_answered_408) {
    world_server server(world(), {"--body-timeout=0.2"});
    http_client slow(server.port());
    check_refused(slow, post + host + "Content-Length: 100\r\n\r\n{", {408});
    http_client slow_chunks(server.port());
    check_refused(slow_chunks, in_chunks + "2\r\n{", {408});
    check_serves_others(server);
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_in_the_middle_does_no_harm) {
    world_server server;
    caller anna(server.port());
    const std::string whole =
        request_text("POST", bulk_path("referrals"),
                     bulk_body(anna.token, "referrals", valid_events("referrals", 20)));
    for (std::size_t part = 0; part < whole.size(); part += whole.size() / 50) {
        http_client client(server.port());
        client.send(std::string_view(whole).substr(0, part));
    }
    // Half a call is no call.
    BOOST_TEST(
        (anna.create("referrals", valid_events("referrals", 20)).numbers() == numbers_from(1, 20)));
    BOOST_TEST(server.process().stop() == 0);
}

BOOST_AUTO_TEST_CASE(a_client_that_reads_nothing_does_not_keep_others_waiting) {
    world_server server(world(), {"--threads=1"});
    {
        caller deaf(server.port());
        std::string calls = request_text("POST", bulk_path("web"),
                                         bulk_body(deaf.token, "web", valid_events("web", 1000)));
        while (calls.size() < 50'000'000) calls += calls;
        deaf.client.send_what_fits(calls);
        check_serves_others(server);
    }
    check_serves_others(server);
    BOOST_TEST(server.process().stop() == 0);
}

BOOST_AUTO_TEST_CASE(many_connections_do_no_harm) {
    world_server server;
    std::vector<http_client> idle;
    for (int i = 0; i < 300; ++i) idle.emplace_back(server.port());
    for (http_client& client : idle) client.send("POST / HT");
    check_serves_others(server);
    idle.clear();
    check_serves_others(server);
    BOOST_TEST(server.process().stop() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
