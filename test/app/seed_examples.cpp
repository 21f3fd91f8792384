// SPDX-License-Identifier: BSL-1.0
//
// The vendor's six examples, cut out of the page and sent as they are.
#include <set>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/support/caller.hpp"
#include "test/support/json.hpp"
#include "test/support/seed.hpp"
#include "test/support/server_process.hpp"

namespace crmlocal::test {

std::ostream& operator<<(std::ostream& out, const seed_method& method) {
    return out << method.path;
}

namespace {

const std::vector<seed_method>& seed() {
    static const auto methods =
        read_seed(CRMLOCAL_SOURCE_DIR "/test/seed/customer_events_bulk.txt");
    return methods;
}

json::array& processed_set(json::value& answer) {
    return answer.at("data").at("processed_customer_events_set").as_array();
}

// Puts the example's ids in the place of the answer's; the answer's own, in their order.
std::vector<std::string> exchange_ids(json::value& answer, json::value& example) {
    std::vector<std::string> out;
    json::array &rows = processed_set(answer), &rows_of_example = processed_set(example);
    for (std::size_t i = 0; i < rows.size() && i < rows_of_example.size(); ++i) {
        json::value& id = rows[i].at("id");
        out.emplace_back(id.as_string());
        id = rows_of_example[i].at("id");
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(seed_examples)

BOOST_DATA_TEST_CASE(an_example_is_answered_as_the_seed_shows_it_ids_aside, seed(), example) {
    server_process server(CRMLOCAL_BINARY);
    http_client client(server.port());
    const std::string token = token_of(client, "demo", "demo", "demo");
    const response answer =
        client.post("/crmapi/rest/v2/" + example.path, example.request_with(token));

    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.field("Content-Type").value_or("") == "application/json; charset=utf-8");
    json::value found = parse_json(answer.body), expected = parse_json(example.response);
    const std::vector<std::string> ids = exchange_ids(found, expected);
    BOOST_TEST(difference_in_order(expected, found) == "");

    for (const std::string& id : ids) BOOST_TEST(is_event_id(id), id);
    BOOST_TEST(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
    BOOST_TEST(server.stop() == 0);
}

BOOST_AUTO_TEST_CASE(the_examples_can_follow_one_another_on_one_connection) {
    server_process server(CRMLOCAL_BINARY);
    http_client client(server.port());
    const std::string token = token_of(client, "demo", "demo", "demo");
    std::set<std::string> ids;
    std::size_t count = 0;
    for (const seed_method& example : seed()) {
        const response answer =
            client.post("/crmapi/rest/v2/" + example.path, example.request_with(token));
        json::value found = parse_json(answer.body), expected = parse_json(example.response);
        for (const std::string& id : exchange_ids(found, expected)) ids.insert(id), ++count;
        BOOST_TEST(difference_in_order(expected, found) == "");
    }
    BOOST_TEST(count == 12U);
    BOOST_TEST(ids.size() == count);
}

BOOST_AUTO_TEST_CASE(an_example_sent_again_gets_the_next_numbers_and_new_ids) {
    server_process server(CRMLOCAL_BINARY);
    http_client client(server.port());
    const std::string token = token_of(client, "demo", "demo", "demo");
    const seed_method& example = seed().front();
    std::set<std::string> ids;
    for (const char* first : {"45", "47", "49"}) {
        const bulk_answer answer = read_bulk_answer(
            client.post("/crmapi/rest/v2/" + example.path, example.request_with(token)));
        BOOST_REQUIRE(answer.processed.size() == 2);
        BOOST_TEST(answer.processed[0].number == first);
        for (const processed_row& row : answer.processed) ids.insert(row.id);
    }
    BOOST_TEST(ids.size() == 6U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
