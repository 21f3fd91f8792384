// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>

#include "domain/batch.hpp"
#include "domain/entity.hpp"

namespace crmlocal::domain {

/// The methods that are about one kind of reference data. A shape without parameters: there is no
/// such method.
struct reference_methods {
    const entity_kind* kind;
    std::string_view path;  ///< of all of them: "accounts_receivable"
    std::string_view noun;  ///< for documents: "account"
    call_shape show = {};
    call_shape list = {};
    call_shape create = {};
};

/// All of them [found].
extern const std::span<const reference_methods> methods_of_reference_data;

}  // namespace crmlocal::domain
