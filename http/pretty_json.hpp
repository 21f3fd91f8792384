// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <boost/json/value.hpp>

namespace crmlocal::http {

/// The document as JSON for people: two spaces of indentation, members in their order, a line feed
/// at the end. Small arrays of scalars stay on a line.
std::string pretty_json(const boost::json::value& document);

}  // namespace crmlocal::http
