// SPDX-License-Identifier: BSL-1.0
#include "lab/json_path.hpp"

#include <algorithm>
#include <optional>

#include "domain/text.hpp"
#include "lab/path_parser.hpp"

namespace crmlocal::lab {
namespace {

using boost::json::value;
using nodes = std::vector<const value*>;

// What stands beside a comparison: something of a document or a query, something made, or nothing.
struct found_value {
    const value* at = nullptr;
    std::optional<value> made;

    const value* get() const noexcept { return made ? &*made : at; }
};

void select(const path::query& by, const value& root, const value& current, nodes& out);
bool holds(const path::condition& asked, const value& root, const value& current);

template <class Visit>
void visit_children(const value& of, Visit visit) {
    if (const auto* array = of.if_array())
        for (const value& item : *array) visit(item);
    else if (const auto* object = of.if_object())
        for (const auto& member : *object) visit(member.value());
}

// RFC 9535, 2.3.4.2.2
void pick_slice(const path::slice_selector& slice, const boost::json::array& from, nodes& out) {
    const auto size = static_cast<std::int64_t>(from.size());
    const std::int64_t step = slice.step;
    if (step == 0) return;
    const auto normal = [size](std::int64_t i) { return i >= 0 ? i : size + i; };
    const std::int64_t start = normal(slice.start.value_or(step > 0 ? 0 : size - 1));
    const std::int64_t end = slice.end ? normal(*slice.end) : step > 0 ? size : -1;
    const auto put = [&](std::int64_t i) { out.push_back(&from[static_cast<std::size_t>(i)]); };
    if (step > 0) {
        const std::int64_t last = std::clamp<std::int64_t>(end, 0, size);
        for (std::int64_t i = std::clamp<std::int64_t>(start, 0, size); i < last; i += step) put(i);
    } else {
        const std::int64_t last = std::clamp<std::int64_t>(end, -1, size - 1);
        for (std::int64_t i = std::clamp<std::int64_t>(start, -1, size - 1); i > last; i += step)
            put(i);
    }
}

// Picks among the children of one value.
struct picking {
    const value& root;
    const value& of;
    nodes& out;

    void operator()(const path::name_selector& by) const {
        const auto* object = of.if_object();
        if (const value* v = object ? object->if_contains(by.name) : nullptr) out.push_back(v);
    }
    void operator()(const path::wildcard_selector&) const {
        visit_children(of, [this](const value& child) { out.push_back(&child); });
    }
    void operator()(const path::index_selector& by) const {
        const auto* array = of.if_array();
        if (!array) return;
        const auto size = static_cast<std::int64_t>(array->size());
        const std::int64_t i = by.index >= 0 ? by.index : size + by.index;
        if (i >= 0 && i < size) out.push_back(&(*array)[static_cast<std::size_t>(i)]);
    }
    void operator()(const path::slice_selector& by) const {
        if (const auto* array = of.if_array()) pick_slice(by, *array, out);
    }
    void operator()(const path::filter_selector& by) const {
        visit_children(of, [&](const value& child) {
            if (holds(*by.keeps, root, child)) out.push_back(&child);
        });
    }
};

void pick(const path::segment& by, const value& root, const value& of, nodes& out) {
    for (const path::selector& s : by.picks) std::visit(picking{root, of, out}, s);
    if (by.descends) visit_children(of, [&](const value& child) { pick(by, root, child, out); });
}

void select(const path::query& by, const value& root, const value& current, nodes& out) {
    nodes now = {by.relative ? &current : &root};
    for (const path::segment& s : by.segments) {
        nodes next;
        for (const value* v : now) pick(s, root, *v, next);
        now = std::move(next);
    }
    out.insert(out.end(), now.begin(), now.end());
}

// --- Conditions
// ------------------------------------------------------------------------------------

found_value evaluate(const path::operand& what, const value& root, const value& current);

std::optional<value> length_of(const value* v) {
    if (!v) return {};
    if (const auto* text = v->if_string()) return domain::code_points_of(std::string_view(*text));
    if (const auto* array = v->if_array()) return array->size();
    if (const auto* object = v->if_object()) return object->size();
    return {};
}

found_value call_function(const path::call& f, const value& root, const value& current) {
    const path::operand& first = f.arguments[0];
    if (f.what == path::function::length)
        return {nullptr, length_of(evaluate(first, root, current).get())};
    nodes found;
    select(std::get<path::query>(first), root, current, found);
    if (f.what == path::function::count) return {nullptr, value(found.size())};
    return {found.size() == 1 ? found[0] : nullptr, {}};
}

found_value evaluate(const path::operand& what, const value& root, const value& current) {
    if (const auto* literal = std::get_if<value>(&what)) return {literal, {}};
    if (const auto* f = std::get_if<std::unique_ptr<const path::call>>(&what))
        return call_function(**f, root, current);
    nodes found;
    select(std::get<path::query>(what), root, current, found);
    return {found.empty() ? nullptr : found[0], {}};
}

// match() and search()
bool test_text(const path::call& f, const value& root, const value& current) {
    const found_value text = evaluate(f.arguments[0], root, current);
    if (!text.get() || !text.get()->is_string()) return false;
    std::optional<pattern> expression = f.compiled;
    if (!expression) {
        const found_value given = evaluate(f.arguments[1], root, current);
        if (!given.get() || !given.get()->is_string()) return false;
        auto made = pattern::compile(given.get()->get_string());
        if (!made) return false;
        expression = std::move(*made);
    }
    const std::string_view in = text.get()->get_string();
    return f.what == path::function::match ? expression->matches(in) : expression->found_in(in);
}

// Less or more, as by RFC 9535, 2.3.5.2.2; nothing if the two have no order.
std::optional<std::partial_ordering> order(const value* a, const value* b) {
    if (!a || !b) return {};
    if (a->is_string() && b->is_string())
        return std::string_view(a->get_string()) <=> std::string_view(b->get_string());
    if (!a->is_number() || !b->is_number()) return {};
    if (a->is_int64() && b->is_int64()) return a->get_int64() <=> b->get_int64();
    if (a->is_uint64() && b->is_uint64()) return a->get_uint64() <=> b->get_uint64();
    return a->to_number<double>() <=> b->to_number<double>();
}

bool compare(path::comparison how, const value* a, const value* b) {
    const bool equal = a && b ? same_json(*a, *b) : !a && !b;
    const auto ordered = order(a, b);
    switch (how) {
        case path::comparison::equal: return equal;
        case path::comparison::unequal: return !equal;
        case path::comparison::less: return ordered && *ordered < 0;
        case path::comparison::less_or_equal: return equal || (ordered && *ordered < 0);
        case path::comparison::greater: return ordered && *ordered > 0;
        case path::comparison::greater_or_equal: return equal || (ordered && *ordered > 0);
    }
    return false;
}

bool holds(const path::condition& asked, const value& root, const value& current) {
    using kind = path::condition::kind;
    const auto part_holds = [&](const path::condition& p) { return holds(p, root, current); };
    switch (asked.is) {
        case kind::any_of: return std::ranges::any_of(asked.parts, part_holds);
        case kind::all_of: return std::ranges::all_of(asked.parts, part_holds);
        case kind::negation: return !part_holds(asked.parts[0]);
        case kind::function_test:
            return test_text(*std::get<std::unique_ptr<const path::call>>(asked.operands[0]), root,
                             current);
        case kind::existence: {
            nodes found;
            select(std::get<path::query>(asked.operands[0]), root, current, found);
            return !found.empty();
        }
        case kind::comparing: break;
    }
    const found_value a = evaluate(asked.operands[0], root, current);
    const found_value b = evaluate(asked.operands[1], root, current);
    return compare(asked.how, a.get(), b.get());
}

}  // namespace

boost::system::result<json_path, syntax_error> json_path::compile(std::string_view text) {
    auto parsed = path::parse(text);
    if (!parsed) return parsed.error();
    return json_path(std::make_shared<const path::query>(std::move(*parsed)));
}

std::vector<const value*> json_path::select(const value& root) const {
    nodes out;
    lab::select(*is_, root, root, out);
    return out;
}

std::string_view json_path::text() const noexcept { return is_->text; }

bool same_json(const value& a, const value& b) noexcept {
    if (a.is_number() && b.is_number()) {
        if (a.is_double() || b.is_double()) return a.to_number<double>() == b.to_number<double>();
        return a == b;
    }
    if (a.kind() != b.kind()) return false;
    if (const auto* list = a.if_array()) return std::ranges::equal(*list, b.get_array(), same_json);
    if (const auto* object = a.if_object()) {
        const auto& other = b.get_object();
        return object->size() == other.size() &&
               std::ranges::all_of(*object, [&other](const auto& member) {
                   const value* v = other.if_contains(member.key());
                   return v && same_json(member.value(), *v);
               });
    }
    return a == b;
}

}  // namespace crmlocal::lab
