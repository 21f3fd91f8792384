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

    {{{account, "7"}, {participant, "8"}},            is_invalid("accounts_receivable_identifier", "7")},
    {{{participant, "8"}},                            is_invalid("rewards_participant_identifier", "8")},
    {{{account, ""}, {participant, "[]"}},            is_invalid("rewards_participant_identifier", "[...]")},
    {{{account, R"({"number":177})"}},                is_invalid("accounts_receivable_identifier.number", "177")},

    {{{account, ""}},                                 missing, "Parameter accounts_receivable_identifier or rewards_participant_identifier Is Mandatory."},
    {{{account, "null"}, {participant, "null"}},      missing, "Parameter accounts_receivable_identifier or rewards_participant_identifier Is Mandatory."},
    {{{participant, R"({"number":"P1"})"}},           ambiguous, "Only One of accounts_receivable_identifier, rewards_participant_identifier Is Allowed."},
    {{{participant, R"({"number":"nobody"})"}},       ambiguous, "Only One of accounts_receivable_identifier, rewards_participant_identifier Is Allowed."},
    {{{account, "{}"}},                               is_mandatory("accounts_receivable_identifier")},
    {{{account, ""}, {participant, "{}"}},            is_mandatory("rewards_participant_identifier")},
    {{{account, ""}, {participant, R"({"name":"Anna"})"}}, is_mandatory("rewards_participant_identifier")},
    {{{account, R"({"number":"A1","name":"Anna"})"}}, only_one_of("id, number, name", "accounts_receivable_identifier")},
    {{{account, R"({"id":"a","number":"b","name":"c"})"}}, only_one_of("id, number, name", "accounts_receivable_identifier")},
    {{{account, ""}, {participant, R"({"id":"a","number":"b"})"}}, only_one_of("id, number", "rewards_participant_identifier")},

    {{{account, R"({"number":"A177"})"}},             no_such("Account", "A177")},
    {{{account, R"({"id":"A1"})"}},                   no_such("Account", "A1")},
    {{{account, R"({"name":"Nobody"})"}},             no_such("Account", "Nobody")},
    {{{account, R"({"number":""})"}},                 no_such("Account", "")},
    {{{account, ""}, {participant, R"({"number":"P99"})"}}, no_such("Participant", "P99")},

    {{{account, R"({"number":"A2"})"}},               not_active, "Account (A2) Is Not Active."},
    {{{account, R"({"name":"Bert"})"}},               not_active, "Account (Bert) Is Not Active."},
    {{{account, R"({"id":"account-2"})"}},            not_active, "Account (account-2) Is Not Active."},
    {{{account, ""}, {participant, R"({"number":"P2"})"}}, not_active, "Account (A2) Is Not Active."},

    // Two faults
    {{{account, R"({"number":"A177"})"}, {"performed_on", ""}},     is_mandatory("performed_on")},
    {{{account, ""}, {"performed_on", ""}},                         missing, "Parameter accounts_receivable_identifier or rewards_participant_identifier Is Mandatory."},
    {{{account, R"({"number":"A2"})"}, {"performed_by_unit_identifier", R"({"name":"Nowhere"})"}},
                                                                    no_such("Unit", "Nowhere")},
    {{{account, R"({"number":"A177"})"}, {"performed_by_unit_identifier", R"({"name":"Nowhere"})"}},
                                                                    no_such("Account", "A177")},
};

const std::vector<verdict_row> classifications = {
    {{{classification, "7"}},                     is_invalid("classification_identifier", "7")},
    {{{classification, "{}"}},                    is_mandatory("classification_identifier")},
    {{{classification, R"({"name":null})"}},      is_mandatory("classification_identifier")},
    {{{classification, R"({"id":"a","name":"b"})"}}, only_one_of("id, name, alternative_code", "classification_identifier")},
    {{{classification, R"({"name":"Nothing"})"}}, no_such("Classification", "Nothing")},
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
    check_verdicts(
        anna, collection,
        {{{{account, R"({"number":"A2"})"}, {classification, R"({"name":")" + other + "\"}"}},
          wrong_classification,
          "Classification (" + other + ") Is Not of Type " + classification_type(collection) +
              "."}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
