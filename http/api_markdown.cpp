// SPDX-License-Identifier: BSL-1.0
#include "domain/description.hpp"
#include "domain/fault.hpp"
#include "domain/fields.hpp"
#include "http/api_documents.hpp"
#include "http/markdown_parts.hpp"
#include "http/pretty_json.hpp"

namespace crmlocal::http {
namespace {

constexpr std::string_view introduction =
    "# The API\n\n"
    "Generated from the tables that enforce it (`./dev generate`); a test fails when it is "
    "stale.\n\n"
    "The standing of a statement says how well it is known: **seed**, the vendor's page shows it;\n"
    "**found**, it is documented elsewhere in public; **assumed**, we decided it.\n\n"
    "An event is judged in stages, each in the order of the parameters; the first refusal is the\n"
    "answer. Rules that have a name can be switched off by it, per organisation, in the "
    "`settings`\n"
    "of its fixture: `\"rules\": {\"amounts_add_up\": \"off\"}`.\n";

void method(const domain::event_type& type, std::string_view base_path, std::string& out) {
    out.append("\n## POST ").append(bulk_path_of(type)).append("\n\n");
    out.append(type.summary).append(" Creates up to ");
    out.append(std::to_string(domain::events_per_call_max)).append(" events in a call. Address: ");
    out.append(markdown_code(std::string(base_path) + "/" + bulk_path_of(type))).append(".\n\n");
    out += "Parameters of the call:\n\n";
    add_parameters(type.bulk.parameters, out);
    markdown_row(out, markdown_code(type.bulk.set), "Set", "mandatory", "The events.");
    out += "\nParameters of an event:\n\n";
    add_parameters(type.bulk.columns, out);

    out += "\nWhat an event is judged by, in this order:\n\n";
    markdown_row(out, "stage", "parameter", "rule", "refused with", "standing", "name");
    markdown_row(out, "---", "---", "---", "---", "---", "---");
    for (const domain::described_rule& r : domain::describe_rules(type))
        markdown_row(out, domain::stage_names[r.stage - 1],
                     r.parameter.empty() ? "" : markdown_code(r.parameter), r.sentence,
                     markdown_code(r.refuses_with->name), name_of(r.known),
                     r.switch_name.empty() ? "" : markdown_code(r.switch_name));
    out.append("\nExample:\n\n```json\n").append(pretty_json(example_call(type))).append("```\n");
}

void faults(std::string& out) {
    out +=
        "\n## Faults\n\nTexts are `Error:` + the detail + ` - Description:` + the general "
        "sentence; `{}` stands for an argument.\n\n";
    markdown_row(out, "fault", "detail", "general sentence", "rule", "text");
    markdown_row(out, "---", "---", "---", "---", "---");
    for (const domain::fault& f : domain::faults::table)
        markdown_row(out, markdown_code(f.name), f.detail, f.general, name_of(f.rule),
                     name_of(f.text));
}

}  // namespace

std::string api_markdown(const domain::event_catalogue& catalogue, std::string_view base_path) {
    std::string out(introduction);
    for (const domain::event_type& type : catalogue.types) {
        method(type, base_path, out);
        add_event_methods(type, out);
    }
    add_other_methods(out);
    faults(out);
    return out;
}

}  // namespace crmlocal::http
