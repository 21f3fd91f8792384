// SPDX-License-Identifier: BSL-1.0
#include "lab/pattern.hpp"

#include <boost/regex.hpp>

#include "lab/code_points.hpp"

namespace crmlocal::lab {
namespace {

// A dot stands for any character but a line's end (RFC 9485, 5.1); Boost's depends on flags.
std::wstring with_plain_dots(const std::wstring& expression) {
    std::wstring out;
    bool in_class = false;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        const wchar_t c = expression[i];
        if (c == L'\\' && i + 1 < expression.size()) {
            out += {c, expression[++i]};
            continue;
        }
        if (c == L'[') in_class = true;
        if (c == L']') in_class = false;
        if (c == L'.' && !in_class) out += L"[^\\n\\r]";
        else out += c;
    }
    return out;
}

}  // namespace

struct pattern::compiled {
    std::string text;
    boost::wregex expression;
};

boost::system::result<pattern, syntax_error> pattern::compile(std::string_view expression) {
    auto made = std::make_shared<compiled>();
    made->text = expression;
    try {
        made->expression.assign(with_plain_dots(code_points_of(expression)), boost::regex::perl);
    } catch (const boost::regex_error& error) {
        // The offset is one in the rewritten expression: of no use to its author.
        std::string why = error.what();
        why = why.substr(0, why.find("  The error occurred"));
        return syntax_error{0, "The regular expression is not valid: " + why};
    }
    return pattern(std::move(made));
}

bool pattern::matches(std::string_view text) const try {
    return boost::regex_match(code_points_of(text), is_->expression);
} catch (const std::runtime_error&) {
    return false;  // Boost.Regex gives up on what would take exponential time
}

bool pattern::found_in(std::string_view text) const try {
    return boost::regex_search(code_points_of(text), is_->expression);
} catch (const std::runtime_error&) {
    return false;
}

std::string_view pattern::text() const noexcept { return is_->text; }

}  // namespace crmlocal::lab
