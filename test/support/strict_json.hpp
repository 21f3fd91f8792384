// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace crmlocal::test {

/// True if the text is what the contract takes for the body of a call: one JSON object by RFC 8259,
/// in UTF-8, no member given twice in one object, no lone surrogates, arrays and objects at most 32
/// deep. Written for the tests, from the RFC alone: shares nothing with the product's decoder.
bool is_call_body(std::string_view text);

}  // namespace crmlocal::test
