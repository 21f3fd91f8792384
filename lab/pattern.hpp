// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

namespace crmlocal::lab {

/// What is wrong with a path, pointer or pattern that somebody wrote, and where.
struct syntax_error {
    std::size_t offset = 0;  ///< in bytes, from the beginning of the text
    std::string why;         ///< a sentence
};

/// A regular expression over Unicode text (RFC 9485 and what Perl's have beyond it). Immutable; may
/// be used by several threads at once. Never runs away: an expression that takes too long does not
/// match.
class pattern {
public:
    /// Compiles a UTF-8 expression.
    static boost::system::result<pattern, syntax_error> compile(std::string_view expression);

    /// Whether all of that UTF-8 text matches.
    bool matches(std::string_view text) const;

    /// Whether some part of that UTF-8 text matches.
    bool found_in(std::string_view text) const;

    /// The expression it was made of.
    std::string_view text() const noexcept;

private:
    struct compiled;
    explicit pattern(std::shared_ptr<const compiled> is) : is_(std::move(is)) {}

    std::shared_ptr<const compiled> is_;
};

}  // namespace crmlocal::lab
