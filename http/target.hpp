// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include "http/request.hpp"
#include "http/wire_fault.hpp"

namespace crmlocal::http {

/// Whether the text is `uri-host [ ":" port ]` (RFC 9112, 3.2), or empty.
bool is_host(std::string_view text) noexcept;

/// Judges the target of a parsed head and reduces it to origin form: "/path?query", or "*" of
/// OPTIONS. `origin` is a view into the target, or static.
wire_fault judge_target(const request& head, std::string_view& origin) noexcept;

}  // namespace crmlocal::http
