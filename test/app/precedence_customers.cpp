// SPDX-License-Identifier: BSL-1.0
//
// Whose event it is and how it is classified.
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

constexpr std::string_view with_customer[] = {"achievements", "purchases", "social_media", "web",
                                              "financial_achievements"};

const verdict neither =
    is_mandatory("accounts_receivable_identifier or rewards_participant_identifier");
const verdict both = {
    ambiguous,
    "Only One of accounts_receivable_identifier, rewards_participant_identifier Is Allowed."};

// clang-format off
const std::vector<verdict_row> customers = {
    {{{account, by("number", "A1")}},                                  accepted},
    {{{account, by("id", "account-1")}},                               accepted},
    {{{account, by("name", "Anna")}},                                  accepted},
    {{{account, ""}, {participant, by("number", "P1")}},               accepted},
    {{{account, ""}, {participant, by("id", "participant-1")}},        accepted},
    {{{account, "null"}, {participant, by("number", "P1")}},           accepted},
    {{{account, by("number", "A1")}, {participant, "null"}},           accepted},
    {{{account, ""}, {participant, by("number", "P5")}},               accepted},

    {{{account, "7"}, {participant, "8"}},            is_invalid(account, "7")},
    {{{participant, "8"}},                            is_invalid(participant, "8")},
    {{{account, ""}, {participant, "[]"}},            is_invalid(participant, "[...]")},
    {{{account, R"({"number":177})"}},                is_invalid(account + ".number", "177")},

    {{{account, ""}},                                 neither},
    {{{account, "null"}, {participant, "null"}},      neither},
    {{{participant, by("number", "P1")}},           both},
    {{{participant, by("number", "nobody")}},       both},
    {{{account, "{}"}},                               is_mandatory(account)},
    {{{account, ""}, {participant, "{}"}},            is_mandatory(participant)},
    {{{account, ""}, {participant, by("name", "Anna")}}, is_mandatory(participant)},
    {{{account, R"({"number":"A1","name":"Anna"})"}}, only_one_of("id, number, name", account)},
    {{{account, R"({"id":"a","number":"b","name":"c"})"}},
        only_one_of("id, number, name", account)},
    {{{account, ""}, {participant, R"({"id":"a","number":"b"})"}},
        only_one_of("id, number", participant)},

    {{{account, by("number", "A177")}},             no_such("Account", "A177")},
    {{{account, by("id", "A1")}},                   no_such("Account", "A1")},
    {{{account, by("name", "Nobody")}},             no_such("Account", "Nobody")},
    {{{account, by("number", "")}},                 no_such("Account", "")},
    {{{account, ""}, {participant, by("number", "P99")}}, no_such("Participant", "P99")},

    {{{account, by("number", "A2")}},               not_active, "Account (A2) Is Not Active."},
    {{{account, by("name", "Bert")}},               not_active, "Account (Bert) Is Not Active."},
    {{{account, by("id", "account-2")}},
        not_active, "Account (account-2) Is Not Active."},
    {{{account, ""}, {participant, by("number", "P2")}}, not_active, "Account (A2) Is Not Active."},

    // Two faults
    {{{account, by("number", "A177")}, {"performed_on", ""}},     is_mandatory("performed_on")},
    {{{account, ""}, {"performed_on", ""}},                         neither},
    {{{account, by("number", "A2")}, {unit, by("name", "Nowhere")}},
                                                                    no_such("Unit", "Nowhere")},
    {{{account, by("number", "A177")}, {unit, by("name", "Nowhere")}},
                                                                    no_such("Account", "A177")},
};

const std::vector<verdict_row> classifications = {
    {{{classification, "7"}},                     is_invalid(classification, "7")},
    {{{classification, "{}"}},                    is_mandatory(classification)},
    {{{classification, R"({"name":null})"}},      is_mandatory(classification)},
    {{{classification, R"({"id":"a","name":"b"})"}},
        only_one_of("id, name, alternative_code", classification)},
    {{{classification, by("name", "Nothing")}}, no_such("Classification", "Nothing")},
};
// clang-format on

bool needs_classification(std::string_view collection) {
    return collection == "achievements" || collection == "financial_achievements";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(precedence_customers)

BOOST_DATA_TEST_CASE(an_event_belongs_to_one_account_or_participant, data::make(with_customer),
                     collection) {
    world_server server;
    caller anna(server.port());
    check_verdicts(anna, collection, customers);
}

BOOST_DATA_TEST_CASE(a_classification_is_named_by_exactly_one_of_its_keys, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    check_verdicts(anna, collection, classifications);
    const verdict without =
        needs_classification(collection) ? is_mandatory(classification) : accepted;
    check_verdicts(anna, collection,
                   {{{{classification, ""}}, without}, {{{classification, "null"}}, without}});
}

BOOST_DATA_TEST_CASE(a_classification_is_of_the_type_of_the_event, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    const std::string wanted = classification_type(collection);
    std::vector<verdict_row> rows;
    for (const std::string_view other : collections) {
        const std::string type = classification_type(other);
        const std::pair<const char*, std::string> keys[] = {
            {"name", "Some " + type}, {"id", "id " + type}, {"alternative_code", "C " + type}};
        for (const auto& [key, value] : keys)
            rows.push_back({{{classification, object_text{{key, "\"" + value + "\""}}.text()}},
                            type == wanted ? accepted : not_of_type(value, wanted)});
    }
    check_verdicts(anna, collection, rows);
}

BOOST_DATA_TEST_CASE(the_classification_is_judged_before_the_account_is, data::make(with_customer),
                     collection) {
    world_server server;
    caller anna(server.port());
    const bool is_web = collection == "web";
    const std::string other = is_web ? "Some PURCHASE" : "Some WEB";
    check_verdicts(
        anna, collection,
        {{{{account, by("number", "A2")}, {classification, R"({"name":")" + other + "\"}"}},
          not_of_type(other, classification_type(collection))}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
