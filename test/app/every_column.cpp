// SPDX-License-Identifier: BSL-1.0
//
// Tests that every parameter of every type gets for nothing: made from the catalogue, which
// test/http/catalogue_against_seed.cpp holds against the seed.
#include <string>

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
using domain::column;
using domain::event_type;
using domain::need;
using domain::value_type;

const event_type& type_named(std::string_view collection) {
    for (const event_type& type : domain::customer_events.types)
        if (type.collection == collection) return type;
    throw std::runtime_error("no type " + std::string(collection));
}

// The contract's bounds, not the catalogue's.
std::size_t characters_max(std::string_view name) {
    if (name == "description") return 4000;
    for (const char* short_one : {"reference_number", "external_system_reference_number",
                                  "external_system", "payment_medium_identifier"})
        if (name == short_one) return 255;
    return 1000;
}

// Puts values into one column: of an event, or of its only product line.
class column_probe {
public:
    column_probe(const column& of, bool in_line) : of_(of), in_line_(in_line) {}

    std::string name() const { return (in_line_ ? "products_set[0]." : "") + bare_name(); }
    bool is(value_type type) const { return of_.what->type == type; }
    bool is_enumeration() const { return !of_.what->one_of.empty(); }
    std::string_view label() const { return of_.what->kind->label; }
    std::span<const std::string_view> keys() const { return of_.what->kind->keys(); }
    need how() const { return of_.how; }
    std::string bare_name() const { return std::string(of_.what->name); }

    /// The event's change that puts this into the column; nothing at all if `value` is empty.
    std::vector<raw_member> with(const std::string& value) const {
        std::vector<raw_member> out = {{bare_name(), value}};
        if (in_line_) {
            object_text line{{"product_identifier", R"({"code":"Soap"})"},
                             {"net_amount", "50"},
                             {"vat_amount", "10"},
                             {"total_amount", "60"}};
            if (value.empty()) line.remove(bare_name());
            else line.set(bare_name(), value);
            out = {{"products_set", array_text({line.text()})}};
        }
        if (bare_name() == participant) out.emplace_back(account, "");  // they exclude one another
        return out;
    }

    verdict_row refuses(const std::string& value, const std::string& shown) const {
        return {with(value), is_invalid(name(), shown)};
    }
    verdict_row misses(const std::string& value) const {
        return {with(value), is_mandatory(name())};
    }
    verdict_row takes(const std::string& value) const { return {with(value), accepted}; }

private:
    column of_;
    bool in_line_;
};

void add_absence(const column_probe& probe, std::vector<verdict_row>& rows) {
    for (const char* nothing : {"", "null"}) {
        if (probe.how() == need::mandatory) rows.push_back(probe.misses(nothing));
        if (probe.how() == need::optional) rows.push_back(probe.takes(nothing));
        if (probe.how() == need::semi_optional)
            rows.push_back({probe.with(nothing), is_mandatory(account + " or " + participant)});
    }
}

void add_wrong_types(const column_probe& probe, std::vector<verdict_row>& rows) {
    const bool is_text = probe.is(value_type::text) || probe.is(value_type::date);
    const bool is_object = probe.is(value_type::identifier);
    const bool is_array = probe.is(value_type::rows);
    rows.push_back(probe.refuses("true", "true"));
    rows.push_back(probe.refuses("false", "false"));
    if (is_text || is_object || is_array) rows.push_back(probe.refuses("-1.50", "-1.50"));
    if (!is_text) rows.push_back(probe.refuses(R"("a text")", "a text"));
    if (!is_object) rows.push_back(probe.refuses(R"({"number":"A1"})", "{...}"));
    if (!is_array) rows.push_back(probe.refuses(R"(["A1"])", "[...]"));
}

void add_texts(const column_probe& probe, std::vector<verdict_row>& rows) {
    const std::size_t most = characters_max(probe.bare_name());
    rows.push_back(probe.refuses(text_of_length(most + 1), cut_off));
    if (probe.is_enumeration()) rows.push_back(probe.refuses(R"("OTHER")", "OTHER"));
    else rows.push_back(probe.takes(text_of_length(most, "\u00e9")));
    if (probe.how() == need::mandatory) rows.push_back(probe.misses(R"("")"));
    else rows.push_back(probe.takes(R"("")"));
}

std::string joined(std::span<const std::string_view> keys) {
    std::string out;
    for (const std::string_view key : keys) out.append(out.empty() ? "" : ", ").append(key);
    return out;
}

void add_identifiers(const column_probe& probe, std::vector<verdict_row>& rows) {
    for (const char* without_key : {"{}", R"({"unheard_of":"x"})"})
        rows.push_back(probe.misses(without_key));
    for (const std::string_view key : probe.keys()) {
        const std::string path = probe.name() + "." + std::string(key);
        const auto with = [&](const std::string& value) {
            return probe.with(object_text{{std::string(key), value}}.text());
        };
        rows.push_back({with("null"), is_mandatory(probe.name())});
        rows.push_back({with("7"), is_invalid(path, "7")});
        rows.push_back({with(text_of_length(256)), is_invalid(path, cut_off)});
        for (const std::string& unknown :
             {std::string("No Such"), std::string(255, 'x'), std::string()})
            rows.push_back(
                {with(json_text(unknown)), no_such(std::string(probe.label()), unknown)});
        for (const std::string_view other : probe.keys())
            if (other != key)
                rows.push_back({with("\"x\",\"" + std::string(other) + "\":\"y\""),
                                only_one_of(joined(probe.keys()), probe.name())});
    }
}

void add_numbers(const column_probe& probe, std::vector<verdict_row>& rows) {
    rows.push_back(probe.refuses("1e400", "1e400"));
    rows.push_back(probe.refuses(R"("50")", "50"));
    if (!probe.is(value_type::floating)) rows.push_back(probe.refuses("0.0000001", "0.0000001"));
    if (probe.is(value_type::quantity)) rows.push_back(probe.refuses("0", "0"));
}

void add_rows(const column_probe& probe, std::vector<verdict_row>& rows) {
    for (const char* element : {"7", "null", "[]"})
        rows.push_back({probe.with(array_text({element})),
                        is_invalid(probe.name() + "[0]", element[0] == '[' ? "[...]" : element)});
    rows.push_back(probe.misses("[]"));
}

std::vector<verdict_row> rows_for(const column_probe& probe) {
    std::vector<verdict_row> out;
    add_absence(probe, out);
    add_wrong_types(probe, out);
    if (probe.is(value_type::text)) add_texts(probe, out);
    else if (probe.is(value_type::identifier)) add_identifiers(probe, out);
    else if (probe.is(value_type::rows)) add_rows(probe, out);
    else if (probe.is(value_type::date)) out.push_back(probe.refuses(R"("")", ""));
    else add_numbers(probe, out);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(every_column)

BOOST_DATA_TEST_CASE(every_parameter_is_judged_by_its_type_and_need, data::make(collections),
                     collection) {
    std::vector<verdict_row> rows;
    const auto add = [&](const column& each, bool in_line) {
        for (verdict_row& row : rows_for({each, in_line})) rows.push_back(std::move(row));
    };
    for (const column& each : type_named(collection).bulk.columns) {
        if (each.what == &domain::fields::request_unique_identifier) continue;
        add(each, false);
        for (const column& of_line : each.what->columns) add(of_line, true);
    }
    BOOST_TEST_MESSAGE(collection << ": " << rows.size() << " changes");
    world_server server;
    caller anna(server.port());
    check_verdicts(anna, collection, rows);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crmlocal::test
