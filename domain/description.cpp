// SPDX-License-Identifier: BSL-1.0
#include "domain/description.hpp"

#include <utility>

#include "domain/rules.hpp"

namespace crmlocal::domain {
namespace {

// What a type of value must be, how well that is known, and what the vendor calls the type.
struct described_type {
    value_type type;
    std::string_view sentence;
    standing known;
    std::string_view vendor_name;
};
constexpr described_type described_types[] = {
    {value_type::text, "A text", standing::seed, "String"},
    {value_type::date,
     "A date that exists, written YYYY-MM-DDThh:mm:ss without a zone, years 0001 to 9999.",
     standing::found, "Date"},
    {value_type::floating, "A number in the range of a double.", standing::seed, "Float"},
    {value_type::amount, "A decimal of at most 12 digits before and 6 after the point; exact.",
     standing::assumed, "Number"},
    {value_type::quantity,
     "A decimal above zero, of at most 12 digits before and 6 after the point.", standing::assumed,
     "Number"},
    {value_type::identifier, "An object that names one", standing::seed, "Identifier"},
    {value_type::rows, "An array of at most 1000 objects.", standing::assumed, "Set"},
    {value_type::whole, "A whole number", standing::assumed, "Number"},
    {value_type::boolean, "true or false; 1 or 0 are as good.", standing::assumed, "Boolean"},
};

static_assert(rows_per_event_max == 1000);  // as the sentence says

constexpr const described_type& described(value_type type) {
    for (const described_type& d : described_types)
        if (d.type == type) return d;
    return described_types[0];
}
static_assert([] {
    for (std::size_t i = 0; i < std::size(described_types); ++i)
        if (static_cast<std::size_t>(described_types[i].type) != i) return false;
    return true;
}());

std::string joined(std::span<const std::string_view> names, std::string_view between) {
    std::string out;
    for (std::string_view name : names) out.append(out.empty() ? "" : between).append(name);
    return out;
}

// Gathers the sentences about one list of columns, which may be the columns of rows.
class describer {
public:
    explicit describer(std::vector<described_rule>& out) : out_(out) {}

    void shapes(std::span<const column> columns, const std::string& prefix) {
        for (const column& c : columns) {
            if (c.what == &fields::request_unique_identifier) continue;
            const std::string path = prefix + std::string(c.what->name);
            const standing known =
                c.what->one_of.empty() ? described(c.what->type).known : standing::seed;
            add(1, path, describe_shape(*c.what), faults::invalid_value, known);
            if (c.what->type == value_type::rows) shapes(c.what->columns, path + "[].");
        }
    }

    void presence(std::span<const column> columns, const std::string& prefix) {
        bool choice_told = false;
        for (const column& c : columns) {
            if (c.what == &fields::request_unique_identifier) continue;
            const std::string path = prefix + std::string(c.what->name);
            if (c.how == need::semi_optional && !std::exchange(choice_told, true)) choice(columns);
            if (c.how == need::mandatory)
                add(2, path, "It is given and not empty.", faults::missing_parameter,
                    standing::seed);
            if (c.what->type == value_type::identifier)
                add(2, path,
                    "It has exactly one of the keys " + joined(c.what->kind->keys(), ", ") + ".",
                    faults::ambiguous_parameter, standing::found);
            if (c.what->type == value_type::rows) presence(c.what->columns, path + "[].");
        }
    }

    void references(std::span<const column> columns, const std::string& prefix) {
        for (const column& c : columns) {
            const std::string path = prefix + std::string(c.what->name);
            if (c.what->type == value_type::identifier)
                add(3, path, "The " + std::string(c.what->kind->label) + " exists.",
                    faults::not_found, standing::seed);
            if (c.what->type == value_type::rows) references(c.what->columns, path + "[].");
        }
    }

    void request(const event_type& type) {
        const std::string name(fields::request_unique_identifier.name);
        add(1, std::string(type.bulk.set) + "[]", "It is an object.", faults::invalid_value,
            standing::seed);
        add(1, name, "It is given and not empty.", faults::missing_parameter, standing::seed);
        add(1, name, describe_shape(fields::request_unique_identifier), faults::invalid_value,
            standing::assumed);
        add(1, name, "No earlier event of the call has the same.", faults::duplicate_value,
            standing::seed);
    }

    template <class What>
    void sentences(unsigned stage, std::span<const bound<What>> all) {
        for (const bound<What>& each : all) {
            add(stage, "", std::string(each.what->says.text), *each.what->refuses_with,
                each.what->says.known);
            if (rule_settings().set(each.what->says.name, false))
                out_.back().switch_name = each.what->says.name;
        }
    }

private:
    void choice(std::span<const column> columns) {
        std::vector<std::string_view> names;
        for (const column& c : columns)
            if (c.how == need::semi_optional) names.push_back(c.what->name);
        const std::string either = joined(names, " or ");
        add(2, either, "One of them is given.", faults::missing_parameter, standing::found);
        add(2, either, "Only one of them is given.", faults::ambiguous_parameter, standing::found);
    }

    void add(unsigned stage, std::string parameter, std::string sentence, const fault& why,
             standing known) {
        out_.push_back({stage, std::move(parameter), std::move(sentence), &why, known});
    }

    std::vector<described_rule>& out_;
};

}  // namespace

std::vector<described_rule> describe_rules(const event_type& type) {
    std::vector<described_rule> out;
    describer describe(out);
    describe.request(type);
    describe.shapes(type.bulk.columns, "");
    describe.presence(type.bulk.columns, "");
    describe.references(type.bulk.columns, "");
    describe.sentences(4, type.rules);
    describe.sentences(5, type.claims);
    return out;
}

std::string describe_shape(const field& what) {
    std::string out(described(what.type).sentence);
    if (what.type == value_type::identifier)
        out.append(" ")
            .append(what.kind->label)
            .append(" by ")
            .append(joined(what.kind->keys(), ", or by ")) += ": a text of at most 255 characters.";
    if (what.type == value_type::whole)
        out.append(" from ")
            .append(std::to_string(what.least))
            .append(" to ")
            .append(std::to_string(what.most)) += ".";
    if (what.type != value_type::text) return out;
    if (!what.one_of.empty()) return out.append(": ").append(joined(what.one_of, ", ")) + ".";
    return out.append(" of at most ").append(std::to_string(what.length_max)) + " characters.";
}

std::string_view vendor_type_of(const field& what) noexcept {
    return described(what.type).vendor_name;
}

}  // namespace crmlocal::domain
