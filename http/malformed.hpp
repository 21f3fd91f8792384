// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include "http/reply.hpp"

namespace crmlocal::http {

/// Refuses a call whose body is not the JSON it has to be: HTTP 400, naming the offset of the byte.
void refuse_malformed(std::size_t offset, reply& out);

}  // namespace crmlocal::http
