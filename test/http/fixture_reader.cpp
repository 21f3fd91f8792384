// SPDX-License-Identifier: BSL-1.0
#include "http/fixture_reader.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "domain/rules.hpp"
#include "http/fixture_file.hpp"

namespace crmlocal::http {
namespace {

namespace kinds = domain::kinds;

fixture_result<store::fixture> read(std::string_view text) {
    return read_fixture(text, "f", domain::customer_events, 1);
}

store::fixture good(std::string_view text) {
    auto made = read(text);
    BOOST_TEST_REQUIRE(made.has_value(), made.error().text());
    return *std::move(made);
}

BOOST_AUTO_TEST_SUITE(fixture_reader_suite)

// No prefix of a fixture is a fixture, and none is read beyond its end.
BOOST_AUTO_TEST_CASE(half_a_fixture_is_none) {
    const auto whole = read_fixture_file(CRMLOCAL_SOURCE_DIR "/app/demo.json");
    BOOST_TEST_REQUIRE(whole.has_value());
    std::size_t end = whole->size();
    while (whole->data()[end - 1] != '}') --end;
    for (std::size_t size = 0; size < end; ++size) {
        const std::vector<char> part(whole->data(), whole->data() + size);
        if (read({part.data(), part.size()}).has_value()) BOOST_ERROR(size);
    }
}

BOOST_AUTO_TEST_CASE(only_the_organisation_must_be_there) {
    const store::fixture f = good(R"({"organisation":"o"})");
    BOOST_TEST(f.organisation == "o");
    BOOST_TEST(f.users.empty());
    BOOST_TEST(f.web_api_keys.empty());
    BOOST_TEST(f.next_numbers == std::vector<std::uint64_t>(6, 1),
               boost::test_tools::per_element());
    BOOST_TEST(!f.settings.global_numbering);
    BOOST_TEST(!f.settings.rules.refuse_unknown_members);
    for (const domain::rule* r : domain::rules::all) BOOST_TEST(f.settings.rules.applies(*r));
    for (const auto& kind : kinds::all) BOOST_TEST(f.data->all(kind).empty());
}

BOOST_AUTO_TEST_CASE(everything_that_a_fixture_says_is_heard) {
    const store::fixture f = good(R"({"organisation":"acme",
 "users":[{"username":"demo","password":"secret"},{"password":"p","username":"u"}],
 "web_api_keys":["0123456789ABCDEF","K"],
 "next_numbers":{"purchases":123,"achievements":45},
 "settings":{"numbering":"global","unknown_members":"refuse",
             "rules":{"amounts_add_up":"off","referred_once":"off","account_active":"on"}}})");
    BOOST_TEST(f.organisation == "acme");
    BOOST_TEST_REQUIRE(f.users.size() == 2U);
    BOOST_TEST(f.users[0].username == "demo");
    BOOST_TEST(f.users[0].password == "secret");
    BOOST_TEST(f.users[1].username == "u");
    BOOST_TEST_REQUIRE(f.web_api_keys.size() == 2U);
    BOOST_TEST(f.web_api_keys[1] == "K");
    BOOST_TEST(f.next_numbers == (std::vector<std::uint64_t>{45, 123, 1, 1, 1, 1}),
               boost::test_tools::per_element());
    BOOST_TEST(f.settings.global_numbering);
    BOOST_TEST(f.settings.rules.refuse_unknown_members);
    BOOST_TEST(!f.settings.rules.applies(domain::rules::amounts_add_up));
    BOOST_TEST(!f.settings.rules.applies(domain::claims::referred_once));
    BOOST_TEST(f.settings.rules.applies(domain::rules::account_active));
    BOOST_TEST(f.settings.rules.applies(domain::claims::external_reference_once));
}

// The sections of a fixture in two orders: what refers to something comes after it, or before it.
BOOST_AUTO_TEST_CASE(the_order_of_sections_and_members_does_not_matter) {
    const std::vector<std::string> sections = {
        R"("currencies":[{"code":"EUR"}])",
        R"("units":[{"currency":"EUR","alternative_code":"AU","name":"Admin Unit"}])",
        R"("payment_medium_types":[{"name":"Credit Card"}])",
        R"("payment_medium_brands":[{"name":"Visa"}])",
        R"("accounts_receivable":[{"payment_media":[{"brand":"Visa","type":"Credit Card"}],
            "life_cycle_state":"CLOSED","name":"Polina","number":"A77"},{"number":"A78"}])",
        R"("rewards_participants":[{"referred_by":"R2","account":"A77","number":"R1"},
            {"number":"R2","account":"A78"}])",
        R"("organisation":"o")"};
    for (bool reversed : {false, true}) {
        std::string text = "{";
        for (std::size_t i = 0; i < sections.size(); ++i)
            text += (i ? "," : "") + sections[reversed ? sections.size() - 1 - i : i];
        const store::fixture f = good(text + "}");
        const auto& data = *f.data;
        const domain::entity* account = data.find(kinds::account, 2, "Polina");
        BOOST_TEST_REQUIRE(account);
        BOOST_TEST(account->key == "A77");
        BOOST_TEST(!account->active);
        BOOST_TEST(account->media_restricted);
        BOOST_TEST_REQUIRE(account->media.size() == 1U);
        BOOST_TEST(account->media[0].type ==
                   data.find(kinds::payment_medium_type, 1, "Credit Card"));
        BOOST_TEST(account->media[0].brand == data.find(kinds::payment_medium_brand, 1, "Visa"));
        const auto participants = data.all(kinds::participant);
        BOOST_TEST(participants[0].related == account);
        BOOST_TEST(participants[0].referred);
        BOOST_TEST(participants[1].related == data.find(kinds::account, 1, "A78"));
        BOOST_TEST(!participants[1].referred);
        BOOST_TEST(!participants[1].related->media_restricted);
        BOOST_TEST(data.find(kinds::unit, 2, "AU")->related ==
                   data.find(kinds::currency, 1, "EUR"));
    }
}

BOOST_AUTO_TEST_CASE(texts_may_be_escaped_empty_and_of_any_language) {
    const store::fixture f = good(R"({"organisation":"\u03bf\ud83d\ude00",
 "classifications":[{"name":"Κατάλογος \"A\"\n","alternative_code":"","type":"WEB"},
                    {"name":"caf\u00e9","alternative_code":"","type":"WEB"}],
 "products":[{"code":"P","description":""},{"code":"\u0050\u0032","description":"tab\there"}],
 "accounts_receivable":[{"number":"1","name":"Same"},{"number":"2","name":"Same"},
                        {"number":"3","payment_media":[]}]})");
    BOOST_TEST(f.organisation == "ο😀");
    const auto& data = *f.data;
    BOOST_TEST(data.find(kinds::classification, 1, "Κατάλογος \"A\"\n")->type == "WEB");
    BOOST_TEST(data.find(kinds::classification, 1, "café"));
    BOOST_TEST(!data.find(kinds::classification, 2, ""));
    BOOST_TEST(data.find(kinds::product, 1, "P2"));
    BOOST_TEST(data.text_of(kinds::product, 1, "description") == "tab\there");
    BOOST_TEST(data.find(kinds::account, 2, "Same")->key == "1");
    BOOST_TEST(data.find(kinds::account, 1, "3")->media_restricted);
    BOOST_TEST(!data.find(kinds::account, 1, "1")->media_restricted);
}

// A type of event of somebody's own has its collection and its classifications.
BOOST_AUTO_TEST_CASE(collections_and_types_are_the_catalogues) {
    domain::event_type types[] = {domain::customer_events.types[0]};
    types[0].collection = "visits";
    types[0].classification = "VISIT";
    const domain::event_catalogue own = {types};
    const char* text = R"({"organisation":"o","next_numbers":{"visits":9},
                           "classifications":[{"name":"V","type":"VISIT"}]})";
    const auto made = read_fixture(text, "f", own, 1);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST_REQUIRE(made->next_numbers.size() == 1U);
    BOOST_TEST(made->next_numbers[0] == 9U);
    BOOST_TEST(made->data->all(kinds::classification)[0].type == "VISIT");
    BOOST_TEST(read(text).has_error());
}

BOOST_AUTO_TEST_CASE(ids_follow_from_the_seed) {
    const char* text = R"({"organisation":"o","accounts_receivable":[{"number":"1"}]})";
    const auto id = [&](std::uint64_t seed) {
        return read_fixture(text, "f", domain::customer_events, seed)
            ->data->id_of(kinds::account, 0);
    };
    BOOST_TEST(id(1) == id(1));
    BOOST_TEST(id(1) != id(2));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::http
