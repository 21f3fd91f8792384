// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include "http/request.hpp"
#include "http/wire_fault.hpp"

namespace crmlocal::http {

/// How the end of a request's body is known.
enum class body_kind : std::uint8_t { none, length, chunked };

/// What a request's head says about its frame.
struct framing {
    body_kind body = body_kind::none;
    std::uint64_t content_length = 0;
    bool keep_alive = false;        ///< the client wants the connection to go on
    bool expects_continue = false;  ///< the client waits for a 100 before it sends the body
    bool gzip = false;              ///< the body is compressed
    bool accepts_gzip = false;      ///< the answer's body may be
    std::string_view target;        ///< in origin form, or "*"
};

/// Judges a parsed head by RFC 9112, strictly: what two readers could understand differently is
/// refused. Fills `out` unless it returns a fault, after which the connection cannot go on.
wire_fault judge_framing(const request& head, framing& out) noexcept;

}  // namespace crmlocal::http
