// SPDX-License-Identifier: BSL-1.0
#include <cctype>

#include <boost/json/parse.hpp>

#include "domain/description.hpp"
#include "domain/event_catalogue.hpp"
#include "domain/fields.hpp"
#include "http/api_documents.hpp"
#include "http/openapi_parts.hpp"
#include "version.hpp"

namespace crmlocal::http {
namespace {

namespace json = boost::json;
using domain::column;
using domain::need;

json::array rules_of(const domain::event_type& type) {
    json::array out;
    for (const domain::described_rule& r : domain::describe_rules(type)) {
        json::object each = {{"stage", json::string(domain::stage_names[r.stage - 1])},
                             {"sentence", r.sentence},
                             {"fault", json::string(r.refuses_with->name)},
                             {"standing", json::string(name_of(r.known))}};
        if (!r.parameter.empty()) each["parameter"] = r.parameter;
        if (!r.switch_name.empty()) each["switch"] = json::string(r.switch_name);
        out.push_back(std::move(each));
    }
    return out;
}

json::object bulk_method(const domain::event_type& type) {
    const std::string name(type.name);
    return {{"post",
             {{"operationId", "createBulk" + schema_name_of(type) + "Events"},
              {"summary", "Creates " + name + " customer events"},
              {"description",
               std::string(type.summary) + " Up to " + std::to_string(domain::events_per_call_max) +
                   " events in a call; each is judged by itself, by the rules under "
                   "`x-standing` in their order, and the first refusal is the answer."},
              {"tags", json::array{"Bulk creation"}},
              {"x-standing", rules_of(type)},
              {"requestBody",
               {{"required", true},
                {"content",
                 content_of(reference_to(schema_name_of(type) + "Call"), example_call(type))}}},
              {"responses", responses_of("BulkAnswer")}}}};
}

json::object login_schema() {
    json::object properties;
    json::array required;
    for (const column& c : domain::login_call.parameters) {
        properties[c.what->name] = {{"type", "string"},
                                    {"maxLength", c.what->length_max},
                                    {"description", json::string(c.what->description)}};
        if (c.how == need::mandatory) required.emplace_back(json::string(c.what->name));
    }
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)}};
}

json::object login_method() {
    json::object example;
    for (const column& c : domain::login_call.parameters)
        if (c.how == need::mandatory) example[c.what->name] = json::parse(c.what->example);
    return {{"post",
             {{"operationId", "logIn"},
              {"summary", "Logs in"},
              {"description", "Makes a token that is good until it has been idle for an hour."},
              {"tags", json::array{"Authentication"}},
              {"x-standing", "found"},
              {"requestBody",
               {{"required", true}, {"content", content_of(login_schema(), std::move(example))}}},
              {"responses", responses_of("LoginAnswer")}}}};
}

// A path of the server's own: it has no base path.
json::object own_page(std::string_view id, std::string_view summary) {
    return {{"servers", json::array{json::object{{"url", "/"}}}},
            {"get",
             {{"operationId", json::string(id)},
              {"summary", json::string(summary)},
              {"description", std::string(summary) + ". Not the vendor's, but this server's own."},
              {"tags", json::array{"Administration"}},
              {"responses",
               {{"200",
                 {{"description", "What was asked for."},
                  {"content", content_of({{"type", "object"}})}}}}}}}};
}

json::object paths_of(const domain::event_catalogue& catalogue) {
    json::object paths;
    paths["/authentication/token"] = login_method();
    add_token_methods(paths);
    for (const domain::event_type& type : catalogue.types) {
        paths["/" + bulk_path_of(type)] = bulk_method(type);
        add_event_methods(type, paths);
    }
    add_reference_methods(paths);
    paths["/openapi.json"] = own_page("describeApi", "This document");
    paths["/__admin/rules"] = own_page("listRules", "All rules with their standing");
    paths["/__admin/health/live"] = own_page("isAlive", "Whether the process answers");
    paths["/__admin/health/ready"] = own_page("isReady", "Whether calls are served (503: not yet)");
    paths["/__admin/version"] = own_page("showVersion", "The version and the commit");
    return paths;
}

json::object tag(std::string_view name, std::string_view description) {
    return {{"name", json::string(name)}, {"description", json::string(description)}};
}

}  // namespace

std::string schema_name_of(const domain::event_type& type) {
    std::string out;
    bool upper = true;
    for (char c : type.name) {
        if (c != ' ')
            out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        upper = c == ' ';
    }
    return out;
}

std::string bulk_path_of(const domain::event_type& type) {
    return "customer_events/bulk/" + std::string(type.collection) + "/create";
}

json::object example_call(const domain::event_type& type) {
    const auto example_of = [&](const domain::field& what) {
        return json::parse(what.kind == &domain::kinds::classification ? type.classification_example
                                                                       : what.example);
    };
    json::object event;
    bool chosen = false;
    for (const column& c : type.bulk.columns) {
        if (c.how == need::optional || (c.how == need::semi_optional && chosen)) continue;
        chosen |= c.how == need::semi_optional;
        if (c.what->columns.empty()) {
            event[c.what->name] = example_of(*c.what);
            continue;
        }
        json::object row;
        for (const column& inner : c.what->columns) row[inner.what->name] = example_of(*inner.what);
        event[c.what->name] = json::array{std::move(row)};
    }
    json::object call = {{"token", json::parse(domain::fields::token.example)}};
    call[type.bulk.set] = json::array{std::move(event)};
    return call;
}

json::object rules_document(const domain::event_catalogue& catalogue) {
    json::array methods;
    for (const domain::event_type& type : catalogue.types)
        methods.push_back(json::object{{"method", bulk_path_of(type)}, {"rules", rules_of(type)}});
    return {{"methods", std::move(methods)}};
}

json::object openapi_document(const domain::event_catalogue& catalogue,
                              std::string_view base_path) {
    return {
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "crmlocal: CRM.COM's bulk customer-events Web API"},
          {"version", json::string(version)},
          {"description",
           "A server that speaks the bulk customer-events part of CRM.COM's Web API. Not the "
           "vendor's: every rule under `x-standing` says whether it is shown by the vendor's page "
           "(seed), documented elsewhere in public (found), or decided here (assumed)."},
          {"contact", {{"name", "The crmlocal project"}, {"url", "http://localhost/"}}},
          {"license", {{"name", "Boost Software License 1.0"}, {"identifier", "BSL-1.0"}}}}},
        {"servers",
         json::array{json::object{{"url", base_path.empty() ? "/" : std::string(base_path)}}}},
        {"tags", json::array{tag("Authentication", "Tokens, which every other method asks for."),
                             tag("Bulk creation", "Many customer events of one type in a call."),
                             tag("Customer events", "One event, and events that are read back."),
                             tag("Reference data", "Accounts, participants and so on."),
                             tag("Administration", "Paths of the server's own.")}},
        {"paths", paths_of(catalogue)},
        {"components",
         {{"schemas", openapi_schemas(catalogue)},
          {"securitySchemes", {{"webApiKey", {{"type", "http"}, {"scheme", "basic"}}}}}}}};
}

}  // namespace crmlocal::http
