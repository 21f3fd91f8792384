// SPDX-License-Identifier: BSL-1.0
#include <boost/json/parse.hpp>

#include "domain/call_judgement.hpp"
#include "domain/description.hpp"
#include "domain/fault.hpp"
#include "domain/fields.hpp"
#include "domain/reference_methods.hpp"
#include "domain/rules.hpp"
#include "http/api_documents.hpp"
#include "http/openapi_parts.hpp"

namespace crmlocal::http {
namespace {

namespace json = boost::json;
using domain::column;
using domain::field;
using domain::need;
using domain::value_type;

std::string without_spaces(std::string_view label) {
    std::string out(label);
    std::erase(out, ' ');
    return out;
}

// "null" means "not given" wherever something need not be given.
json::value type_of(std::string_view type, need how) {
    if (how == need::mandatory) return json::value(json::string(type));
    return json::array{json::string(type), "null"};
}

void add_texts(const field& what, need how, json::object& schema) {
    schema["type"] = type_of("string", how);
    if (!what.one_of.empty()) {
        json::array& values = schema["enum"].emplace_array();
        for (std::string_view v : what.one_of) values.emplace_back(json::string(v));
        if (how != need::mandatory) values.emplace_back(nullptr);
        return;
    }
    if (how == need::mandatory) schema["minLength"] = 1;
    schema["maxLength"] = what.length_max;
}

json::object property_schema(const column& c) {
    const field& what = *c.what;
    json::object schema;
    switch (what.type) {
        case value_type::text: add_texts(what, c.how, schema); break;
        case value_type::date:
            schema["type"] = type_of("string", c.how);
            schema["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$";
            break;
        case value_type::floating:
        case value_type::amount: schema["type"] = type_of("number", c.how); break;
        case value_type::quantity:
            schema["type"] = type_of("number", c.how);
            schema["exclusiveMinimum"] = 0;
            schema["default"] = 1;
            break;
        case value_type::identifier: {
            json::object target = reference_to(without_spaces(what.kind->label) + "Identifier");
            if (c.how == need::mandatory) schema = std::move(target);
            else schema["anyOf"] = json::array{std::move(target), json::object{{"type", "null"}}};
            break;
        }
        case value_type::whole:
            schema["type"] = type_of("integer", c.how);
            schema["minimum"] = what.least;
            schema["maximum"] = what.most;
            break;
        case value_type::boolean: schema["type"] = type_of("boolean", c.how); break;
        case value_type::rows:
            schema["type"] = type_of("array", c.how);
            schema["minItems"] = 1;
            schema["maxItems"] = domain::rows_per_event_max;
            schema["items"] = columns_schema(what.columns);
    }
    schema["description"] = std::string(what.description) + " " + domain::describe_shape(what);
    return schema;
}

}  // namespace

json::object columns_schema(std::span<const column> columns) {
    json::object properties;
    json::array required, choices;
    for (const column& c : columns) {
        properties[c.what->name] = property_schema(c);
        if (c.how == need::mandatory) required.emplace_back(json::string(c.what->name));
        if (c.how == need::semi_optional)
            choices.push_back(json::object{{"required", json::array{json::string(c.what->name)}}});
    }
    json::object schema = {{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    if (!choices.empty()) schema["oneOf"] = std::move(choices);
    return schema;
}

json::object call_schema(const domain::call_shape& shape) {
    std::vector<column> columns(shape.parameters.begin(), shape.parameters.end());
    for (column& c : columns)
        if (c.what == &domain::fields::token) c.how = need::mandatory;
    if (shape.is_flat())
        columns.insert(columns.end(), shape.columns.begin() + 1, shape.columns.end());
    return columns_schema(columns);
}

namespace {

json::object identifier_schema(const domain::entity_kind& kind) {
    json::object properties;
    json::array choices;
    for (std::string_view key : kind.keys()) {
        properties[key] = {{"type", json::array{"string", "null"}},
                           {"maxLength", domain::name_length_max}};
        choices.push_back(json::object{{"required", json::array{json::string(key)}}});
    }
    return {
        {"type", "object"},
        {"description", "Names one " + std::string(kind.label) + " by exactly one of its keys."},
        {"properties", std::move(properties)},
        {"oneOf", std::move(choices)}};
}

json::object bulk_schema(const domain::event_type& type) {
    json::object properties;
    for (const column& c : type.bulk.parameters)
        properties[c.what->name] =
            property_schema(c.what == &domain::fields::token ? column{c.what, need::mandatory} : c);
    properties[type.bulk.set] = {{"type", "array"},
                                 {"maxItems", domain::events_per_call_max},
                                 {"items", reference_to(schema_name_of(type) + "Event")}};
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", json::array{"token", json::string(type.bulk.set)}}};
}

json::object text_schema(std::string_view description) {
    return {{"type", "string"}, {"description", json::string(description)}};
}

json::object row_of(std::initializer_list<std::string_view> members) {
    json::object properties;
    for (std::string_view m : members)
        properties[m] = text_schema("Left out if fields_set says so.");
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

json::object envelope_of(json::object data, json::object status) {
    return {{"type", "object"},
            {"properties", {{"data", std::move(data)}, {"status", std::move(status)}}},
            {"required", json::array{"data", "status"}},
            {"additionalProperties", false}};
}

json::object status_schema(json::object code) {
    return {{"type", "object"},
            {"properties",
             {{"code", std::move(code)},
              {"description", text_schema("Empty, or `Error:… - Description:…`.")},
              {"message", text_schema("Empty, or the same as one sentence for people.")}}},
            {"required", json::array{"code", "description", "message"}},
            {"additionalProperties", false}};
}

json::object set_of(std::string_view schema) {
    return {{"type", "array"},
            {"maxItems", domain::events_per_call_max},
            {"items", reference_to(schema)}};
}

// The faults as the values of an error code, each with what is known of it.
json::object fault_schema() {
    json::array names, details;
    for (const domain::fault& f : domain::faults::table) {
        names.emplace_back(json::string(f.name));
        details.push_back(json::object{{"name", json::string(f.name)},
                                       {"detail", json::string(f.detail)},
                                       {"general", json::string(f.general)},
                                       {"rule", json::string(name_of(f.rule))},
                                       {"text", json::string(name_of(f.text))}});
    }
    return {{"type", "string"}, {"enum", std::move(names)}, {"x-standing", std::move(details)}};
}

const json::object ok = {{"type", "string"}, {"const", "OK"}};

void add_objects(const domain::event_catalogue& catalogue, json::object& schemas) {
    const auto add = [&](const std::string& object, const std::string& answer,
                         const domain::object_form& form) {
        schemas[object] = object_schema(form);
        schemas[answer + "Answer"] = answer_schema(reference_to(object));
        schemas[answer + "ListAnswer"] =
            answer_schema({{"type", "array"}, {"items", reference_to(object)}});
    };
    for (const domain::event_type& type : catalogue.types)
        add(schema_name_of(type) + "Object", schema_name_of(type),
            domain::object_form::of_event(type));
    for (const domain::reference_methods& each : domain::methods_of_reference_data)
        add(object_name_of(*each.kind), object_name_of(*each.kind),
            domain::object_form::of_entity(*each.kind));
    schemas["EmptyAnswer"] = answer_schema({{"type", "object"}, {"maxProperties", 0}});
}

void add_answers(json::object& schemas) {
    json::object unprocessed =
        row_of({"error_description", "error_code", "request_unique_identifier"});
    unprocessed["properties"].as_object()["error_code"] = reference_to("Fault");
    schemas["Fault"] = fault_schema();
    schemas["UnprocessedEvent"] = std::move(unprocessed);
    schemas["ProcessedEvent"] = row_of({"number", "id", "request_unique_identifier"});
    json::object sets = {{"unprocessed_customer_events_set", set_of("UnprocessedEvent")},
                         {"processed_customer_events_set", set_of("ProcessedEvent")}};
    json::object data = {{"type", "object"},
                         {"properties", std::move(sets)},
                         {"required", json::array{"unprocessed_customer_events_set",
                                                  "processed_customer_events_set"}}};
    schemas["BulkAnswer"] = envelope_of(std::move(data), status_schema(ok));
    json::object token = {{"type", "object"},
                          {"properties", {{"token", text_schema("Good for an idle hour.")}}},
                          {"required", json::array{"token"}}};
    schemas["LoginAnswer"] = envelope_of(std::move(token), status_schema(ok));
    json::object code = {{"type", "string"}, {"pattern", "^COM\\.CRM\\.EXCEPTION\\.WEBAPI\\."}};
    schemas["Refusal"] =
        envelope_of({{"type", "object"}, {"maxProperties", 0}}, status_schema(std::move(code)));
}

}  // namespace

json::object answer_schema(json::object data) {
    return envelope_of(std::move(data), status_schema(ok));
}

json::object openapi_schemas(const domain::event_catalogue& catalogue) {
    json::object schemas;
    for (const domain::event_type& type : catalogue.types) {
        schemas[schema_name_of(type) + "Call"] = bulk_schema(type);
        schemas[schema_name_of(type) + "Event"] = columns_schema(type.bulk.columns);
    }
    for (const domain::entity_kind& kind : domain::kinds::all)
        schemas[without_spaces(kind.label) + "Identifier"] = identifier_schema(kind);
    schemas["CustomerEventIdentifier"] = identifier_schema(domain::kinds::customer_event);
    add_answers(schemas);
    add_objects(catalogue, schemas);
    return schemas;
}

}  // namespace crmlocal::http
