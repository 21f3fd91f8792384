// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <array>

#include "lab/path_grammar.hpp"

namespace crmlocal::lab::path {
namespace {

constexpr int depth_max = 64;  // of filters and parentheses in one another

struct known_function {
    std::string_view name;
    function what;
    std::size_t arguments;
};

constexpr std::array known_functions = {
    known_function{"length", function::length, 1}, known_function{"count", function::count, 1},
    known_function{"match", function::match, 2},   known_function{"search", function::search, 2},
    known_function{"value", function::value, 1},
};

bool takes_many(function what) noexcept {
    return what == function::count || what == function::value;
}

// Yields a truth value, and none to compare with.
bool is_test(const call& of) noexcept {
    return of.what == function::match || of.what == function::search;
}

}  // namespace

// Terms joined by || or, one level below, by &&.
bool parser::parse_list(condition& out, std::string_view joint) {
    const bool any = joint == "||";
    std::vector<condition> parts;
    do {
        in_.skip_blanks();
        condition& part = parts.emplace_back();
        if (!(any ? parse_list(part, "&&") : parse_term(part))) return false;
        const std::size_t before_blanks = in_.offset();
        in_.skip_blanks();
        if (!in_.comes(joint)) in_.return_to(before_blanks);
    } while (in_.take(joint));
    if (parts.size() == 1) {
        condition only = std::move(parts.front());
        out = std::move(only);
        return true;
    }
    out.is = any ? condition::kind::any_of : condition::kind::all_of;
    out.parts = std::move(parts);
    return true;
}

bool parser::parse_term(condition& out) {
    if (depth_ == depth_max) return in_.fail("conditions stand too deep in one another");
    ++depth_;
    bool fine = false;
    if (in_.next() == '!') {
        fine = parse_negation(out);
    } else if (in_.take("(")) {
        fine = parse_condition(out);
        in_.skip_blanks();
        fine = fine && in_.need(")", "after a condition");
    } else {
        fine = parse_comparison_or_test(out);
    }
    --depth_;
    return fine;
}

bool parser::parse_negation(condition& out) {
    in_.take("!");
    in_.skip_blanks();
    out.is = condition::kind::negation;
    condition& of = out.parts.emplace_back();
    if (in_.take("(")) {
        if (!parse_condition(of)) return false;
        in_.skip_blanks();
        return in_.need(")", "after a condition");
    }
    const std::size_t begin = in_.offset();
    return parse_operand(of.operands.emplace_back()) && become_test(of, begin);
}

bool parser::parse_comparison_or_test(condition& out) {
    const std::size_t begin = in_.offset();
    if (!parse_operand(out.operands.emplace_back())) return false;
    const std::size_t end = in_.offset();
    in_.skip_blanks();
    constexpr std::pair<std::string_view, comparison> signs[] = {
        {"==", comparison::equal},         {"!=", comparison::unequal},
        {"<=", comparison::less_or_equal}, {">=", comparison::greater_or_equal},
        {"<", comparison::less},           {">", comparison::greater}};
    const auto* const sign =
        std::ranges::find_if(signs, [this](const auto& s) { return in_.take(s.first); });
    if (sign == std::end(signs)) {
        in_.return_to(end);
        return become_test(out, begin);
    }
    out.is = condition::kind::comparing;
    out.how = sign->second;
    in_.skip_blanks();
    const std::size_t second = in_.offset();
    return check_comparable(out.operands[0], begin) && parse_operand(out.operands.emplace_back()) &&
           check_comparable(out.operands[1], second);
}

// What stands alone in a condition asks whether something exists, or what a function says.
bool parser::become_test(condition& out, std::size_t begin) {
    const operand& what = out.operands[0];
    if (std::holds_alternative<query>(what)) {
        out.is = condition::kind::existence;
        return true;
    }
    if (const auto* f = std::get_if<std::unique_ptr<const call>>(&what); f && is_test(**f)) {
        out.is = condition::kind::function_test;
        return true;
    }
    return in_.fail_at(begin, "a value alone is no condition: compare it with something");
}

bool parser::check_comparable(const operand& what, std::size_t begin) {
    if (const auto* q = std::get_if<query>(&what); q && !q->singular())
        return in_.fail_at(begin, "a path that may select several values cannot be compared");
    if (const auto* f = std::get_if<std::unique_ptr<const call>>(&what); f && is_test(**f))
        return in_.fail_at(begin, "match() and search() are conditions and cannot be compared");
    return true;
}

bool parser::parse_operand(operand& out) {
    if (in_.next() == '@' || in_.next() == '$') {
        query& q = out.emplace<query>();
        q.relative = in_.take("@");
        if (!q.relative) in_.take("$");
        return parse_segments(q);
    }
    if (in_.next() >= 'a' && in_.next() <= 'z' && !in_.comes("true") && !in_.comes("false") &&
        !in_.comes("null"))
        return parse_call(out);
    return parse_literal(out);
}

bool parser::parse_literal(operand& out) {
    boost::json::value& v = out.emplace<boost::json::value>();
    if (in_.take("true")) v = true;
    else if (in_.take("false")) v = false;
    else if (in_.take("null")) v = nullptr;
    else if (in_.comes_integer()) return in_.read_number(v);
    else if (in_.next() == '\'' || in_.next() == '"') {
        std::string text;
        if (!in_.read_string(text)) return false;
        v = std::string_view(text);
    } else {
        return in_.fail("'@', '$', a value or a function is expected");
    }
    return true;
}

bool parser::parse_call(operand& out) {
    const std::size_t begin = in_.offset();
    std::string name = in_.name();  // with digits and underscores, as the RFC's function names
    const auto* const known = std::ranges::find(known_functions, name, &known_function::name);
    if (known == known_functions.end())
        return in_.fail_at(begin, "there is no function '" + name +
                                      "'; length, count, match, search and value are known");
    if (!in_.need("(", "right after a function's name")) return false;
    call made;
    made.what = known->what;
    if (!parse_arguments(made, known->arguments)) return false;
    out = std::make_unique<const call>(std::move(made));
    return true;
}

bool parser::parse_arguments(call& out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        in_.skip_blanks();
        if (i != 0 && !in_.need(",", "between two arguments")) return false;
        in_.skip_blanks();
        const std::size_t begin = in_.offset();
        operand& argument = out.arguments.emplace_back();
        if (!parse_operand(argument)) return false;
        if (!takes_many(out.what)) {
            if (!check_comparable(argument, begin)) return false;
        } else if (!std::holds_alternative<query>(argument)) {
            return in_.fail_at(begin, "count() and value() take a path");
        }
        const auto* text = std::get_if<boost::json::value>(&argument);
        if (i == 1 && text && text->is_string()) {
            auto made = pattern::compile(text->get_string());
            if (!made) return in_.fail_at(begin, made.error().why);
            out.compiled = std::move(*made);
        }
    }
    in_.skip_blanks();
    return in_.need(")", "after the arguments");
}

}  // namespace crmlocal::lab::path
