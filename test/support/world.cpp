// SPDX-License-Identifier: BSL-1.0
#include "test/support/world.hpp"

#include <stdexcept>

namespace crmlocal::test {
namespace {

struct names {
    std::string_view collection, set, classification;
};
constexpr names table[] = {
    {"achievements", "achievement_customer_events_set", "ACHIEVEMENT"},
    {"purchases", "purchase_customer_events_set", "PURCHASE"},
    {"referrals", "referral_customer_events_set", "REFERRAL"},
    {"social_media", "social_media_customer_events_set", "SOCIAL_MEDIA"},
    {"web", "web_customer_events_set", "WEB"},
    {"financial_achievements", "financial_achievement_customer_events_set",
     "FINANCIAL_ACHIEVEMENT"},
};

const names& names_of(std::string_view collection) {
    for (const names& row : table)
        if (row.collection == collection) return row;
    throw std::runtime_error("no collection " + std::string(collection));
}

constexpr unsigned referrable_count = 1200;

constexpr std::string_view entities = R"(
"users":[{"username":"u","password":"p"}],
"currencies":[{"id":"currency-1","code":"EUR"},{"id":"currency-2","code":"USD"}],
"units":[{"id":"unit-1","name":"Main Store","alternative_code":"MS","currency":"EUR"},
 {"id":"unit-2","name":"Dollar Store","alternative_code":"DS","currency":"USD"}],
"payment_medium_types":[{"id":"type-1","name":"Credit Card","alternative_code":"CC"},
 {"name":"Cash","alternative_code":"CA"}],
"payment_medium_brands":[{"id":"brand-1","name":"Visa","alternative_code":"VI"},
 {"name":"Mastercard","alternative_code":"MC"}],
"accounts_receivable":[
 {"id":"account-1","number":"A1","name":"Anna","life_cycle_state":"ACTIVE"},
 {"id":"account-2","number":"A2","name":"Bert","life_cycle_state":"SUSPENDED"},
 {"number":"A3","payment_media":[{"type":"Credit Card","brand":"Visa"}]},
 {"number":"A4","payment_media":[]},
 {"number":"A5","payment_media":[{"type":"Cash"}]},
 {"number":"A6","payment_media":[{"brand":"Visa"}]}],
"products":[{"id":"product-1","code":"Soap","alternative_code":"SO"},
 {"code":"Towel","alternative_code":"TO","description":"A large one"}],
"invoices":[{"id":"invoice-1","number":"I1","reference_number":"IR1","back_office_code":"IB1"}],
)";

std::string classifications() {
    std::string out;
    for (const names& row : table) {
        const std::string type(row.classification);
        out += (out.empty() ? "" : ",") + object_text{{"id", "\"id " + type + "\""},
                                                      {"name", "\"Some " + type + "\""},
                                                      {"alternative_code", "\"C " + type + "\""},
                                                      {"type", "\"" + type + "\""}}
                                              .text();
    }
    return out;
}

std::string participants() {
    std::string out = R"({"id":"participant-1","number":"P1","account":"A1"},
 {"number":"P2","account":"A2"},{"number":"P3","account":"A3"},
 {"number":"P4","account":"A1","referred_by":"P1"},{"number":"P5"})";
    for (unsigned i = 1; i <= referrable_count; ++i)
        out += R"(,{"number":"R)" + std::to_string(i) + "\"}";
    return out;
}

}  // namespace

std::string set_name(std::string_view collection) { return std::string(names_of(collection).set); }

std::string classification_type(std::string_view collection) {
    return std::string(names_of(collection).classification);
}

std::string world::fixture() const {
    std::string out = "{\"organisation\":\"" + organisation + "\",";
    out += "\"web_api_keys\":[\"" + organisation + "-key-1\",\"shared-key\"],";
    out.append(entities);
    out.append("\"classifications\":[").append(classifications()).append("],\n");
    out.append("\"rewards_participants\":[").append(participants()).append("],\n");
    out.append("\"next_numbers\":").append(next_numbers);
    return out.append(",\n\"settings\":").append(settings).append("}\n");
}

object_text valid_event(std::string_view collection, unsigned serial) {
    const std::string number = std::to_string(serial);
    object_text out{{"request_unique_identifier", "\"" + number + "\""}};
    if (collection != "referrals") out.set("accounts_receivable_identifier", R"({"number":"A1"})");
    if (collection == "achievements" || collection == "financial_achievements")
        out.set("classification_identifier",
                R"({"name":"Some )" + classification_type(collection) + "\"}");
    out.set("performed_by_unit_identifier", R"({"name":"Main Store"})");
    out.set("performed_on", R"("2016-06-22T15:00:00")");
    if (collection == "purchases") {
        out.set("reference_number", R"("RF01")");
        out.set("products_set", R"([{"product_identifier":{"code":"Soap"},)"
                                R"("net_amount":50,"vat_amount":10,"total_amount":60}])");
    } else if (collection == "referrals") {
        out.set("referred_rewards_participant_identifier", R"({"number":"R)" + number + "\"}");
        out.set("referred_by_rewards_participant_identifier", R"({"number":"P1"})");
    } else if (collection == "social_media") {
        out.set("social_media", R"("FACEBOOK")");
        out.set("profile", R"("www.facebook.com/anna")");
        out.set("action", R"("LIKE")");
    } else if (collection == "web") {
        out.set("website", R"("www.crm.com")");
    }
    return out;
}

}  // namespace crmlocal::test
