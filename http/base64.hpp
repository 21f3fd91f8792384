// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crmlocal::http {

/// The bytes in base64url without padding (RFC 4648, section 5).
std::string to_base64url(std::string_view bytes);

/// The bytes that such a text stands for; nothing if it is none, padding included.
std::optional<std::string> from_base64url(std::string_view text);

/// The bytes that a text in base64 stands for, with its padding (RFC 4648, section 4); nothing if
/// it is none.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace crmlocal::http
