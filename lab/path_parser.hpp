// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <boost/system/result.hpp>

#include "lab/path_query.hpp"

namespace crmlocal::lab::path {

/// Parses a JSONPath query by the grammar of RFC 9535, its rules about types included.
boost::system::result<query, syntax_error> parse(std::string_view text);

}  // namespace crmlocal::lab::path
