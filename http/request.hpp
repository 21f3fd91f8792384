// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "http/entrance.hpp"
#include "lab/call_facts.hpp"

namespace crmlocal::http {

/// One field of a request's header, as received. Names compare without case.
using header_field = lab::named_text;

/// A request whose framing is sound. The views live until it is answered.
struct request {
    std::string_view method;               ///< "POST"
    std::string_view target;               ///< in origin form, with the query: "/a/b?c=d"
    unsigned version = 11;                 ///< 10 or 11
    std::span<const header_field> fields;  ///< of the header; trailers are dropped
    std::span<const char> body;            ///< after chunks were put together
    provenance from = {};

    /// The value of the first field of that name, empty if there is none. Case does not matter.
    std::string_view find(std::string_view name) const noexcept;
};

}  // namespace crmlocal::http
