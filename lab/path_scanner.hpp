// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "lab/pattern.hpp"

namespace crmlocal::lab::path {

/// The words of RFC 9535: takes them off a text one after the other. What reads answers false where
/// the text is not what it should be, and `error` then says why; the first error stays.
class scanner {
public:
    explicit scanner(std::string_view text) : text_(text) {}

    bool at_end() const noexcept { return at_ == text_.size(); }
    std::size_t offset() const noexcept { return at_; }
    void return_to(std::size_t offset) noexcept { at_ = offset; }
    /// The next character; 0 at the end.
    char next() const noexcept { return at_end() ? '\0' : text_[at_]; }
    bool comes(std::string_view word) const noexcept { return text_.substr(at_).starts_with(word); }
    /// Takes that word if it comes next.
    bool take(std::string_view word) noexcept;
    /// Takes it or fails.
    bool need(std::string_view word, std::string_view why);
    void skip_blanks() noexcept;

    bool comes_name() const noexcept;
    bool comes_integer() const noexcept;
    /// A member's name in its short form.
    std::string name();
    bool read_integer(std::int64_t& out);
    bool read_number(boost::json::value& out);
    /// A string between single or double quotes.
    bool read_string(std::string& out);

    bool fail(std::string why) { return fail_at(at_, std::move(why)); }
    bool fail_at(std::size_t offset, std::string why);
    const syntax_error& error() const noexcept { return error_; }

private:
    bool read_escape(char quote, std::string& out);
    bool read_code_unit(std::uint32_t& out);

    std::string_view text_;
    std::size_t at_ = 0;
    syntax_error error_;
};

}  // namespace crmlocal::lab::path
