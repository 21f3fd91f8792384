// SPDX-License-Identifier: BSL-1.0
#include "test/app/verdicts.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

const std::map<std::string_view, std::string_view> general_sentences = {
    {not_found, "The specified API value was not found."},
    {already_referred, "The participant was already referred by another participant."},
    {missing, "A mandatory API parameter was not specified."},
    {invalid, "The specified API value is not valid."},
    {ambiguous, "More than one of the mutually exclusive API parameters was specified."},
    {not_unique, "The specified API value must be unique."},
    {reference_used, "An event with the same external system reference was already created."},
    {wrong_classification, "The classification does not apply to this type of customer event."},
    {wrong_amounts, "The amounts of the purchased product are not consistent."},
    {wrong_currency, "The intended currency does not match the currency of the performing unit."},
    {wrong_medium, "The payment medium is not allowed for the account."},
    {self_referral, "A participant cannot be referred by itself."},
    {not_active, "The account is not active."},
    {wrong_credentials, "The username, password or organisation is not valid."},
    {not_posted, "Only posted customer events can be cancelled."},
    {wrong_token, "The token is missing, unknown or expired."},
};

// What was answered for each request_unique_identifier: nothing if it was created.
std::map<std::string, unprocessed_row> by_request(const bulk_answer& answer) {
    std::map<std::string, unprocessed_row> out;
    for (const processed_row& row : answer.processed)
        out[row.request_unique_identifier] = {row.request_unique_identifier, "", ""};
    for (const unprocessed_row& row : answer.unprocessed) out[row.request_unique_identifier] = row;
    return out;
}

std::string shown(const verdict_row& row) {
    std::string out;
    for (const auto& [name, value] : row.change)
        out += name + ": " + (value.empty() ? "taken out" : value.substr(0, 200)) + "; ";
    return out;
}

}  // namespace

std::string_view general_sentence(std::string_view error_code) {
    return general_sentences.at(error_code);
}

std::string error_text(std::string_view error_code, std::string_view detail) {
    return "Error:" + std::string(detail) +
           " - Description:" + std::string(general_sentence(error_code));
}

verdict is_mandatory(const std::string& name) {
    return {missing, "Parameter " + name + " Is Mandatory."};
}

verdict is_invalid(const std::string& name, const std::string& value) {
    return {invalid, "Parameter " + name + " (" + value + ") Is Invalid."};
}

verdict only_one_of(const std::string& keys, const std::string& name) {
    return {ambiguous, "Only One of " + keys + " Is Allowed in " + name + "."};
}

verdict no_such(const std::string& label, const std::string& value) {
    return {not_found, label + " (" + value + ") Not Found."};
}

verdict is_used(const std::string& system, const std::string& number) {
    return {reference_used, "External Reference (" + system + ", " + number + ") Already Exists."};
}

verdict is_referred(const std::string& number) {
    return {already_referred,
            "Participant " + number + " Was Already Referred by Another Participant."};
}

verdict not_of_type(const std::string& value, const std::string& type) {
    return {wrong_classification, "Classification (" + value + ") Is Not of Type " + type + "."};
}

verdict no_sum(const std::string& net, const std::string& vat, const std::string& total) {
    return {wrong_amounts, "Net Amount (" + net + ") and VAT Amount (" + vat +
                               ") Do Not Add Up to Total Amount (" + total + ")."};
}

std::string changed_event(std::string_view collection, unsigned serial,
                          const std::vector<raw_member>& change) {
    object_text out = valid_event(collection, serial);
    for (const auto& [name, value] : change) {
        if (value.empty()) out.remove(name);
        else out.set(name, value);
    }
    return out.text();
}

void check_verdicts(caller& who, std::string_view collection, const std::vector<verdict_row>& rows,
                    std::string_view more) {
    constexpr std::size_t events_max = 1000;
    for (std::size_t from = 0; from < rows.size(); from += events_max) {
        const std::size_t to = std::min(rows.size(), from + events_max);
        std::vector<std::string> events;
        for (std::size_t i = from; i < to; ++i)
            events.push_back(
                changed_event(collection, static_cast<unsigned>(i) + 1, rows[i].change));
        const auto answers = by_request(who.create(collection, events, more));
        BOOST_TEST(answers.size() == events.size());
        for (std::size_t i = from; i < to; ++i) {
            BOOST_TEST_CONTEXT(collection << ", " << shown(rows[i])) {
                const auto found = answers.find(std::to_string(i + 1));
                BOOST_TEST_REQUIRE((found != answers.end()));
                const verdict& expected = rows[i].expected;
                BOOST_TEST(found->second.error_code == expected.error_code);
                const std::string text =
                    expected.is_accepted() ? "" : error_text(expected.error_code, expected.detail);
                BOOST_TEST(found->second.error_description == text);
            }
        }
    }
}

std::string difference(const verdict& expected, const response& from) {
    const std::string_view general = general_sentence(expected.error_code);
    return difference(refusal_of(expected.error_code, expected.detail, general), from);
}

std::string by(std::string_view key, std::string_view value) {
    return object_text{{std::string(key), json_text(value)}}.text();
}

std::string text_of_length(std::size_t length, std::string_view character) {
    std::string out = "\"";
    for (std::size_t i = 0; i < length; ++i) out += character;
    return out += "\"";
}

}  // namespace crmlocal::test
