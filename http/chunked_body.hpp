// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "domain/scratch.hpp"
#include "http/limits.hpp"
#include "http/wire_fault.hpp"

namespace crmlocal::http {

/// Puts a chunked body (RFC 9112, 7.1) together as its bytes arrive, in pieces of any size. Strict:
/// CR LF only, sizes in plain hexadecimal, everything bounded; trailers are checked and dropped.
class chunked_body {
public:
    /// `body_bytes_max` bounds the data, `bounds` what surrounds it.
    chunked_body(const limits& bounds, std::size_t body_bytes_max) noexcept
        : bounds_(bounds), body_bytes_max_(body_bytes_max) {}

    /// Appends the data found in `bytes` to `body`. Returns how many bytes were used: all of them
    /// unless the body is done, or broken, which `fault` says.
    std::size_t consume(std::string_view bytes, domain::scratch<char>& body, wire_fault& fault);

    /// Whether the last byte of the body was used.
    bool done() const noexcept { return part_ == part::done; }

    /// How many bytes of data must come next, before anything else.
    std::size_t data_left() const noexcept { return part_ == part::data ? data_left_ : 0; }

    /// Notes that the caller put the next `bytes` of data, at most `data_left()`, into the body.
    void skip_data(std::size_t bytes) noexcept;

private:
    enum class part : std::uint8_t { size_line, data, data_cr, data_lf, trailer, done };

    wire_fault take_line_byte(char c);
    wire_fault end_line();
    wire_fault begin_chunk(std::string_view line) noexcept;
    wire_fault end_trailer(std::string_view line) noexcept;
    std::size_t take_data(std::string_view bytes, domain::scratch<char>& body);

    const limits& bounds_;
    std::size_t body_bytes_max_;
    std::size_t body_bytes_ = 0;
    std::size_t data_left_ = 0;
    std::size_t overhead_bytes_ = 0;
    std::size_t extensions_bytes_ = 0;
    std::size_t trailers_bytes_ = 0;
    domain::scratch<char> line_;  // the current line so far, without its LF
    part part_ = part::size_line;
};

}  // namespace crmlocal::http
