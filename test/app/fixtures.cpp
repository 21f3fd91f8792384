// SPDX-License-Identifier: BSL-1.0
//
// `crmlocal fixtures generate`: what it prints, a server loads.
#include <boost/test/unit_test.hpp>

#include "test/support/caller.hpp"
#include "test/support/child_process.hpp"
#include "test/support/server_process.hpp"
#include "test/support/temporary_directory.hpp"

namespace crmlocal::test {
namespace {

outcome generate(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "generate");
    arguments.insert(arguments.begin(), "fixtures");
    return run(CRMLOCAL_BINARY, arguments);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fixtures)

BOOST_AUTO_TEST_CASE(the_same_seed_makes_the_same_bytes_and_another_one_others) {
    const std::string first = generate({"--seed=1"}).output;
    BOOST_TEST(first.size() > 100'000U);
    BOOST_TEST(generate({"--seed=1"}).output == first);
    BOOST_TEST(generate({"--seed=2"}).output != first);
}

BOOST_AUTO_TEST_CASE(whatever_is_generated_loads) {
    const std::vector<std::vector<std::string>> all = {
        {"--accounts=0"},
        {"--accounts=1", "--participants=50", "--referred=1", "--restricted=1", "--inactive=1"},
        {"--units=0", "--products=0", "--invoices=0", "--participants=0"},
        {"--accounts=5000", "--organisation=a \"b\" ü", "--referred=0.5", "--restricted=0.5"}};
    for (const std::vector<std::string>& arguments : all) {
        const outcome made = generate(arguments);
        BOOST_TEST_REQUIRE(made.exit_code == 0);
        temporary_directory folder;
        const std::string file = folder.write("made.json", made.output).string();
        server_process server(CRMLOCAL_BINARY, {"--fixtures=" + file});
        http_client client(server.port());
        BOOST_TEST(client.get("/__admin/organisations").status == 200);
    }
}

BOOST_AUTO_TEST_CASE(wrong_options_are_refused) {
    for (const char* wrong : {"--accounts=-1", "--accounts=x", "--referred=2", "--no-such=1"})
        BOOST_TEST(generate({wrong}).exit_code == 2, wrong);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
