// SPDX-License-Identifier: BSL-1.0
#include "http/api_documents.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "domain/description.hpp"
#include "domain/event_catalogue.hpp"
#include "http/api.hpp"
#include "http/pretty_json.hpp"

namespace crmlocal::http {
namespace {

const std::string base_path = api_options().base_path;

std::string file(const std::string& name) {
    std::ifstream in(std::string(CRMLOCAL_SOURCE_DIR) + "/" + name);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

BOOST_AUTO_TEST_SUITE(api_documents)

BOOST_AUTO_TEST_CASE(the_checked_in_openapi_document_is_up_to_date) {
    const auto made = pretty_json(openapi_document(domain::customer_events, base_path));
    BOOST_TEST((made == file("docs/openapi.json")), "run ./dev generate");
}

BOOST_AUTO_TEST_CASE(the_checked_in_api_page_is_up_to_date) {
    const auto made = api_markdown(domain::customer_events, base_path);
    BOOST_TEST((made == file("docs/api.md")), "run ./dev generate");
}

BOOST_AUTO_TEST_CASE(every_parameter_of_every_type_has_a_property) {
    const auto schemas = openapi_schemas(domain::customer_events);
    for (const domain::event_type& type : domain::customer_events.types) {
        const auto& properties = schemas.at(schema_name_of(type) + "Event").at("properties");
        for (const domain::column& c : type.bulk.columns)
            BOOST_TEST(properties.as_object().contains(c.what->name), c.what->name);
    }
}

BOOST_AUTO_TEST_CASE(every_rule_is_described_with_the_fault_it_refuses_with) {
    for (const domain::event_type& type : domain::customer_events.types) {
        std::set<std::string_view> told;
        for (const domain::described_rule& r : domain::describe_rules(type))
            if (!r.switch_name.empty()) told.insert(r.switch_name);
        for (const auto& r : type.rules) BOOST_TEST(told.contains(r.what->says.name));
        for (const auto& c : type.claims) BOOST_TEST(told.contains(c.what->says.name));
    }
}

BOOST_AUTO_TEST_CASE(rules_are_described_stage_by_stage) {
    for (const domain::event_type& type : domain::customer_events.types) {
        unsigned stage = 1;
        for (const domain::described_rule& r : domain::describe_rules(type)) {
            BOOST_TEST(r.stage >= stage);
            stage = r.stage;
        }
        BOOST_TEST(stage == 5U);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace crmlocal::http
