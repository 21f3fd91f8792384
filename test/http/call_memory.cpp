// SPDX-License-Identifier: BSL-1.0
#include "http/call_memory.hpp"

#include <cstring>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "http/gzip.hpp"
#include "http/read_buffer.hpp"
#include "test/http/echo_server.hpp"
#include "test/http/raw_client.hpp"

namespace crmlocal::http {
namespace {

void put(read_buffer& in, std::string_view bytes) {
    const auto room = in.room();
    BOOST_TEST_REQUIRE(room.size() >= bytes.size());
    std::memcpy(room.data(), bytes.data(), bytes.size());
    in.put(bytes.size());
}

BOOST_AUTO_TEST_SUITE(memory)

BOOST_AUTO_TEST_CASE(memory_comes_back_and_what_is_too_large_is_not_kept) {
    limits bounds;
    bounds.kept_bytes_max = 1000;
    call_lender lender{bounds};
    const call_memory* first = nullptr;
    {
        const auto loan = lender.lend();
        first = loan.get();
        loan->space.body.extend(2000);
        loan->space.answer.extend(5000);
        loan->space.answer.status = 404;
    }
    const auto again = lender.lend();
    BOOST_TEST(again.get() == first);
    BOOST_TEST(again->space.body.capacity() == 0U);
    BOOST_TEST(again->space.answer.status == 200U);
    BOOST_TEST(again->space.answer.body().empty());
    BOOST_TEST((lender.lend().get() != first));
}

BOOST_AUTO_TEST_CASE(no_more_memories_are_kept_than_allowed) {
    limits bounds;
    bounds.kept_calls_max = 2;
    call_lender lender{bounds};
    for (int round = 0; round < 3; ++round) {
        std::vector<call_lender::loan> loans;
        for (int i = 0; i < 5; ++i) loans.push_back(lender.lend());
    }
}

BOOST_AUTO_TEST_CASE(all_bodies_together_are_bounded_but_one_alone_is_not) {
    limits bounds;
    bounds.bodies_bytes_max = 1000;
    call_lender lender{bounds};
    auto one = lender.lend();
    const auto two = lender.lend();
    BOOST_TEST(lender.charge(*one, 5000));
    BOOST_TEST(!lender.charge(*two, 1));
    one.reset();
    BOOST_TEST(lender.charge(*two, 600));
    BOOST_TEST(lender.charge(*two, 500));  // that much is counted already
    const auto three = lender.lend();
    BOOST_TEST(lender.charge(*three, 400));
    BOOST_TEST(!lender.charge(*three, 401));
}

BOOST_AUTO_TEST_CASE(bodies_beyond_the_bound_are_asked_to_come_again) {
    limits bounds = test::test_limits();
    bounds.bodies_bytes_max = 100000;
    test::echo_server running{bounds};
    test::raw_client first{running.port()};
    const std::string begin = "POST / HTTP/1.1\r\nHost: x\r\n";
    const std::string most(90000, 'b');
    first.send(begin + "Content-Length: 90001\r\n\r\n" + most);
    const auto refused = [&](const std::string& rest) {
        test::raw_client client{running.port()};
        client.send(begin + rest);
        const auto answer = client.receive();
        return answer && answer->status == 503 && answer->field("Retry-After") == "1" &&
               client.at_end();
    };
    // The first may still be on its way when the next is accepted.
    BOOST_TEST(test::eventually([&] { return refused("Content-Length: 90000\r\n\r\n"); }));
    BOOST_TEST(refused("Transfer-Encoding: chunked\r\n\r\nffff\r\n"));
    std::string tiny;
    for (int i = 0; i < 200; ++i) tiny += "64\r\n" + std::string(100, 'c') + "\r\n";
    BOOST_TEST(refused("Transfer-Encoding: chunked\r\n\r\n" + tiny + "1"));

    gzip zip;
    domain::scratch<char> packed;
    BOOST_TEST_REQUIRE(zip.pack(most, packed));
    BOOST_TEST(
        refused("Content-Encoding: gzip\r\nContent-Length: " + std::to_string(packed.size()) +
                "\r\n\r\n" + std::string(packed.data(), packed.size())));

    first.send("b");
    const auto answer = first.receive();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 200U);
}

BOOST_AUTO_TEST_CASE(a_held_head_stays_where_it_is) {
    read_buffer in;
    put(in, "HEAD1body");
    const std::string_view head = in.hold(5);
    BOOST_TEST(in.unread() == "body");
    for (int i = 0; i < 100; ++i) {
        in.use(in.unread().size());
        put(in, std::string(1000, 'b'));
        BOOST_TEST(head == "HEAD1");
    }
    in.release();
    BOOST_TEST(in.unread() == std::string(1000, 'b'));
}

BOOST_AUTO_TEST_CASE(a_head_at_the_end_of_the_buffer_leaves_room_behind_it) {
    read_buffer in;
    put(in, std::string(read_buffer::capacity - 4, 'x') + "HEAD");
    in.use(read_buffer::capacity - 4);
    const std::string_view head = in.hold(4);
    BOOST_TEST(head == "HEAD");
    BOOST_TEST(in.room().size() == read_buffer::capacity - 4);
    put(in, "more");
    BOOST_TEST(head == "HEAD");
    BOOST_TEST(in.unread() == "more");
}

BOOST_AUTO_TEST_CASE(there_is_room_as_long_as_something_was_used) {
    read_buffer in;
    put(in, std::string(read_buffer::capacity, 'x'));
    in.use(10);
    BOOST_TEST(in.room().size() == 10U);
    put(in, "0123456789");
    BOOST_TEST(in.unread().size() == read_buffer::capacity);
    BOOST_TEST(in.unread().ends_with("x0123456789"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::http
