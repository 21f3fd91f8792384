// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace crmlocal::lab {

/// A name and a value, of a request's header for instance.
struct named_text {
    std::string_view name;
    std::string_view value;
};

/// A call as it came, once it is known whose it is. The views live as long as the call.
struct call_facts {
    std::string_view http_method;
    std::string_view target;             ///< with the query
    std::string_view method;             ///< of the Web API: "customer_events/bulk/web/create"
    std::string_view type;               ///< of events: "web"; empty if the method is about none
    std::span<const named_text> fields;  ///< of the header
    std::string_view body;
    std::int64_t time = 0;  ///< by the organisation's clock, milliseconds since 1970
};

}  // namespace crmlocal::lab
