// SPDX-License-Identifier: BSL-1.0
#include "http/fixture_file.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <stdlib.h>
#include <string>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "http/gzip.hpp"

namespace crmlocal::http {
namespace {

namespace kinds = domain::kinds;

// A folder of its own for the files of a test.
struct folder {
    folder() { BOOST_REQUIRE(::mkdtemp(path.data())); }
    ~folder() { std::filesystem::remove_all(path); }

    std::string write(std::string_view bytes) const {
        const std::string name = path + "/fixture.json";
        std::ofstream(name, std::ios::binary) << bytes;
        return name;
    }

    std::string path = (std::filesystem::temp_directory_path() / "crmlocal.XXXXXX").string();
};

std::string packed(std::string_view text) {
    domain::scratch<char> out;
    BOOST_TEST_REQUIRE(gzip().pack({text.data(), text.size()}, out));
    return {out.data(), out.size()};
}

std::string text_in(const std::string& path, std::size_t bytes_max = fixture_bytes_max) {
    const auto made = read_fixture_file(path, bytes_max);
    return made ? std::string(made->data(), made->size()) : made.error().text();
}

BOOST_AUTO_TEST_SUITE(fixture_file_suite)

BOOST_FIXTURE_TEST_CASE(a_file_is_read_as_it_is, folder) {
    BOOST_TEST(text_in(write("")) == "");
    for (std::size_t size : {1U, 65535U, 65536U, 65537U, 1'000'000U}) {
        const std::string text(size, 'x');
        BOOST_TEST((text_in(write(text)) == text), size);
    }
}

BOOST_FIXTURE_TEST_CASE(gzip_is_known_by_its_first_bytes, folder) {
    const std::string text(100'000, 'x'), more(200'000, 'y');
    BOOST_TEST((text_in(write(packed(text))) == text));
    BOOST_TEST((text_in(write(packed(text) + packed(more))) == text + more));

    const std::string products =
        R"({"organisation":"o","products":[{"code":"Silver"},{"code":"Gold"}]})";
    const std::string file = write(packed(products + std::string(1000, ' ')));
    const auto made = load_fixture(file, domain::customer_events, 1);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->data->all(kinds::product).size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(broken_gzip_is_said_to_be, folder) {
    const std::string whole = packed(std::string(1000, 'x') + std::string(1000, 'y'));
    const std::string said = path + "/fixture.json: is broken gzip, or cut short";
    for (std::size_t size = 2; size < whole.size(); ++size)
        BOOST_TEST(text_in(write(whole.substr(0, size))) == said);
    std::string changed = whole;
    changed[whole.size() - 5] = static_cast<char>(changed[whole.size() - 5] ^ 1);
    BOOST_TEST(text_in(write(changed)) == said);
    BOOST_TEST(text_in(write(whole + "x")) == said);
}

BOOST_FIXTURE_TEST_CASE(a_file_has_a_bound_packed_or_not, folder) {
    const std::string text(100'000, 'x'), name = path + "/fixture.json";
    BOOST_TEST(text_in(write(text), 100'000).size() == 100'000U);
    BOOST_TEST(text_in(write(text), 99'999) == name + ": has more than 99999 bytes");
    BOOST_TEST(text_in(write(packed(text)), 100'000).size() == 100'000U);
    BOOST_TEST(text_in(write(packed(text)), 99'999) == name + ": has more than 99999 bytes");
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_read_is_said, folder) {
    BOOST_TEST(text_in(path + "/none") ==
               path + "/none: cannot be opened: No such file or directory");
    BOOST_TEST(text_in(path) == path + ": cannot be read: Is a directory");
    const std::string name = write("{\n\"organization\":\"o\"}");
    const auto made = load_fixture(name, domain::customer_events, 1);
    BOOST_TEST_REQUIRE(made.has_error());
    BOOST_TEST(made.error().text().starts_with(name + ":2:1: unknown member 'organization'"));
}

BOOST_AUTO_TEST_CASE(a_pipe_will_do) {
    int ends[2];
    BOOST_TEST_REQUIRE(::pipe(ends) == 0);
    BOOST_TEST_REQUIRE(::write(ends[1], "{\"organisation\":\"o\"}", 20) == 20);
    ::close(ends[1]);
    const auto made =
        load_fixture("/dev/fd/" + std::to_string(ends[0]), domain::customer_events, 1);
    ::close(ends[0]);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->organisation == "o");
}

BOOST_AUTO_TEST_CASE(the_demo_holds_what_the_seeds_examples_use) {
    const auto made =
        load_fixture(CRMLOCAL_SOURCE_DIR "/app/demo.json", domain::customer_events, 1);
    BOOST_TEST_REQUIRE(made.has_value(), made.error().text());
    BOOST_TEST(made->organisation == "demo");
    BOOST_TEST_REQUIRE(made->users.size() == 1U);
    BOOST_TEST(made->users[0].username == "demo");
    BOOST_TEST(made->users[0].password == "demo");
    BOOST_TEST(made->next_numbers == (std::vector<std::uint64_t>{45, 123, 8, 14, 4, 42}),
               boost::test_tools::per_element());

    const store::reference_data& data = *made->data;
    for (const char* number : {"20", "50", "77", "164", "218", "226", "228"}) {
        const std::string whole =
            "ACR" + std::string(10 - std::string(number).size(), '0') + number;
        const domain::entity* account = data.find(kinds::account, 1, whole);
        BOOST_TEST_REQUIRE(account, whole);
        BOOST_TEST(account->active);
    }
    for (const char* number : {"ACR000177", "ACR0097", "ACR00008", "ACR0000058", "ACR00045750",
                               "ACR00670000", "ACR00045000", "ACR00670040", "ACR45000", "ACR040"})
        BOOST_TEST(!data.find(kinds::account, 1, number));
    for (const char* number : {"04", "10", "12", "14", "17"}) {
        const domain::entity* participant =
            data.find(kinds::participant, 1, "RP00000000" + std::string(number));
        BOOST_TEST_REQUIRE(participant, number);
        BOOST_TEST(participant->referred == (std::string_view(number) == "04"));
    }
    BOOST_TEST(data.find(kinds::unit, 1, "Admin Unit")->related ==
               data.find(kinds::currency, 1, "EUR"));
    BOOST_TEST(data.find(kinds::classification, 1, "Customer Feedback 3")->type == "ACHIEVEMENT");
    for (const char* number : {"1", "2", "3"})
        BOOST_TEST(
            data.find(kinds::classification, 1, "Financial Achievement " + std::string(number))
                ->type == "FINANCIAL_ACHIEVEMENT");
    for (const char* code : {"Serendipity", "Bronze"})
        BOOST_TEST(data.find(kinds::product, 1, code));

    std::set<std::string_view> types;
    for (const domain::entity& c : data.all(kinds::classification)) types.insert(c.type);
    BOOST_TEST(types.size() == domain::customer_events.types.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::http
