// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>

/// Requests written from RFC 9112 and RFC 9110, good and bad. Each row is a part of a request; its
/// table says what stands around it.
namespace crmlocal::test {

/// A part of a request and the status it is answered with, 200 if it is to be accepted.
struct framing_vector {
    std::string_view text;
    unsigned status = 200;
    unsigned or_status = 0;      ///< also right, if not 0
    bool ends = false;           ///< accepted, and the connection ends after it
    std::string_view seen = {};  ///< what the service must have seen, if it matters
};

/// The rows between two fixed texts.
struct framing_table {
    std::string_view name;
    std::string_view before;
    std::span<const framing_vector> rows;
    std::string_view after;
};

/// Request lines and header fields: framing_vectors.cpp.
std::span<const framing_table> head_vectors();

/// Lengths, codings and chunks: framing_body_vectors.cpp.
std::span<const framing_table> body_vectors();

}  // namespace crmlocal::test
