// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "http/limits.hpp"
#include "http/request.hpp"
#include "http/wire_fault.hpp"

namespace crmlocal::http {

/// Looks for the end of a request's head in bytes that keep arriving. Refuses at once what can
/// never become one: a bare LF, a folded line, a line too many.
class head_scanner {
public:
    explicit head_scanner(const limits& bounds) noexcept : bounds_(bounds) {}

    /// The size of the head with its blank line, or 0 if more bytes are needed, or a fault. `bytes`
    /// must start where they started before and only grow.
    std::size_t scan(std::string_view bytes, wire_fault& fault) noexcept;

private:
    wire_fault check_line_start(char first) const noexcept;

    const limits& bounds_;
    std::size_t line_ = 0;     // where the current line begins
    std::size_t scanned_ = 0;  // no LF before this that is not dealt with
};

/// Parses a complete head with Beast's parser: fills `out`, whose fields live in `fields`. All
/// views point into `head`. Says nothing about the body: that is judge_framing's business.
wire_fault parse_head(std::string_view head, const limits& bounds,
                      std::vector<header_field>& fields, request& out);

}  // namespace crmlocal::http
