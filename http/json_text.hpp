// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include "http/reply.hpp"

namespace crmlocal::http {

/// The most bytes that `write_json_text` writes for a text of that many bytes.
constexpr std::size_t json_text_bytes_max(std::size_t text_bytes) noexcept {
    return 2 + 6 * text_bytes;
}

/// Writes the text as a JSON string, quotes included, to `out`, which must have room for
/// `json_text_bytes_max`. UTF-8 stays UTF-8. Returns the place after the last byte.
char* write_json_text(std::string_view text, char* out) noexcept;

/// Appends the text as a JSON string to a reply's body.
void append_json_text(reply& out, std::string_view text);

}  // namespace crmlocal::http
