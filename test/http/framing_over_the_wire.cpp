// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/http/echo_server.hpp"
#include "test/http/framing_vectors.hpp"
#include "test/http/raw_client.hpp"

namespace crmlocal::test {
namespace {

constexpr std::string_view canary = "GET /canary HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
constexpr std::string_view canary_seen = "GET /canary []";

/// What is wrong with these answers to a vector and the canary behind it; empty if nothing is.
std::string judge(const framing_vector& row, const std::vector<raw_answer>& answers) {
    if (answers.empty()) return "no answer";
    const raw_answer& first = answers.front();
    if (first.status != row.status && first.status != row.or_status)
        return "answered " + std::to_string(first.status) + ' ' + first.body;
    if (first.status != 200 || row.ends) {
        if (first.field("Connection") != "close") return "the end is not announced";
        return answers.size() == 1 ? "" : "something is answered after the end";
    }
    if (!row.seen.empty() && first.body != row.seen) return "seen as " + first.body;
    if (answers.size() != 2) return "not two answers but " + std::to_string(answers.size());
    return answers.back().body == canary_seen ? "" : "the canary was " + answers.back().body;
}

template <class Send>
std::size_t check(echo_server& running, std::span<const framing_table> tables, Send&& send) {
    std::size_t count = 0;
    for (const framing_table& table : tables) {
        for (const framing_vector& row : table.rows) {
            ++count;
            raw_client client{running.port()};
            send(client, std::string{table.before} + std::string{row.text} +
                             std::string{table.after} + std::string{canary});
            const auto answers = client.receive_all();
            const std::string fault = judge(row, answers);
            BOOST_TEST(fault == "", table.name << " [" << row.text << "]: " << fault);
            BOOST_TEST(client.at_end(), table.name << " [" << row.text << "]: not closed");
        }
    }
    return count;
}

template <class Send>
void check_all(Send&& send) {
    echo_server running;
    BOOST_TEST(check(running, head_vectors(), send) + check(running, body_vectors(), send) >= 150U);
    BOOST_TEST(running.echo.padded);
}

BOOST_AUTO_TEST_SUITE(framing_over_the_wire)

BOOST_AUTO_TEST_CASE(every_vector_in_one_write_is_judged_by_the_rfc_and_loses_no_canary) {
    check_all([](raw_client& client, const std::string& bytes) { client.send(bytes); });
}

BOOST_AUTO_TEST_CASE(every_vector_byte_by_byte_is_judged_the_same) {
    check_all([](raw_client& client, const std::string& bytes) { client.send_bytewise(bytes); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::test
