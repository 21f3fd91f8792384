// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include "domain/fault.hpp"
#include "http/reply.hpp"

namespace crmlocal::http {

/// The envelope of every answer of the Web API [seed]. Nothing is ever added to it: strict clients
/// reject members that they do not know.
inline constexpr std::string_view envelope_begin = R"({"data":)";
inline constexpr std::string_view envelope_end =
    R"(,"status":{"code":"OK","description":"","message":""}})";

/// Fills `out` with the envelope of a refused call and that HTTP status.
void write_refusal(const domain::refusal& why, unsigned http_status, reply& out);

}  // namespace crmlocal::http
