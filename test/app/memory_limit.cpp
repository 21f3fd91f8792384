// SPDX-License-Identifier: BSL-1.0
//
// --max-memory: what would not fit is refused, clearly, and nothing else changes.
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {

BOOST_AUTO_TEST_SUITE(memory_limits)

BOOST_AUTO_TEST_CASE(what_does_not_fit_into_memory_is_refused_with_503) {
    world_server server(world{}, {"--max-memory=256MiB", "--threads=1"});
    caller anna(server.port());
    const std::string text = '"' + std::string(3000, 'x') + '"';
    std::vector<std::string> events;
    for (unsigned serial = 1; serial <= 1000; ++serial)
        events.push_back(changed_event("web", serial, {{"description", text}}));
    response last;
    std::size_t created = 0;
    for (int call = 0; call < 150 && last.status != 503; ++call) {
        last = anna.post("web", events);
        if (last.status == 200) created += read_bulk_answer(last).processed.size();
    }
    BOOST_TEST(last.status == 503);
    BOOST_TEST(last.field("Retry-After").value() == "60");
    BOOST_TEST(difference(refusal_of("ServiceUnavailableException",
                                     "Nothing Can Be Recorded: the Server Uses All the Memory It "
                                     "May.",
                                     "The service is not available at the moment."),
                          last) == "");
    BOOST_TEST(created >= 1000U);
    // Nor does anything else that takes memory.
    const std::string account = R"({"token":")" + anna.token + R"(","name":"One more"})";
    anna.client.send(request_text("POST", "/crmapi/rest/v2/accounts_receivable/create", account));
    BOOST_TEST(anna.client.receive().status == 503);
    for (const auto& [path, body] :
         {std::pair("/__admin/organisations", R"({"name":"another"})"),
          std::pair("/__admin/organisations/world/checkpoints/now/save", "{}")}) {
        anna.client.send(request_text("POST", path, body));
        const response refused = anna.client.receive();
        BOOST_TEST(refused.status == 503, path << ": " << refused.body);
        BOOST_TEST(refused.body.find("--max-memory") != std::string::npos, refused.body);
    }
    const std::string wrong = changed_event("web", 1, {{"website", "7"}});
    BOOST_TEST(anna.create("web", {wrong}).unprocessed.size() == 1U);
    BOOST_TEST(anna.client.get("/__admin/health/ready").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
