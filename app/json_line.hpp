// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include "http/json_text.hpp"

namespace crmlocal::app {

/// Writes JSON on one line, piece by piece: names and values alternate within objects, values
/// follow one another within arrays, and commas come by themselves. Appends to a text.
class json_line {
public:
    explicit json_line(std::string& out) noexcept : out_(out) {}

    json_line& open(char bracket) {
        value();
        out_ += bracket;
        is_first_ = true;
        return *this;
    }
    json_line& close(char bracket) {
        out_ += bracket;
        is_first_ = false;
        return *this;
    }
    json_line& name(std::string_view text) {
        this->text(text);
        out_ += ':';
        is_first_ = true;
        return *this;
    }
    json_line& text(std::string_view text) {
        value();
        const std::size_t at = out_.size();
        out_.resize(at + http::json_text_bytes_max(text.size()));
        char* const end = http::write_json_text(text, out_.data() + at);
        out_.resize(static_cast<std::size_t>(end - out_.data()));
        return *this;
    }
    /// A number of which the digits are given.
    json_line& digits(std::string_view number) {
        value();
        out_ += number;
        return *this;
    }
    /// A number so that it reads back as it is: of a double the fewest digits that do.
    template <class Number>
    requires std::integral<Number> || std::floating_point<Number> json_line& number(Number number) {
        if constexpr (std::floating_point<Number>)
            if (number == 0 && std::signbit(number)) return digits("-0.0");  // -0 is read as whole
        char written[32];
        const auto end = std::to_chars(written, written + sizeof written, number).ptr;
        return digits({written, static_cast<std::size_t>(end - written)});
    }
    json_line& end() {
        out_ += '\n';
        is_first_ = true;
        return *this;
    }

private:
    void value() {
        if (!is_first_) out_ += ',';
        is_first_ = false;
    }

    std::string& out_;
    bool is_first_ = true;
};

}  // namespace crmlocal::app
