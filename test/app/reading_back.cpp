// SPDX-License-Identifier: BSL-1.0
//
// What was created is given back: every type and every parameter, created in bulk and singly, shown
// and listed, before and after a kill. Expected values are made from what was sent, not by the
// program.
#include <csignal>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "domain/event_catalogue.hpp"
#include "domain/fields.hpp"
#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {
namespace {

namespace data = boost::unit_test::data;
using domain::value_type;

const std::string base = "/crmapi/rest/v2/";

// An entity of the test world by a key other than its human one, and what shows that it is it.
struct known_entity {
    std::string identifier;
    std::map<std::string, std::string> members;
};
known_entity entity_for(const domain::field& what, std::string_view collection) {
    const std::string type = classification_type(collection);
    if (what.name == "referred_rewards_participant_identifier")
        return {by("number", "R7"), {{"number", "R7"}}};
    switch (what.kind->ordinal) {
        case 0:
            return {by("id", "account-1"),
                    {{"id", "account-1"},
                     {"number", "A1"},
                     {"name", "Anna"},
                     {"life_cycle_state", "ACTIVE"}}};
        case 1: return {by("id", "participant-1"), {{"id", "participant-1"}, {"number", "P1"}}};
        case 2:
            return {by("alternative_code", "C " + type),
                    {{"name", "Some " + type}, {"alternative_code", "C " + type}}};
        case 3:
            return {by("alternative_code", "MS"),
                    {{"id", "unit-1"}, {"name", "Main Store"}, {"alternative_code", "MS"}}};
        case 5:
            return {by("alternative_code", "TO"),
                    {{"code", "Towel"}, {"description", "A large one"}}};
        case 6: return {by("alternative_code", "CC"), {{"id", "type-1"}, {"name", "Credit Card"}}};
        case 7: return {by("id", "brand-1"), {{"name", "Visa"}, {"alternative_code", "VI"}}};
        default:
            return {by("back_office_code", "IB1"),
                    {{"id", "invoice-1"}, {"reference_number", "IR1"}}};
    }
}

std::string object_name(std::string_view name) {
    return std::string(name.substr(0, name.size() - std::string_view("_identifier").size()));
}

bool is(const json::value& found, std::string_view text) {
    return found.is_string() && found.get_string() == text;
}

const std::string odd_text = "\xCE\x95\xCE\xBB \"quoted\" \\ / \n\t\x01 \xF0\x9F\x98\x80 ";

// An event with every parameter of its type, and what is to be found in its object.
struct full_event {
    object_text sent{};
    std::map<std::string, std::string> scalars;  ///< as JSON, to the letter
    std::map<std::string, known_entity> entities;
    std::vector<std::string> fragments;  ///< of the answer's text
};

std::string scalar_for(const domain::field& what, unsigned serial) {
    const std::string floats[] = {"0.1", "-1e-300", "1.7976931348623157e+308", "5e-324"};
    switch (what.type) {
        case value_type::text:
            return json_text(what.one_of.empty() ? odd_text + std::string(what.name)
                                                 : std::string(what.one_of[0]));
        case value_type::date: {
            const std::string year = std::to_string(1900 + serial);
            return "\"" + year + "-02-28T23:59:58\"";
        }
        case value_type::floating: return floats[serial % 4];
        case value_type::boolean: return "true";
        default: throw std::logic_error("no such parameter");
    }
}

full_event make_full(const domain::event_type& type, bool by_participant, bool single) {
    full_event out;
    if (!single) out.sent.set("request_unique_identifier", R"("full")");
    unsigned serial = 0;
    for (const domain::column& c : (single ? type.single : type.bulk).columns) {
        const domain::field& what = *c.what;
        const std::string name(what.name);
        if (name == "request_unique_identifier") continue;
        if (what.kind == &domain::kinds::account && by_participant) continue;
        if (name == participant && !by_participant) continue;
        if (what.type == value_type::identifier) {
            const known_entity one = entity_for(what, type.collection);
            out.sent.set(name, one.identifier);
            out.entities[object_name(name)] = one;
            if (name == participant)
                out.entities["accounts_receivable"] =
                    entity_for(domain::fields::account, type.collection);
        } else if (what.type == value_type::rows) {
            out.sent.set(name, R"([{"product_identifier":{"code":"Soap"},"quantity":2.50,)"
                               R"("net_amount":50.00,"vat_amount":-1e1,"total_amount":40},)"
                               R"({"product_identifier":{"id":"product-1"},)"
                               R"("net_amount":0.1,"vat_amount":0.200,"total_amount":0.3}])");
            out.fragments = {
                R"("quantity":2.50,"net_amount":50.00,"vat_amount":-1e1,"total_amount":40,"product":{)",
                R"("quantity":1,"net_amount":0.1,"vat_amount":0.200,"total_amount":0.3,"product":{)",
                R"("total_amount":40.3,"net_amount":50.1,"vat_amount":-9.8,)"};
        } else {
            const std::string text = scalar_for(what, ++serial);
            out.sent.set(name, text);
            out.scalars[name] = name == "process_immediately" ? "1" : text;
        }
    }
    return out;
}

std::string call_of(caller& who, const object_text& parameters) {
    object_text body = parameters;
    return body.set("token", json_text(who.token)).text();
}

json::value data_of(const response& from) {
    const json::value read = parse_json(from.body);
    BOOST_TEST_REQUIRE((read.at("status").at("code") == "OK"), from.body);
    return read.at("data");
}

response show(caller& who, std::string_view collection, const std::string& key,
              const std::string& text) {
    return who.client.post(base + "customer_events/" + std::string(collection) + "/show",
                           call_of(who, {{"customer_event_identifier", by(key, text)}}));
}

void check_object(const json::value& object, std::string_view text, const full_event& expected) {
    const json::object& members = object.as_object();
    for (const auto& [name, value] : expected.scalars)
        BOOST_TEST(difference(parse_json(value), members.at(name)) == "", name);
    for (const auto& [name, value] : expected.scalars)
        if (value[0] != '"') BOOST_TEST(text.find("\"" + name + "\":" + value) != text.npos, name);
    for (const auto& [name, entity] : expected.entities)
        for (const auto& [member, value] : entity.members)
            BOOST_TEST(is(members.at(name).at(member), value), name << "." << member);
    for (const std::string& fragment : expected.fragments)
        BOOST_TEST(text.find(fragment) != text.npos, fragment);
}

const domain::event_type& type_named(std::string_view collection) {
    for (const domain::event_type& type : domain::customer_events.types)
        if (type.collection == collection) return type;
    throw std::runtime_error("no such type");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_back)

BOOST_DATA_TEST_CASE(every_parameter_is_given_back, data::make(collections), collection) {
    temporary_directory directory;
    const domain::event_type& type = type_named(collection);
    std::map<std::string, std::string> shown;  // by number
    const auto arguments = [&] {
        return std::vector<std::string>{"--data=" + directory.path().string()};
    };
    {
        world_server server(world(), arguments());
        caller anna(server.port());
        for (const bool by_participant : {false, true}) {
            const bool referral = collection == "referrals";
            if (referral && by_participant) continue;
            full_event full = make_full(type, by_participant, false);
            const std::string reference = by_participant ? R"("third")" : R"("first")";
            full.sent.set("external_system_reference_number", reference);
            full.scalars["external_system_reference_number"] = reference;
            object_text sent = full.sent;
            const bulk_answer made = anna.create(collection, {sent.text()});
            BOOST_TEST_REQUIRE(made.processed.size() == 1U);
            const auto& row = made.processed[0];
            const response answer = show(anna, collection, "number", row.number);
            const json::value object = data_of(answer);
            BOOST_TEST(is(object.at("id"), row.id));
            BOOST_TEST(is(object.at("number"), row.number));
            BOOST_TEST(is(object.at("type"), classification_type(collection)));
            BOOST_TEST((object.at("life_cycle_state") == "POSTED"));
            BOOST_TEST((object.at("log_information").at("created_by_user").at("username") == "u"));
            check_object(object, answer.body, full);
            BOOST_TEST(show(anna, collection, "id", row.id).body == answer.body);
            shown[row.number] = answer.body;

            if (referral) sent.set(referred, by("number", "R8"));
            full_event single = make_full(type, by_participant, true);
            const std::string another = by_participant ? R"("fourth")" : R"("second")";
            single.sent.set("external_system_reference_number", another);
            single.scalars["external_system_reference_number"] = another;
            if (referral) {
                single.sent.set(referred, by("number", "R8"));
                single.entities["referred_rewards_participant"].members["number"] = "R8";
            }
            const response created =
                anna.client.post(base + "customer_events/" + std::string(collection) + "/create",
                                 call_of(anna, single.sent));
            const json::value one = data_of(created);
            check_object(one, created.body, single);
            const std::string number(one.at("number").as_string());
            BOOST_TEST(show(anna, collection, "number", number).body == created.body);
            shown[number] = created.body;
        }
        ::kill(server.process().process().pid(), SIGKILL);
    }
    world_server server(world(), arguments());
    caller anna(server.port());
    for (const auto& [number, body] : shown)
        BOOST_TEST(show(anna, collection, "number", number).body == body);
}

BOOST_DATA_TEST_CASE(what_a_bulk_call_refuses_a_single_one_refuses_alike, data::make(collections),
                     collection) {
    world_server server;
    caller anna(server.port());
    const std::string path = base + "customer_events/" + std::string(collection) + "/create";
    for (const domain::column& c : type_named(collection).bulk.columns) {
        const std::string name(c.what->name);
        if (name == "request_unique_identifier") continue;
        for (const char* value :
             {"7", R"("x")", R"("")", "{}", "[]", "true", "[7]", "[{}]", "null",
              R"({"number":"Z","id":"Z"})", R"({"id":"Z"})", R"({"number":7})"}) {
            object_text event = valid_event(collection, 1);
            event.set(name, value);
            if (name == participant) event.remove(account);
            const auto rows = anna.create(collection, {event.text()});
            event.remove("request_unique_identifier");
            const response answer = anna.client.post(path, call_of(anna, event));
            BOOST_TEST_CONTEXT(name << ": " << value) {
                if (rows.unprocessed.empty()) {
                    if (collection != "referrals") data_of(answer);
                    continue;
                }
                const refused_call refused = read_refusal(answer);
                BOOST_TEST(answer.status == 200);
                BOOST_TEST(refused.description == rows.unprocessed[0].error_description);
                BOOST_TEST(refused.code == refusal_of(rows.unprocessed[0].error_code, "", "").code);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_event_is_shown_by_its_own_type_and_organisation_only) {
    world other;
    other.organisation = "other";
    world_server server(std::vector<world>{world(), other}, {});
    caller anna(server.port()), bert(server.port(), "other");
    const auto made = anna.create("web", valid_events("web", 3));
    const std::string id = made.processed[2].id;
    BOOST_TEST((data_of(show(anna, "web", "id", id)).at("number") == "3"));
    for (const std::string& text :
         {std::string("4"), std::string("0"), std::string("01"), std::string("-1"),
          std::string("1.0"), std::string("18446744073709551616"), std::string("")})
        BOOST_TEST(
            difference(no_such("Customer Event", text), show(anna, "web", "number", text)) == "",
            text);
    BOOST_TEST(difference(no_such("Customer Event", "1"), show(anna, "purchases", "number", "1")) ==
               "");
    BOOST_TEST(difference(no_such("Customer Event", id), show(anna, "purchases", "id", id)) == "");
    BOOST_TEST(difference(no_such("Customer Event", id), show(bert, "web", "id", id)) == "");
    BOOST_TEST(difference(no_such("Customer Event", "1"), show(bert, "web", "number", "1")) == "");
    BOOST_TEST(difference(no_such("Customer Event", "x"), show(anna, "web", "id", "x")) == "");
}

BOOST_AUTO_TEST_CASE(a_get_is_as_good_as_a_post) {
    world_server server;
    caller anna(server.port());
    anna.create("web", valid_events("web", 1));
    const std::string path = base + "customer_events/web/show?token=" + anna.token;
    const std::string posted = show(anna, "web", "number", "1").body;
    for (const char* query :
         {"&customer_event_identifier=number=1", "&customer_event_identifier=number%3D1",
          "&customer%5Fevent_identifier=%6eumber=%31&unheard=of",
          "&&customer_event_identifier=number=1&fields_set="})
        BOOST_TEST(anna.client.get(path + query).body == posted, query);
    const auto refused = [&](const verdict& expected, const std::string& query) {
        BOOST_TEST(difference(expected, anna.client.get(path + query)) == "", query);
    };
    const std::string name = "customer_event_identifier";
    refused(is_mandatory(name), "");
    refused(is_mandatory(name), "&customer_event_identifier=code=1");
    refused(is_invalid(name, "1"), "&customer_event_identifier=1");
    refused(no_such("Customer Event", "a b+"), "&customer_event_identifier=number=a+b%2B");
    for (const char* query : {"&customer_event_identifier=number=%zz", "&token=a", "&x=%", "&x=%4",
                              "&x=%ff", "&%C0%80=1"}) {
        const response answer = anna.client.get(path + query);
        BOOST_TEST(answer.status == 400, query);
        BOOST_TEST(read_refusal(answer).code ==
                   refusal_of("MalformedRequestException", "", "").code);
    }
}

BOOST_AUTO_TEST_CASE(fields_set_selects_members_at_any_depth) {
    world_server server;
    caller anna(server.port());
    object_text event = valid_event("purchases", 1);
    anna.create("purchases", {event.text()});
    const auto select = [&](const std::string& names) {
        return anna.client.post(base + "customer_events/purchases/show",
                                call_of(anna, {{"customer_event_identifier", by("number", "1")},
                                               {"fields_set", json_text(names)}}));
    };
    const std::pair<std::string, std::string> rows[] = {
        {"number", R"({"number":"1"})"},
        {" total_amount ,number,, number", R"({"number":"1","total_amount":60})"},
        {"accounts_receivable.number", R"({"accounts_receivable":{"number":"A1"}})"},
        {"products_set.product.code,products_set.quantity",
         R"({"products_set":[{"quantity":1,"product":{"code":"Soap"}}]})"},
        {"currency", R"({"currency":{"id":"currency-1","code":"EUR"}})"},
        {"classification.name", R"({"classification":null})"},
        {"log_information.created_by_user.username",
         R"({"log_information":{"created_by_user":{"username":"u"}}})"},
    };
    for (const auto& [names, expected] : rows)
        BOOST_TEST(select(names).body.find("{\"data\":" + expected + ",") == 0U, names);
    BOOST_TEST(select(" , ").body == select("").body);
    for (const char* unknown : {"nothing", "number.id", "accounts_receivable.code",
                                "accounts_receivable.", ".number", "Number", "products_set.0"})
        BOOST_TEST(difference(is_invalid("fields_set", unknown),
                              select(std::string("id,") + unknown)) == "",
                   unknown);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
