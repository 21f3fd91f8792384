// SPDX-License-Identifier: BSL-1.0
#include "lab/call_view.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>

#include "lab/event_rows.hpp"
#include "lab/redaction.hpp"

namespace crmlocal::lab {
namespace {

namespace json = boost::json;

constexpr std::string_view code_begin = "COM.CRM.EXCEPTION.WEBAPI.";

// The simple name of the fault that an envelope's code stands for.
std::string fault_name(std::string_view code) {
    if (!code.starts_with(code_begin)) return std::string(code);
    const std::string_view upper = code.substr(code_begin.size());
    const auto same = [upper](const domain::fault& f) {
        return std::ranges::equal(f.name, upper, [](char a, char b) {
            return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
        });
    };
    const auto* const known = std::ranges::find_if(domain::faults::table, same);
    return std::string(known != std::end(domain::faults::table) ? known->name : upper);
}

std::string text_at(const json::value& root, std::initializer_list<std::string_view> path) {
    const json::value* at = &root;
    for (const std::string_view step : path) {
        const auto* object = at->if_object();
        at = object ? object->if_contains(step) : nullptr;
        if (!at) return {};
    }
    return at->is_string() ? std::string(at->get_string()) : std::string();
}

void redact_values(json::value& in) {
    if (auto* list = in.if_array()) {
        for (json::value& item : *list) redact_values(item);
    } else if (auto* object = in.if_object()) {
        for (auto& member : *object) {
            json::value& v = member.value();
            if (is_secret_member(member.key()) && v.is_primitive() && !v.is_null()) v = redacted;
            else redact_values(v);
        }
    }
}

}  // namespace

call_view::call_view(std::string organisation, std::shared_ptr<const logged_call> what,
                     const domain::event_catalogue& catalogue)
    : organisation_(std::move(organisation)), what_(std::move(what)), catalogue_(catalogue) {}

std::string call_view::target() const { return redact_target(what_->target()); }

std::vector<named_text> call_view::fields() const {
    auto out = what_->fields();
    for (named_text& f : out)
        if (is_secret_field(f.name)) f.value = redacted;
    return out;
}

call_view::document call_view::understand(std::string_view raw) {
    document out;
    json::error_code error;
    out.root = json::parse(raw, error);
    out.is_json = !error;
    if (out.is_json) {
        redact_values(out.root);
        out.text = redact_json(raw);
    } else {
        out.root = nullptr;
        out.text = redact_text(raw);
    }
    return out;
}

call_view::document& call_view::request_document() {
    if (body_) return *body_;
    body_ = understand(what_->body());
    if (what_->body().empty() && what_->target().find('?') != std::string_view::npos) {
        body_->root = query_parameters(what_->target());
        redact_values(body_->root);
    }
    return *body_;
}

call_view::document& call_view::answer_document() {
    if (!answer_) answer_ = understand(what_->answer());
    return *answer_;
}

const json::value& call_view::body() { return request_document().root; }
const std::string& call_view::body_text() { return request_document().text; }
bool call_view::body_is_json() { return request_document().is_json; }
const json::value& call_view::answer() { return answer_document().root; }
const std::string& call_view::answer_text() { return answer_document().text; }
bool call_view::answer_is_json() { return answer_document().is_json; }

const domain::event_type* call_view::type() const noexcept {
    const auto is = [this](const domain::event_type& t) { return t.collection == what_->type(); };
    const auto found = std::ranges::find_if(catalogue_.types, is);
    return found == catalogue_.types.end() ? nullptr : &*found;
}

bool call_view::is_bulk() const noexcept {
    return what_->method().find("/bulk/") != std::string_view::npos;
}

const call_view::outcome& call_view::find_outcome() {
    if (outcome_) return *outcome_;
    outcome_ = outcome{};
    const std::string code = text_at(answer(), {"status", "code"});
    if (code != "OK" || what_->status >= 400) {
        outcome_->verdict = call_verdict::refused;
        outcome_->error_code = fault_name(code);
    } else if (is_bulk() && std::ranges::any_of(events(), [](const event_row& row) {
                   return row.verdict == call_verdict::unprocessed;
               })) {
        outcome_->verdict = call_verdict::unprocessed;
    }
    return *outcome_;
}

call_verdict call_view::verdict() { return find_outcome().verdict; }
const std::string& call_view::error_code() { return find_outcome().error_code; }

const std::vector<event_row>& call_view::events() {
    if (events_) return *events_;
    events_.emplace();
    const domain::event_type* of = type();
    if (!of || !what_->method().ends_with("/create")) return *events_;
    const std::string code = text_at(answer(), {"status", "code"});
    const bool refused = code != "OK" || what_->status >= 400;
    if (is_bulk()) {
        events_ = rows_of_bulk_call(
            {*of, *what_, body_text(), body(), answer(), refused, fault_name(code)});
        return *events_;
    }
    event_row& row = events_->emplace_back();
    row.written = body_text();
    row.event = &body();
    row.number = text_at(answer(), {"data", "number"});
    row.id = text_at(answer(), {"data", "id"});
    if (!refused) return *events_;
    row.verdict = call_verdict::refused;
    row.error_code = fault_name(code);
    row.error_description = text_at(answer(), {"status", "description"});
    const rule_name by = rule_behind(row.error_code, of);
    row.rule = by.name;
    row.rule_sentence = by.sentence;
    return *events_;
}

const std::vector<std::string>& call_view::unknown_members() {
    if (unknown_) return *unknown_;
    unknown_.emplace();
    const domain::event_type* of = type();
    if (!of) return *unknown_;
    if (is_bulk()) unknown_ = unknown_members_of(body(), of->bulk);
    else if (what_->method().ends_with("/create"))
        unknown_ = unknown_members_of(body(), of->single);
    else if (what_->method().ends_with("/list")) unknown_ = unknown_members_of(body(), of->list);
    return *unknown_;
}

json::object query_parameters(std::string_view target) {
    json::object out;
    const std::size_t mark = target.find('?');
    std::string_view left = mark == target.npos ? std::string_view() : target.substr(mark + 1);
    while (!left.empty()) {
        const std::size_t end = std::min(left.find('&'), left.size());
        const std::string_view one = left.substr(0, end);
        left.remove_prefix(std::min(end + 1, left.size()));
        const std::size_t equals = one.find('=');
        if (equals == one.npos) continue;
        const std::string name = decoded_query(one.substr(0, equals));
        const std::string_view value = one.substr(equals + 1);
        const std::size_t inner = value.find('=');
        if (inner == value.npos) out[name] = decoded_query(value);
        else
            out[name] = json::object{
                {decoded_query(value.substr(0, inner)), decoded_query(value.substr(inner + 1))}};
    }
    return out;
}

}  // namespace crmlocal::lab
