// SPDX-License-Identifier: BSL-1.0
#include "store/reference_builder.hpp"

#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "test/store/reference_samples.hpp"

namespace crmlocal::store {
namespace {

namespace kinds = domain::kinds;
using domain::entity_kind;

BOOST_AUTO_TEST_SUITE(reference_builder_suite)

BOOST_AUTO_TEST_CASE(a_given_id_must_not_be_the_one_made_for_another) {
    const std::string made = accounts({"A1"})->id_of(kinds::account, 0);
    reference_builder all(1);
    all.add(kinds::account, with_keys("", "A1"));
    all.add(kinds::account, with_keys(made, "A2"));
    const auto data = all.build();
    BOOST_TEST_REQUIRE(data.has_error());
    BOOST_TEST(data.error().member == "id");
    BOOST_TEST(data.error().text == made);
    BOOST_TEST(data.error().first == "A1");
}

BOOST_AUTO_TEST_CASE(keys_are_unique_within_their_kind_but_names_of_accounts) {
    for (const entity_kind& kind : kinds::all)
        for (std::size_t key = 0; key < kind.key_count; ++key) {
            entity_description first = with_keys("id 1", "human 1"), second = first;
            second.keys[0] = "id 2";
            second.keys[1] = "human 2";
            const std::string text = "twice", again = text;
            first.keys[key] = text;
            second.keys[key] = again;
            reference_builder all(1);
            all.add(kind, first);
            all.add(kind, second);
            const auto made = all.build();
            if (&kind == &kinds::account && kind.key_names[key] == "name") {
                BOOST_TEST_REQUIRE(made.has_value());
                BOOST_TEST((*made)->find(kind, key, text) == &(*made)->all(kind)[0]);
                continue;
            }
            BOOST_TEST_REQUIRE(made.has_error());
            const reference_fault& fault = made.error();
            BOOST_TEST((fault.why == reference_fault::reason::double_identifier));
            BOOST_TEST(fault.of == &kind);
            BOOST_TEST(fault.member == kind.key_names[key]);
            BOOST_TEST(static_cast<const void*>(fault.text.data()) == again.data());
            BOOST_TEST(static_cast<const void*>(fault.first.data()) == text.data());
        }
}

BOOST_AUTO_TEST_CASE(double_numbers_are_seen_in_any_form) {
    for (const char* number : {"ACR0000000005", "odd one", "5"}) {
        reference_builder all(1);
        std::vector<std::string> numbers = {"odd one", "5"};
        for (std::uint64_t i = 0; i < 100; ++i) numbers.push_back("ACR" + padded(i, 10));
        for (const std::string& n : numbers) all.add(kinds::account, with_keys("", n));
        all.add(kinds::account, with_keys("", number));
        const auto made = all.build();
        BOOST_TEST_REQUIRE(made.has_error());
        BOOST_TEST(static_cast<const void*>(made.error().text.data()) == number);
    }
}

BOOST_AUTO_TEST_CASE(entities_refer_to_one_another_in_any_order) {
    reference_builder all(1);
    all.add(kinds::participant, {.keys = {"", "RP1"}, .attributes = {"A2", "RP2"}});
    all.add(kinds::participant, {.keys = {"", "RP2"}});
    all.add(kinds::unit, {.keys = {"", "U"}, .attributes = {"EUR"}});
    const medium_names media[] = {{"Card", "Visa"}, {"", "Visa"}, {"Card", ""}};
    all.add(kinds::account, {.keys = {"", "A1"}, .media_restricted = true, .media = media});
    all.add(kinds::account, {.keys = {"", "A2"}, .attributes = {"CLOSED"}});
    all.add(kinds::account,
            {.keys = {"", "A3"}, .attributes = {"ACTIVE"}, .media_restricted = true});
    all.add(kinds::account,
            {.keys = {"", "A4"}, .media_restricted = true, .media = std::span(media).first(1)});
    all.add(kinds::currency, {.keys = {"", "EUR"}});
    all.add(kinds::payment_medium_type, {.keys = {"", "Card"}});
    all.add(kinds::payment_medium_brand, {.keys = {"", "Visa"}});
    all.add(kinds::classification, {.keys = {"", "C"}, .attributes = {"WEB"}});
    all.add(kinds::product, {.keys = {"", "P"}, .attributes = {"A thing"}});
    const auto data = built(all);
    const auto accounts = data->all(kinds::account), participants = data->all(kinds::participant);

    BOOST_TEST(participants[0].related == &accounts[1]);
    BOOST_TEST(participants[0].referred);
    BOOST_TEST(!participants[1].related);
    BOOST_TEST(!participants[1].referred);
    BOOST_TEST(data->all(kinds::unit)[0].related == &data->all(kinds::currency)[0]);
    BOOST_TEST(data->all(kinds::classification)[0].type == "WEB");

    const domain::entity* card = &data->all(kinds::payment_medium_type)[0];
    const domain::entity* visa = &data->all(kinds::payment_medium_brand)[0];
    BOOST_TEST_REQUIRE(accounts[0].media.size() == 3U);
    BOOST_TEST(accounts[0].media[0].type == card);
    BOOST_TEST(accounts[0].media[0].brand == visa);
    BOOST_TEST(!accounts[0].media[1].type);
    BOOST_TEST(!accounts[0].media[2].brand);
    BOOST_TEST(accounts[3].media.size() == 1U);
    BOOST_TEST(accounts[0].media_restricted);
    BOOST_TEST(!accounts[1].media_restricted);
    BOOST_TEST(accounts[2].media_restricted);
    BOOST_TEST(accounts[2].media.empty());
    BOOST_TEST(accounts[0].active);
    BOOST_TEST(!accounts[1].active);
    BOOST_TEST(accounts[2].active);

    BOOST_TEST(data->text_of(kinds::account, 0, "life_cycle_state") == "ACTIVE");
    BOOST_TEST(data->text_of(kinds::account, 1, "life_cycle_state") == "CLOSED");
    BOOST_TEST(data->text_of(kinds::participant, 0, "account") == "A2");
    BOOST_TEST(data->text_of(kinds::participant, 0, "referred_by") == "RP2");
    BOOST_TEST(data->text_of(kinds::participant, 1, "account") == "");
    BOOST_TEST(data->text_of(kinds::participant, 1, "referred_by") == "");
    BOOST_TEST(data->text_of(kinds::unit, 0, "currency") == "EUR");
    BOOST_TEST(data->text_of(kinds::classification, 0, "type") == "WEB");
    BOOST_TEST(data->text_of(kinds::product, 0, "description") == "A thing");
    BOOST_TEST(data->text_of(kinds::product, 0, "colour") == "");
}

BOOST_AUTO_TEST_CASE(a_reference_to_nothing_is_a_fault) {
    const auto fault_of = [](const entity_kind& kind, const entity_description& e) {
        reference_builder all(1);
        all.add(kind, e);
        const auto made = all.build();
        BOOST_TEST_REQUIRE(made.has_error());
        BOOST_TEST((made.error().why == reference_fault::reason::dangling_reference));
        BOOST_TEST(made.error().text == "gone");
        return std::string(made.error().member) + " -> " + std::string(made.error().refers_to->set);
    };
    BOOST_TEST(fault_of(kinds::participant, {.keys = {"", "R"}, .attributes = {"gone"}}) ==
               "account -> accounts_receivable");
    BOOST_TEST(fault_of(kinds::participant, {.keys = {"", "R"}, .attributes = {"", "gone"}}) ==
               "referred_by -> rewards_participants");
    BOOST_TEST(fault_of(kinds::unit, {.keys = {"", "U"}, .attributes = {"gone"}}) ==
               "currency -> currencies");
    const medium_names type[] = {{"gone", ""}}, brand[] = {{"", "gone"}};
    BOOST_TEST(fault_of(kinds::account, {.keys = {"", "A"}, .media = type}) ==
               "type -> payment_medium_types");
    BOOST_TEST(fault_of(kinds::account, {.keys = {"", "A"}, .media = brand}) ==
               "brand -> payment_medium_brands");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::store
