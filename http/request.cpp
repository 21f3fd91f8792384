// SPDX-License-Identifier: BSL-1.0
#include "http/request.hpp"

#include "http/token.hpp"

namespace crmlocal::http {

std::string_view request::find(std::string_view name) const noexcept {
    for (const header_field& field : fields)
        if (equal_without_case(field.name, name)) return field.value;
    return {};
}

}  // namespace crmlocal::http
