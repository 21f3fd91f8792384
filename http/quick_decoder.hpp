// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include "domain/batch.hpp"
#include "http/call_decoder.hpp"

namespace crmlocal::http {

/// Reads the bodies that programs write, several times as fast as a parser that knows nothing of
/// what comes next: events of one call are alike, so each member is compared as a whole with the
/// bytes that led to the same place in an event before, of this call or of one that the thread has
/// read for the same decoder. Fills the batch with the same values as
/// `call_decoder::decode`, or returns false for a body that is malformed or merely unusual; then
/// the batch holds nothing of use. Reads nothing beyond the body's end.
bool decode_quickly(const call_decoder& by, std::string_view body, domain::batch& out);

}  // namespace crmlocal::http
