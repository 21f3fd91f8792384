// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "http/call_decoder.hpp"
#include "http/service.hpp"

namespace crmlocal::http {

/// Decodes the body of a call into `memory.batch`. False if it is not the JSON it has to be: then
/// `memory.answer` refuses the call with HTTP 400, naming the offset of the byte.
bool decode_body(const call_decoder& by, const request& asked, workspace& memory);

}  // namespace crmlocal::http
