// SPDX-License-Identifier: BSL-1.0
#include "lab/path_parser.hpp"

#include <algorithm>

#include "lab/path_grammar.hpp"

namespace crmlocal::lab::path {

bool parser::parse_segments(query& out) {
    for (;;) {
        const std::size_t before_blanks = in_.offset();
        in_.skip_blanks();
        if (in_.next() != '.' && in_.next() != '[') {
            in_.return_to(before_blanks);
            return true;
        }
        if (!parse_segment(out.segments.emplace_back())) return false;
    }
}

bool parser::parse_segment(segment& out) {
    out.descends = in_.take("..");
    if (in_.next() == '[') return parse_brackets(out);
    if (!out.descends) in_.take(".");
    if (in_.take("*")) {
        out.picks.emplace_back(wildcard_selector());
        return true;
    }
    if (!in_.comes_name())
        return in_.fail("a name, '*' or '[' is expected; other names stand as ['name']");
    out.picks.emplace_back(name_selector{in_.name()});
    return true;
}

bool parser::parse_brackets(segment& out) {
    in_.take("[");
    do {
        in_.skip_blanks();
        selector pick;
        if (!parse_selector(pick)) return false;
        out.picks.push_back(std::move(pick));
        in_.skip_blanks();
    } while (in_.take(","));
    return in_.need("]", "after a selector");
}

bool parser::parse_selector(selector& out) {
    if (in_.next() == '\'' || in_.next() == '"')
        return in_.read_string(out.emplace<name_selector>().name);
    if (in_.take("*")) {
        out = wildcard_selector();
        return true;
    }
    if (in_.take("?")) return parse_filter(out);
    if (in_.comes_integer() || in_.next() == ':') return parse_index_or_slice(out);
    return in_.fail("a name in quotes, an index, a slice, '*' or '?' is expected");
}

bool parser::parse_index_or_slice(selector& out) {
    slice_selector slice;
    if (in_.comes_integer() && !in_.read_integer(slice.start.emplace())) return false;
    const std::size_t after_first = in_.offset();
    in_.skip_blanks();
    if (!in_.take(":")) {
        in_.return_to(after_first);
        out = index_selector{*slice.start};
        return true;
    }
    in_.skip_blanks();
    if (in_.comes_integer() && !in_.read_integer(slice.end.emplace())) return false;
    in_.skip_blanks();
    if (in_.take(":")) {
        in_.skip_blanks();
        if (in_.comes_integer() && !in_.read_integer(slice.step)) return false;
    }
    out = slice;
    return true;
}

bool parser::parse_filter(selector& out) {
    in_.skip_blanks();
    condition keeps;
    if (!parse_condition(keeps)) return false;
    out.emplace<filter_selector>().keeps = std::make_unique<const condition>(std::move(keeps));
    return true;
}

bool query::singular() const noexcept {
    return std::ranges::all_of(segments, [](const segment& s) {
        return !s.descends && s.picks.size() == 1 &&
               (std::holds_alternative<name_selector>(s.picks[0]) ||
                std::holds_alternative<index_selector>(s.picks[0]));
    });
}

boost::system::result<query, syntax_error> parse(std::string_view text) {
    parser from(text);
    query out;
    out.text = text;
    if (!from.parse_whole(out)) return from.error();
    return out;
}

}  // namespace crmlocal::lab::path
