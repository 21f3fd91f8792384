// SPDX-License-Identifier: BSL-1.0
#include "http/openapi_parts.hpp"

#include <string>

#include "domain/event_catalogue.hpp"
#include "domain/fields.hpp"
#include "domain/reference_methods.hpp"
#include "http/api_documents.hpp"
#include "http/event_endpoint.hpp"

namespace crmlocal::http {

namespace json = boost::json;

json::object content_of(json::object schema, json::value example) {
    json::object media = {{"schema", std::move(schema)}};
    if (!example.is_null()) media["example"] = std::move(example);
    return {{"application/json", std::move(media)}};
}

json::object reference_to(std::string_view schema) {
    return {{"$ref", "#/components/schemas/" + std::string(schema)}};
}

namespace {

json::object refusal_response(std::string_view description) {
    return {{"description", json::string(description)},
            {"content", content_of(reference_to("Refusal"))}};
}

}  // namespace

// The answers of a method: its own and the refusal share HTTP 200, unless real statuses are on.
json::object responses_of(std::string_view answer) {
    json::object either = {{"oneOf", json::array{reference_to(answer), reference_to("Refusal")}}};
    return {
        {"200",
         {{"description", "The answer, or why the call as a whole was refused (`status.code`)."},
          {"content", content_of(std::move(either))}}},
        {"400", refusal_response("The body is not a JSON object, or the framing is broken.")},
        {"405", refusal_response("The method must be called with POST.")},
        {"408", refusal_response("The request did not arrive in time.")},
        {"413", refusal_response("The body is larger than the server accepts.")},
        {"503", refusal_response("Nothing was recorded; try again after `Retry-After`.")}};
}

namespace {

using domain::column;
using domain::need;
using domain::source;

// A parameter in a query. An identifier is `key=value`.
json::object query_parameter(const column& c) {
    const bool is_identifier = c.what->type == domain::value_type::identifier;
    json::object schema = {{"type", "string"}};
    if (c.what->type == domain::value_type::whole)
        schema = {{"type", "integer"}, {"minimum", c.what->least}, {"maximum", c.what->most}};
    std::string text(c.what->description);
    if (is_identifier) text += " As `key=value`, for instance `number=ACR0000000077`.";
    return {{"name", json::string(c.what->name)},
            {"in", "query"},
            {"required", c.how == need::mandatory || c.what == &domain::fields::token},
            {"description", std::move(text)},
            {"schema", std::move(schema)}};
}

struct method {
    std::string id, summary, description, tag, answer;
    bool reads = false;  // by GET as well
};

json::object operation(const method& m, std::string_view id) {
    return {{"operationId", json::string(id)},
            {"summary", m.summary},
            {"description", m.description},
            {"tags", json::array{json::string(m.tag)}},
            {"x-standing", "found"}};
}

json::object method_of(const method& m, const domain::call_shape& shape) {
    json::object post = operation(m, m.id);
    post["requestBody"] = {{"required", true}, {"content", content_of(call_schema(shape))}};
    post["responses"] = responses_of(m.answer);
    json::object out = {{"post", std::move(post)}};
    if (!m.reads) return out;
    json::object get = operation(m, m.id + "ByGet");
    json::array& parameters = get["parameters"].emplace_array();
    for (const column& c : shape.parameters) parameters.push_back(query_parameter(c));
    get["responses"] = responses_of(m.answer);
    out["get"] = std::move(get);
    return out;
}

// The type of the value of a member that is no object. Null: it is not set.
json::value type_of_value(const domain::object_member& m) {
    const auto or_null = [](std::string_view type) {
        return json::value(json::array{json::string(type), "null"});
    };
    switch (m.from) {
        case source::nothing: return "null";
        case source::sum: return "number";
        case source::column_value: break;
        case source::event_id:
        case source::event_number:
        case source::event_type_name:
        case source::event_state:
        case source::created_date:
        case source::row_id:
        case source::user_id:
        case source::user_name: return "string";
        default: return or_null("string");
    }
    switch (m.what->type) {
        case domain::value_type::floating:
        case domain::value_type::amount:
        case domain::value_type::quantity: return or_null("number");
        case domain::value_type::whole:
        case domain::value_type::boolean: return or_null("integer");
        default: return or_null("string");
    }
}

json::object members_schema(const std::vector<domain::object_member>& all, std::size_t first,
                            std::size_t end) {
    json::object properties;
    for (std::size_t at = first; at < end; at = all[at].end) {
        const domain::object_member& m = all[at];
        json::object schema;
        if (m.from == source::no_rows) {
            schema = {{"type", "array"}, {"maxItems", 0}};
        } else if (m.end == at + 1) {
            schema["type"] = type_of_value(m);
        } else if (m.from == source::rows) {
            schema = {{"type", "array"}, {"items", members_schema(all, at + 1, m.end)}};
        } else {
            schema = members_schema(all, at + 1, m.end);
            schema["type"] = json::array{"object", "null"};
        }
        if (m.known != domain::standing::found)
            schema["x-standing"] = json::string(name_of(m.known));
        properties[m.name] = std::move(schema);
    }
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

}  // namespace

json::object object_schema(const domain::object_form& form) {
    return members_schema(form.members(), 0, form.members().size());
}

std::string object_name_of(const domain::entity_kind& kind) {
    std::string out(kind.label);
    std::erase(out, ' ');
    return out + "Object";
}

void add_token_methods(json::object& paths) {
    paths["/authentication/web_api_key/token"] =
        method_of({"logInByKey", "Logs in with a Web API key",
                   "The key is sent as the user name of HTTP Basic, with an empty password. Makes "
                   "a token that is "
                   "good for two hours.",
                   "Authentication", "LoginAnswer"},
                  domain::key_login_call);
    json::object& post = paths["/authentication/web_api_key/token"].at("post").as_object();
    post["requestBody"].as_object()["required"] = false;
    post["security"] = json::array{json::object{{"webApiKey", json::array{}}}};
    paths["/authentication/token/release"] =
        method_of({"logOut", "Releases a token", "The token is good for nothing from now on.",
                   "Authentication", "EmptyAnswer"},
                  domain::release_call);
}

void add_event_methods(const domain::event_type& type, json::object& paths) {
    const std::string name = schema_name_of(type), noun(type.name);
    const std::string tag = "Customer events";
    const auto add = [&](std::string_view path, const method& m, const domain::call_shape& shape) {
        paths["/" + event_path_of(type, path)] = method_of(m, shape);
    };
    if (type.single.is_flat())
        add("create",
            {"create" + name + "Event", "Creates one " + noun + " customer event",
             "Judged by the rules of the bulk method; a refusal of the event refuses the call.",
             tag, name + "Answer"},
            type.single);
    add("show",
        {"show" + name + "Event", "Shows one " + noun + " customer event",
         "Only events of this type are found.", tag, name + "Answer", true},
        domain::event_call);
    if (!type.list.parameters.empty())
        add("list",
            {"list" + name + "Events", "Lists " + noun + " customer events",
             "Newest first. Pages that follow the one at offset 0 are of the same list, whatever "
             "is "
             "created in the meantime, if the token and the other parameters are the same "
             "(assumed).",
             tag, name + "ListAnswer", true},
            type.list);
    if (type.can_be_cancelled)
        add("cancel",
            {"cancel" + name + "Event", "Cancels one " + noun + " customer event",
             "Only posted events can be cancelled. What the event has claimed stays claimed "
             "(assumed).",
             tag, name + "Answer"},
            domain::event_call);
}

void add_reference_methods(json::object& paths) {
    for (const domain::reference_methods& each : domain::methods_of_reference_data) {
        const std::string object = object_name_of(*each.kind);
        const std::string path = "/" + std::string(each.path) + "/", noun(each.noun);
        const std::string tag = "Reference data";
        if (!each.show.parameters.empty())
            paths[path + "show"] =
                method_of({"show" + object, "Shows one " + noun, "By exactly one of its keys.", tag,
                           object + "Answer", true},
                          each.show);
        if (!each.list.parameters.empty())
            paths[path + "list"] =
                method_of({"list" + object, "Lists " + noun + "s",
                           "In the order in which they came.", tag, object + "ListAnswer", true},
                          each.list);
        if (!each.create.parameters.empty())
            paths[path + "create"] = method_of(
                {"create" + object, "Creates one " + noun,
                 "Without a number of its own it gets the next one above the largest there "
                 "is.",
                 tag, object + "Answer"},
                each.create);
    }
}

}  // namespace crmlocal::http
