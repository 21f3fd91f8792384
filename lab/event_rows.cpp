// SPDX-License-Identifier: BSL-1.0
#include "lab/event_rows.hpp"

#include <algorithm>
#include <map>

#include "domain/call_judgement.hpp"
#include "lab/json_text.hpp"

namespace crmlocal::lab {
namespace {

namespace json = boost::json;

// Stages of judgement that are no rules of a type (contract, section 3).
struct stage {
    const domain::fault* why;
    rule_name says;
};
const stage stages[] = {
    {&domain::faults::invalid_value,
     {"shape", "Every value is of its type and within its bounds."}},
    {&domain::faults::duplicate_value,
     {"request_unique_identifier_once",
      "A request_unique_identifier stands for one event of a call."}},
    {&domain::faults::missing_parameter, {"presence", "Mandatory parameters are given."}},
    {&domain::faults::ambiguous_parameter,
     {"one_of_a_group", "Of mutually exclusive parameters one is given."}},
    {&domain::faults::not_found, {"references_exist", "What an event refers to exists."}},
};

std::string text_of(const json::value* object, std::string_view member) {
    const auto* in = object ? object->if_object() : nullptr;
    const json::value* v = in ? in->if_contains(member) : nullptr;
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

const json::array* set_of(const json::value& answer, std::string_view name) {
    const auto* root = answer.if_object();
    const json::value* data = root ? root->if_contains("data") : nullptr;
    const auto* in = data ? data->if_object() : nullptr;
    const json::value* set = in ? in->if_contains(name) : nullptr;
    return set ? set->if_array() : nullptr;
}

// The rows of an answer, handed out one after the other in the order of the events.
class answered_rows {
public:
    answered_rows(const json::value& answer, std::string_view set) : rows_(set_of(answer, set)) {}

    std::size_t size() const noexcept { return rows_ ? rows_->size() : 0; }
    const json::value* next() { return next_ < size() ? &(*rows_)[next_++] : nullptr; }
    // Whether the next row is that event's, by its identifier.
    bool next_is(const std::string& request) const {
        return next_ < size() && text_of(&(*rows_)[next_], "request_unique_identifier") == request;
    }

private:
    const json::array* rows_;
    std::size_t next_ = 0;
};

void note_refusal(event_row& row, const json::value* answered, const domain::event_type& type) {
    row.verdict = call_verdict::unprocessed;
    if (row.error_code.empty()) row.error_code = text_of(answered, "error_code");
    row.error_description = text_of(answered, "error_description");
    if (!row.rule.empty()) return;
    const rule_name by = rule_behind(row.error_code, &type);
    row.rule = by.name;
    row.rule_sentence = by.sentence;
}

void note_unknown(const json::object& in, std::span<const std::string_view> known,
                  const std::string& path, std::vector<std::string>& out) {
    for (const auto& member : in) {
        if (std::ranges::find(known, std::string_view(member.key())) != known.end()) continue;
        std::string name = path + std::string(member.key());
        if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
    }
}

void visit_members(const json::object& in, std::span<const domain::column> columns,
                   const std::string& path, std::vector<std::string>& out) {
    for (const domain::column& c : columns) {
        const domain::field& what = *c.what;
        const json::value* v = in.if_contains(what.name);
        if (!v) continue;
        const std::string below = path + std::string(what.name);
        if (const auto* identifier = v->if_object(); identifier && what.kind)
            note_unknown(*identifier, what.kind->keys(), below + ".", out);
        if (const auto* rows = v->if_array(); rows && !what.columns.empty())
            for (const json::value& row : *rows)
                if (const auto* object = row.if_object()) {
                    std::vector<std::string_view> names;
                    for (const domain::column& inner : what.columns)
                        names.push_back(inner.what->name);
                    note_unknown(*object, names, below + "[].", out);
                    visit_members(*object, what.columns, below + "[].", out);
                }
    }
}

void visit_object(const json::object& in, std::span<const domain::column> columns,
                  std::vector<std::string_view> also_known, const std::string& path,
                  std::vector<std::string>& out) {
    for (const domain::column& c : columns) also_known.push_back(c.what->name);
    note_unknown(in, also_known, path, out);
    visit_members(in, columns, path, out);
}

}  // namespace

rule_name rule_behind(std::string_view error_code, const domain::event_type* type) noexcept {
    const auto says = [error_code](const auto& bound) {
        return bound.what->refuses_with->name == error_code;
    };
    if (type) {
        if (const auto r = std::ranges::find_if(type->rules, says); r != type->rules.end())
            return {r->what->says.name, r->what->says.text};
        if (const auto c = std::ranges::find_if(type->claims, says); c != type->claims.end())
            return {c->what->says.name, c->what->says.text};
    }
    for (const stage& s : stages)
        if (s.why->name == error_code) return s.says;
    return {};
}

std::vector<event_row> rows_of_bulk_call(const bulk_parts& of) {
    const auto* call = of.body.if_object();
    const json::value* set = call ? call->if_contains(of.type.bulk.set) : nullptr;
    if (!set || !set->is_array()) return {};
    const auto written = elements_of(of.body_text, of.type.bulk.set);
    answered_rows refused(of.answer, "unprocessed_customer_events_set");
    answered_rows created(of.answer, "processed_customer_events_set");
    const auto noted = of.call.refused_events();
    auto next = noted.begin();
    // The answer to a repeated call was not judged anew: then its rows have to tell by themselves.
    const bool by_note = noted.size() == refused.size();

    std::vector<event_row> out(set->get_array().size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        event_row& row = out[i];
        row.index = i;
        row.event = &set->get_array()[i];
        if (i < written.size()) row.written = written[i];
        row.request_unique_identifier = text_of(row.event, "request_unique_identifier");
        if (of.refused) {
            row.verdict = call_verdict::refused;
            row.error_code = of.error_code;
            continue;
        }
        const bool is_noted = next != noted.end() && next->index == i;
        if (by_note ? is_noted : refused.next_is(row.request_unique_identifier)) {
            if (is_noted && by_note) {
                row.error_code = next->error_code;
                if (next->ordered) {
                    row.rule = "injected";
                    row.rule_sentence = "A fault of the laboratory refuses it.";
                }
                ++next;
            }
            note_refusal(row, refused.next(), of.type);
        } else {
            const json::value* answered = created.next();
            row.number = text_of(answered, "number");
            row.id = text_of(answered, "id");
        }
    }
    return out;
}

std::vector<std::string> unknown_members_of(const json::value& body,
                                            const domain::call_shape& shape) {
    std::vector<std::string> out;
    const auto* call = body.if_object();
    if (!call) return out;
    std::vector<domain::column> own(shape.parameters.begin(), shape.parameters.end());
    if (shape.is_flat()) own.insert(own.end(), shape.columns.begin(), shape.columns.end());
    std::vector<std::string_view> also;
    if (!shape.set.empty()) also.push_back(shape.set);
    visit_object(*call, own, std::move(also), "", out);
    const json::value* set = shape.set.empty() ? nullptr : call->if_contains(shape.set);
    if (const auto* events = set ? set->if_array() : nullptr)
        for (const json::value& event : *events)
            if (const auto* object = event.if_object())
                visit_object(*object, shape.columns, {}, std::string(shape.set) + "[].", out);
    return out;
}

}  // namespace crmlocal::lab
