// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string_view>

#include "http/call_decoder.hpp"

namespace crmlocal::http {

/// Fills a batch from the query of a request's target, as a decoder does from a body: what judges
/// the call does not know where the values came from. `name=value&name=value`, an identifier as
/// `name=key=value` [found]; escaped by percent, a plus is a blank. The shape has parameters only.
/// Returns nothing, or what is wrong with the query, as a sentence: a broken escape, a name given
/// twice, what is not UTF-8.
std::optional<std::string_view> read_query(const call_decoder& by, std::string_view target,
                                           domain::batch& out);

}  // namespace crmlocal::http
