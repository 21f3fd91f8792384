// SPDX-License-Identifier: BSL-1.0
//
// Directories that earlier programs have left: test/golden/<name>/ and, beside it, what it must
// dump as. A released format version never leaves this place; test/golden/make.sh makes a new one.
#include <boost/test/unit_test.hpp>

#include "test/app/kept_directory.hpp"

namespace crmlocal::test {

BOOST_AUTO_TEST_SUITE(golden_directories)

BOOST_AUTO_TEST_CASE(all_of_them_are_read_as_they_were_meant) {
    namespace fs = std::filesystem;
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(CRMLOCAL_SOURCE_DIR "/test/golden")) {
        if (!entry.is_directory()) continue;
        ++seen;
        const temporary_directory scratch;  // the sources may not be written to
        const fs::path data = scratch.path() / "data";
        fs::copy(entry.path(), data);
        const std::string expected = read_file(entry.path().string() + ".ndjson");
        BOOST_TEST_CONTEXT(entry.path()) {
            BOOST_TEST(run_tool("check", data).exit_code == 0);
            BOOST_TEST(run_tool("dump", data).output == expected);
            {
                server_process server(CRMLOCAL_BINARY, {"--data=" + data.string()});
                BOOST_TEST(server.stop() == 0);
            }
            const std::string served = run_tool("dump", data).output;
            // The journal's numbers may have gone on; the rest is as it was.
            BOOST_TEST(served.substr(served.find('\n')) == expected.substr(expected.find('\n')));
        }
    }
    BOOST_TEST(seen >= 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
