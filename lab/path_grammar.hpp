// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "lab/path_query.hpp"
#include "lab/path_scanner.hpp"

namespace crmlocal::lab::path {

/// The productions of RFC 9535's grammar, one function each: false if the text is something else,
/// which `error` explains. A parser reads one text.
class parser {
public:
    explicit parser(std::string_view text) : in_(text) {}

    bool parse_whole(query& out) {
        if (!in_.need("$", "at the beginning of a JSONPath")) return false;
        if (!parse_segments(out)) return false;
        return in_.at_end() || in_.fail("'.', '..' or '[' is expected");
    }

    const syntax_error& error() const noexcept { return in_.error(); }

private:
    bool parse_segments(query& out);
    bool parse_segment(segment& out);
    bool parse_brackets(segment& out);
    bool parse_selector(selector& out);
    bool parse_index_or_slice(selector& out);
    bool parse_filter(selector& out);

    bool parse_condition(condition& out) { return parse_list(out, "||"); }
    bool parse_list(condition& out, std::string_view joint);
    bool parse_term(condition& out);
    bool parse_negation(condition& out);
    bool parse_comparison_or_test(condition& out);
    bool become_test(condition& out, std::size_t begin);
    bool check_comparable(const operand& what, std::size_t begin);
    bool parse_operand(operand& out);
    bool parse_literal(operand& out);
    bool parse_call(operand& out);
    bool parse_arguments(call& out, std::size_t count);

    scanner in_;
    int depth_ = 0;  // of conditions in one another
};

}  // namespace crmlocal::lab::path
