// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>

#include "domain/text.hpp"
#include "http/text_scan.hpp"

namespace crmlocal::http {

/// A place in a JSON text, and what can be read there. What returns a bool returns false where the
/// text is malformed, and leaves the place undetermined. Never looks beyond the end.
class text_reader {
public:
    text_reader(std::string_view json, std::pmr::memory_resource& texts)
        : at_(json.data()), end_(json.data() + json.size()), texts_(texts) {}

    const char* at() const noexcept { return at_; }
    const char* end() const noexcept { return end_; }
    bool at_end() const noexcept { return at_ == end_; }
    void skip(std::size_t bytes) noexcept { at_ += bytes; }
    /// Goes to a place that the caller knows to be in the text.
    void move_to(const char* at) noexcept { at_ = at; }

    /// The byte that comes next; 0 at the end.
    char peek() const noexcept { return at_ == end_ ? '\0' : *at_; }

    bool take(char c) noexcept {
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    void skip_blanks() noexcept {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    }

    /// Skips blanks, then takes that byte if it comes.
    bool take_after_blanks(char c) noexcept {
        if (take(c)) return true;
        skip_blanks();
        return take(c);
    }

    /// Reads a string behind its opening quote. The text is a view into the JSON, or into memory of
    /// the resource if escapes had to be resolved.
    bool read_text(std::string_view& text) {
        const char* const begin = at_;
        std::uint32_t high = 0;
        if (!skip_plain(high)) return false;
        if (*at_ != '"') [[unlikely]]
            return read_escaped(begin, text);
        text = {begin, static_cast<std::size_t>(at_++ - begin)};
        return high == 0 || domain::is_utf8(text);
    }

    /// Reads a member's name, and skips all that stands before its value.
    bool read_name(std::string_view& name) {
        if (!take('"') || !read_text(name) || !take_after_blanks(':')) return false;
        skip_blanks();
        return true;
    }

    /// Reads a number; the text is its digits as they stand there.
    bool read_number(std::string_view& digits) noexcept;

    /// Skips `true`, `false` or `null`.
    bool skip_word(std::string_view word) noexcept;
    /// The same; the text is the word as it stands there.
    bool read_word(std::string_view word, std::string_view& text) noexcept {
        text = {at_, word.size()};
        return skip_word(word);
    }

private:
    // To the first byte that ends a plain run; `high` is not 0 if a byte before it was not ASCII.
    bool skip_plain(std::uint32_t& high) noexcept {
        while (static_cast<std::size_t>(end_ - at_) >= look_bytes) {
            const look seen = look_for_end(at_);
            if (seen.ends != 0) {
                high |= seen.high & (seen.ends ^ (seen.ends - 1)) >> 1;
                at_ += std::countr_zero(seen.ends);
                return true;
            }
            high |= seen.high;
            at_ += look_bytes;
        }
        return skip_plain_near_end(high);
    }
    bool skip_plain_near_end(std::uint32_t& high) noexcept;
    bool read_escaped(const char* begin, std::string_view& text);
    bool read_escape();
    bool read_code_unit(std::uint32_t& unit) noexcept;
    std::size_t skip_digits() noexcept;

    const char* at_;
    const char* end_;
    std::pmr::memory_resource& texts_;
    std::string resolved_;  // of the text with escapes that is being read
};

}  // namespace crmlocal::http
