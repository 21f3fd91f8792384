// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include "domain/batch.hpp"

namespace crmlocal::http {

/// A copy of a JSON text, of the same length but with exponents that Boost's parser can hold: it
/// takes 1e9999999999 for a syntax error, though it is sound JSON.
std::string with_short_exponents(std::string_view body);

/// Makes every view of the batch into `copy` one into `body`, so that values read as sent.
void point_into(std::string_view body, std::string_view copy, domain::batch& call);

}  // namespace crmlocal::http
