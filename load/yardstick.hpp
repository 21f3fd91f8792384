// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace crmlocal::load {

/// The yardstick: Boost.JSON's `basic_parser` with a handler that does nothing. It reads a document
/// and throws everything away; what a server does is told as a multiple of that, because both slow
/// down together on a busy machine. Returns false if the document is not JSON.
bool read_and_forget(std::string_view json);

}  // namespace crmlocal::load
