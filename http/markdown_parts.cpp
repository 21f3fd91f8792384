// SPDX-License-Identifier: BSL-1.0
#include "http/markdown_parts.hpp"

#include "domain/description.hpp"
#include "domain/event_catalogue.hpp"
#include "domain/object_form.hpp"
#include "domain/reference_methods.hpp"
#include "http/event_endpoint.hpp"

namespace crmlocal::http {
namespace {

using domain::column;
using domain::need;

constexpr std::string_view name_of_need(need how) {
    switch (how) {
        case need::mandatory: return "mandatory";
        case need::semi_optional: return "semi-optional";
        case need::optional: break;
    }
    return "optional";
}

void parameters(std::span<const column> columns, const std::string& prefix, std::string& out) {
    for (const column& c : columns) {
        const std::string path = prefix + std::string(c.what->name);
        markdown_row(out, markdown_code(path), domain::vendor_type_of(*c.what), name_of_need(c.how),
                     std::string(c.what->description) + " " + domain::describe_shape(*c.what));
        parameters(c.what->columns, path + "[].", out);
    }
}

void head(std::string_view methods, std::string_view path, std::string& out) {
    out.append("\n### ").append(methods).append(" ").append(path).append("\n\n");
}

// What an object consists of, as `fields_set` names it.
void members(const domain::object_form& form, std::string& out) {
    const auto& all = form.members();
    std::string list;
    for (std::size_t at = 0; at < all.size(); at = all[at].end) {
        list += list.empty() ? "`" : ", `";
        list += all[at].name + "`";
        if (all[at].end == at + 1) continue;
        list += " (";
        for (std::size_t inner = at + 1; inner < all[at].end; inner = all[inner].end)
            list.append(inner == at + 1 ? "" : ", ").append(all[inner].name);
        list += ")";
    }
    out.append("Members of the object, in their order: ").append(list).append(".\n");
}

}  // namespace

std::string markdown_code(std::string_view text) { return "`" + std::string(text) + "`"; }

void add_parameters(std::span<const column> columns, std::string& out) {
    markdown_row(out, "parameter", "type", "need", "what it is");
    markdown_row(out, "---", "---", "---", "---");
    parameters(columns, "", out);
}

void add_event_methods(const domain::event_type& type, std::string& out) {
    if (type.single.is_flat()) {
        head("POST", event_path_of(type, "create"), out);
        out +=
            "One event: the parameters of the call and those of an event in one object, without "
            "`request_unique_identifier`, and:\n\n";
        add_parameters(type.single.columns.subspan(type.bulk.columns.size()), out);
        out +=
            "\nThe rules are those of the bulk method; a refusal of the event refuses the call. "
            "Answers with the event (found).\n";
    }
    head("GET, POST", event_path_of(type, "show"), out);
    add_parameters(domain::event_call.parameters, out);
    out += "\nAnswers with the event. Other types' events are not found (found).\n\n";
    members(domain::object_form::of_event(type), out);
    if (!type.list.parameters.empty()) {
        head("GET, POST", event_path_of(type, "list"), out);
        add_parameters(type.list.parameters, out);
        out +=
            "\nAnswers with an array of events, newest first. An account's events include its "
            "participants'. The page at offset 0 begins a list; the pages after it, asked for with "
            "the same token and parameters, are of the same list whatever is created in the "
            "meantime (assumed).\n";
    }
    if (type.can_be_cancelled) {
        head("POST", event_path_of(type, "cancel"), out);
        add_parameters(domain::event_call.parameters, out);
        out +=
            "\nOnly posted events can be cancelled (found); the answer is the cancelled event. "
            "What it "
            "has claimed, its external reference for instance, stays claimed (assumed).\n";
    }
}

void add_other_methods(std::string& out) {
    out +=
        "\n## Reference data\n\nWhat is created is used by the next call, whoever makes it. A "
        "number "
        "that is not specified is the next one above the largest there is.\n";
    for (const domain::reference_methods& each : domain::methods_of_reference_data) {
        const std::string path(each.path);
        const auto method = [&](std::string_view methods, const char* name,
                                const domain::call_shape& shape) {
            if (shape.parameters.empty()) return;
            head(methods, path + "/" + name, out);
            add_parameters(shape.parameters, out);
        };
        method("GET, POST", "show", each.show);
        method("GET, POST", "list", each.list);
        method("POST", "create", each.create);
        out += "\n";
        members(domain::object_form::of_entity(*each.kind), out);
    }
    out +=
        "\n## Tokens\n\n"
        "- `POST authentication/token`: a user's name and password make a token (found).\n"
        "- `POST authentication/web_api_key/token`: a Web API key, sent as the user name of HTTP "
        "Basic "
        "with an empty password, makes a token that is good for two hours (found).\n"
        "- `POST authentication/token/release`: the token is good for nothing from now on "
        "(found).\n\n"
        "A token is 32 hexadecimal characters, good until it has been idle for an hour; with "
        "`--token-profile r12` a signed JSON Web Token, good for two hours (both found). Tokens do "
        "not outlive the server.\n\n"
        "In a GET the parameters are in the query, an identifier as `name=key=value`: "
        "`?token=...&accounts_receivable_identifier=number=ACR0000000077` (found).\n\n"
        "`fields_set` names members at any depth by their path, `number,classification.name`; a "
        "name "
        "selects the whole member (assumed).\n";
}

}  // namespace crmlocal::http
