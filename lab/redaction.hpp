// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

/// What opens doors does not leave a log: tokens, passwords, credentials of the header.
namespace crmlocal::lab {

/// What stands in the place of a secret.
inline constexpr std::string_view redacted = "[redacted]";

/// A JSON text with the values of members called `token` or `password`, wherever they are,
/// redacted; everything else stays as it is written. The text must be valid JSON.
std::string redact_json(std::string_view text, std::string_view with = redacted);

/// The target of a request with the values of its query's parameters `token` and `password`
/// redacted.
std::string redact_target(std::string_view target, std::string_view with = redacted);

/// A text that is not valid JSON, with whatever looks like the value of a token or password
/// redacted.
std::string redact_text(std::string_view text);

/// Whether a member or parameter of that name holds a secret.
bool is_secret_member(std::string_view name) noexcept;

/// A name or value of a query with its escapes and pluses resolved; a broken escape stays.
std::string decoded_query(std::string_view text);

/// Whether a header field carries credentials.
bool is_secret_field(std::string_view name) noexcept;

}  // namespace crmlocal::lab
