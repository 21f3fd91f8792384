// SPDX-License-Identifier: BSL-1.0
//
// Flags, environment and configuration file: which one wins, and which are refused.
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

// True if the API is found below that path.
bool is_base_path(server_process& server, const std::string& path) {
    http_client client(server.port());
    return client.post(path + "/authentication/token", "{}").status == 200;
}

// Checks that it ends with 2, says why on standard error and nothing else.
void check_refused(const std::vector<std::string>& arguments, const environment& variables = {},
                   const std::string& reason = "") {
    std::string shown;
    for (const std::string& argument : arguments) shown += argument + " ";
    for (const auto& [name, value] : variables) shown += name + "=" + value + " ";
    child_process process(CRMLOCAL_BINARY, arguments, variables);
    BOOST_TEST_CONTEXT(shown) {
        if (const auto line = process.read_line()) {
            BOOST_ERROR("it was not refused: " << *line);
            return;
        }
        BOOST_TEST(process.wait() == 2);
        const std::string errors = process.errors();
        BOOST_TEST(!errors.empty());
        BOOST_TEST(errors.find(reason) != std::string::npos, errors);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(program_settings)

BOOST_AUTO_TEST_CASE(a_flag_wins_over_environment_over_file_over_default) {
    const temporary_directory directory;
    const std::string file =
        directory.write("config.toml", "base-path = \"/from/file\"\n").string();
    for (const bool with_flag : {false, true})
        for (const bool with_variable : {false, true})
            for (const bool with_file : {false, true}) {
                std::vector<std::string> arguments;
                environment variables;
                std::string expected = "/crmapi/rest/v2";
                if (with_file) {
                    arguments.push_back("--config=" + file);
                    expected = "/from/file";
                }
                if (with_variable) {
                    variables.emplace_back("CRMLOCAL_BASE_PATH", "/from/environment");
                    expected = "/from/environment";
                }
                if (with_flag) {
                    arguments.push_back("--base-path=/from/flag");
                    expected = "/from/flag";
                }
                server_process server(CRMLOCAL_BINARY, arguments, variables);
                for (const char* path :
                     {"/crmapi/rest/v2", "/from/file", "/from/environment", "/from/flag"})
                    BOOST_TEST(is_base_path(server, path) == (path == expected),
                               path << " while " << expected << " is expected");
            }
}

BOOST_AUTO_TEST_CASE(a_flag_may_be_separate_from_its_value) {
    server_process server(CRMLOCAL_BINARY, {"--base-path", "/from/flag"},
                          {{"CRMLOCAL_BASE_PATH", "/from/environment"}});
    BOOST_TEST(is_base_path(server, "/from/flag"));
    BOOST_TEST(!is_base_path(server, "/from/environment"));
}

BOOST_AUTO_TEST_CASE(every_flag_is_a_variable) {
    const temporary_directory directory;
    const std::string port_file = (directory.path() / "port").string();
    const std::string fixture = directory.write("world.json", world().fixture()).string();
    const std::string config = directory.write("config.toml", "base-path = \"/x\"\n").string();
    server_process server(CRMLOCAL_BINARY, {},
                          {{"CRMLOCAL_PORT_FILE", port_file},
                           {"CRMLOCAL_FIXTURES", fixture},
                           {"CRMLOCAL_CONFIG", config},
                           {"CRMLOCAL_API_FAULT_STATUS", "4xx"},
                           {"CRMLOCAL_BODY_LIMIT", "5000"},
                           {"CRMLOCAL_THREADS", "1"},
                           {"CRMLOCAL_SEED", "1"}});
    BOOST_TEST(std::stoi(read_file(port_file)) == server.port());
    http_client client(server.port());
    BOOST_TEST(client.post("/x/authentication/token", "{}").status >= 400);
    BOOST_TEST(client
                   .post("/authentication/token",
                         R"({"username":"u","password":"p","organisation":"world"})")
                   .status == 200);
    BOOST_TEST(client.post("/customer_events/bulk/web/create", std::string(5001, ' ')).status ==
               413);
}

BOOST_AUTO_TEST_CASE(every_flag_is_a_key_of_the_file) {
    const temporary_directory directory;
    const std::string port_file = (directory.path() / "port").string();
    const std::string fixture = directory.write("world.json", world().fixture()).string();
    const std::string config =
        directory
            .write("config.toml", "port = 0\nport-file = \"" + port_file + "\"\nfixtures = [\"" +
                                      fixture + "\"]\nthreads = 2\nseed = 1\nbody-limit = 5000\n")
            .string();
    child_process server(CRMLOCAL_BINARY, {"serve", "--config", config});
    BOOST_TEST_REQUIRE(server.read_line().has_value(), server.errors());
    caller anna(static_cast<std::uint16_t>(std::stoi(read_file(port_file))));
    BOOST_TEST(anna.create("web", valid_events("web", 1)).processed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(unknown_flags_and_bad_values_are_refused) {
    check_refused({});
    check_refused({"nonsense"});
    check_refused({"--nonsense"});
    check_refused({"serve", "--nonsense"}, {}, "nonsense");
    check_refused({"serve", "nonsense"}, {}, "nonsense");
    for (const char* value : {"x", "-1", "65536", "8080x", "80.5", ""})
        check_refused({"serve", "--port", value}, {}, "port");
    check_refused({"serve", "--port"}, {}, "port");
    check_refused({"serve", "--port=0", "--threads=x"}, {}, "threads");
    for (const char* seed : {"x", "-1", "1.5", "18446744073709551616"})
        check_refused({"serve", "--port=0", "--seed=" + std::string(seed)}, {}, "seed");
    check_refused({"serve", "--port=0", "--body-limit=x"}, {}, "body-limit");
    check_refused({"serve", "--port=0", "--api-fault-status=500"}, {}, "api-fault-status");
    for (const char* seconds : {"x", "-1", "0", "nan", "inf", "1e99"})
        check_refused({"serve", "--port=0", "--header-timeout=" + std::string(seconds)}, {},
                      "header-timeout");
    check_refused({"serve", "--port=0", "--log-level=loud"}, {}, "log-level");
    check_refused({"serve", "--port=0", "--fixtures=/nowhere/at/all.json"}, {}, "all.json");
    check_refused({"serve", "--port=0", "--config=/nowhere/at/all.toml"}, {}, "all.toml");
}

BOOST_AUTO_TEST_CASE(bad_variables_are_refused) {
    const std::vector<std::string> serve = {"serve"};
    check_refused(serve, {{"CRMLOCAL_PORT", "x"}}, "CRMLOCAL_PORT");
    check_refused(serve, {{"CRMLOCAL_PORT", "65536"}}, "CRMLOCAL_PORT");
    check_refused({"serve", "--port=0"}, {{"CRMLOCAL_API_FAULT_STATUS", "maybe"}},
                  "CRMLOCAL_API_FAULT_STATUS");
    check_refused({"serve", "--port=0"}, {{"CRMLOCAL_CONFIG", "/nowhere/at/all.toml"}}, "all.toml");
}

BOOST_AUTO_TEST_CASE(unknown_keys_and_bad_values_in_the_file_are_refused) {
    const temporary_directory directory;
    for (const std::string content :
         {"nonsense = 1\n", "port = \"x\"\n", "port = 65536\n", "seed = -1\n",
          "threads = 1\nthreads = 2\n", "api-fault-status = \"maybe\"\n", "[section]\n"}) {
        const bool is_about_port = content.starts_with("port");
        const std::string file =
            directory.write("config.toml", content + (is_about_port ? "" : "port = 0\n")).string();
        check_refused({"serve", "--config", file});
    }
}

BOOST_AUTO_TEST_CASE(a_fixture_that_cannot_be_used_is_refused_with_file_and_line) {
    const temporary_directory directory;
    const std::pair<const char*, const char*> rows[] = {
        {"", ""},
        {"{\"organisation\":\"a\",\n\"units\":[}", "2"},
        {"{\"organisation\":\"a\",\n\n\"nonsense\":1}", "3"},
        {"{\"organisation\":\"a\",\n\"units\":[],\n\"units\":[]}", "3"},
        {"{\"units\":[]}", ""},
        {"{\"organisation\":\"a\",\"units\":[{\"name\":\"x\"},\n{\"name\":\"x\"}]}", "2"},
        {"{\"organisation\":\"a\",\n\"units\":[{\"name\":\"x\",\n\"currency\":\"EUR\"}]}", "3"},
        {"{\"organisation\":\"a\",\n\"settings\":{\"numbering\":\"maybe\"}}", "2"},
        {"{\"organisation\":\"a\",\n\"settings\":{\"rules\":{\"nonsense\":\"off\"}}}", "2"},
        {"{\"organisation\":\"a\",\n\"next_numbers\":{\"nonsense\":1}}", "2"},
    };
    for (const auto& [content, line] : rows) {
        const std::string file = directory.write("unusable.json", content).string();
        const std::string place = *line ? file + ":" + line : file;
        BOOST_TEST_CONTEXT(content) {
            check_refused({"serve", "--port=0", "--fixtures", file}, {}, place);
        }
    }
}

BOOST_AUTO_TEST_CASE(two_fixtures_of_one_organisation_are_refused) {
    const temporary_directory directory;
    const std::string one = directory.write("one.json", R"({"organisation":"a"})").string();
    const std::string two = directory.write("two.json", R"({"organisation":"a"})").string();
    check_refused({"serve", "--port=0", "--fixtures", one, two});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
