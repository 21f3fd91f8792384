// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "domain/batch.hpp"

namespace crmlocal::test {

/// What a decoder put into a batch, for people and for comparison:
///
///     {token="x"} set[2] {request_unique_identifier="1" account=<number "A1">} !5
///
/// texts in quotes, numbers as their digits, `[]` and `{}` for arrays and objects where none
/// belong, an identifier as `<key "value">` or with other values and numbers of keys, rows as `[{…}
/// {…}]`,
/// `!` before an item that is no object, and `?name` after an object for the unknown member kept.
std::string text_of(const domain::batch& call);

}  // namespace crmlocal::test
