// SPDX-License-Identifier: BSL-1.0
//
// Whose event it is and how it is classified.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;

constexpr std::string_view with_customer[] = {"achievements", "purchases", "social_media", "web",
                                              "financial_achievements"};

const std::string account = "accounts_receivable_identifier";
const std::string participant = "rewards_participant_identifier";
const std::string classification = "classification_identifier";

// clang-format off
const std::vector<verdict_row> customers = {
    {{{account, R"({"number":"A1"})"}},                                  accepted},
    {{{account, R"({"id":"account-1"})"}},                               accepted},
    {{{account, R"({"name":"Anna"})"}},                                  accepted},
    {{{account, ""}, {participant, R"({"number":"P1"})"}},               accepted},
    {{{account, ""}, {participant, R"({"id":"participant-1"})"}},        accepted},
    {{{account, "null"}, {participant, R"({"number":"P1"})"}},           accepted},
    {{{account, R"({"number":"A1"})"}, {participant, "null"}},           accepted},
    {{{account, ""}, {participant, R"({"number":"P5"})"}},               accepted},

    {{{account, "7"}, {participant, "8"}},            invalid, "Parameter accounts_receivable_identifier (7) Is Invalid."},
    {{{participant, "8"}},                            invalid, "Parameter rewards_participant_identifier (8) Is Invalid."},
    {{{account, ""}, {participant, "[]"}},            invalid, "Parameter rewards_participant_identifier ([...]) Is Invalid."},
    {{{account, R"({"number":177})"}},                invalid, "Parameter accounts_receivable_identifier.number (177) Is Invalid."},

    {{{account, ""}},                                 missing, "Parameter accounts_receivable_identifier or rewards_participant_identifier Is Mandatory."},
    {{{account, "null"}, {participant, "null"}},      missing, "Parameter accounts_receivable_identifier or rewards_participant_identifier Is Mandatory."},
    {{{participant, R"({"number":"P1"})"}},           ambiguous, "Only One of accounts_receivable_identifier, rewards_participant_identifier Is Allowed."},
    {{{participant, R"({"number":"nobody"})"}},       ambiguous, "Only One of accounts_receivable_identifier, rewards_participant_identifier Is Allowed."},
    {{{account, "{}"}},                               missing, "Parameter accounts_receivable_identifier Is Mandatory."},
    {{{account, ""}, {participant, "{}"}},            missing, "Parameter rewards_participant_identifier Is Mandatory."},
    {{{account, ""}, {participant, R"({"name":"Anna"})"}}, missing, "Parameter rewards_participant_identifier Is Mandatory."},
    {{{account, R"({"number":"A1","name":"Anna"})"}}, ambiguous, "Only One of id, number, name Is Allowed in accounts_receivable_identifier."},
    {{{account, R"({"id":"a","number":"b","name":"c"})"}}, ambiguous, "Only One of id, number, name Is Allowed in accounts_receivable_identifier."},
    {{{account, ""}, {participant, R"({"id":"a","number":"b"})"}}, ambiguous, "Only One of id, number Is Allowed in rewards_participant_identifier."},

    {{{account, R"({"number":"A177"})"}},             not_found, "Account (A177) Not Found."},
    {{{account, R"({"id":"A1"})"}},                   not_found, "Account (A1) Not Found."},
    {{{account, R"({"name":"Nobody"})"}},             not_found, "Account (Nobody) Not Found."},
    {{{account, R"({"number":""})"}},                 not_found, "Account () Not Found."},
    {{{account, ""}, {participant, R"({"number":"P99"})"}}, not_found, "Participant (P99) Not Found."},

    {{{account, R"({"number":"A2"})"}},               not_active, "Account (A2) Is Not Active."},
    {{{account, R"({"name":"Bert"})"}},               not_active, "Account (Bert) Is Not Active."},
    {{{account, R"({"id":"account-2"})"}},            not_active, "Account (account-2) Is Not Active."},
    {{{account, ""}, {participant, R"({"number":"P2"})"}}, not_active, "Account (A2) Is Not Active."},

    // Two faults
    {{{account, R"({"number":"A177"})"}, {"performed_on", ""}},     missing, "Parameter performed_on Is Mandatory."},
    {{{account, ""}, {"performed_on", ""}},                         missing, "Parameter accounts_receivable_identifier or rewards_participant_identifier Is Mandatory."},
    {{{account, R"({"number":"A2"})"}, {"performed_by_unit_identifier", R"({"name":"Nowhere"})"}},
                                                                    not_found, "Unit (Nowhere) Not Found."},
    {{{account, R"({"number":"A177"})"}, {"performed_by_unit_identifier", R"({"name":"Nowhere"})"}},
                                                                    not_found, "Account (A177) Not Found."},
};

const std::vector<verdict_row> classifications = {
    {{{classification, "7"}},                     invalid,   "Parameter classification_identifier (7) Is Invalid."},
    {{{classification, "{}"}},                    missing,   "Parameter classification_identifier Is Mandatory."},
    {{{classification, R"({"name":null})"}},      missing,   "Parameter classification_identifier Is Mandatory."},
    {{{classification, R"({"id":"a","name":"b"})"}}, ambiguous, "Only One of id, name, alternative_code Is Allowed in classification_identifier."},
    {{{classification, R"({"name":"Nothing"})"}}, not_found, "Classification (Nothing) Not Found."},
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
    const std::string_view without = needs_classification(collection) ? missing : accepted;
    const std::string sentence = "Parameter classification_identifier Is Mandatory.";
    check_verdicts(anna, collection,
                   {{{{classification, ""}}, without, sentence},
                    {{{classification, "null"}}, without, sentence}});
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
                            type == wanted ? accepted : wrong_classification,
                            "Classification (" + value + ") Is Not of Type " + wanted + "."});
    }
    check_verdicts(anna, collection, rows);
}

BOOST_DATA_TEST_CASE(the_classification_is_judged_before_the_account_is, data::make(with_customer),
                     collection) {
    world_server server;
    caller anna(server.port());
    const bool is_web = collection == "web";
    const std::string other = is_web ? "Some PURCHASE" : "Some WEB";
    check_verdicts(anna, collection,
                   {{{{account, R"({"number":"A2"})"},
                      {classification, R"({"name":")" + other + "\"}"}},
                     wrong_classification,
                     "Classification (" + other + ") Is Not of Type " +
                         classification_type(collection) + "."}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
