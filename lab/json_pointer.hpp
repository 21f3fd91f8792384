// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include "lab/pattern.hpp"

namespace crmlocal::lab {

/// A compiled JSON Pointer (RFC 6901), such as `/web_customer_events_set/0/action`. Immutable.
class json_pointer {
public:
    /// Compiles a pointer: empty, or `/` and a name or index for each step.
    static boost::system::result<json_pointer, syntax_error> compile(std::string_view text);

    /// The value it points to in that document; null if there is none.
    const boost::json::value* find(const boost::json::value& root) const noexcept;

    /// The pointer as it was written.
    std::string_view text() const noexcept { return text_; }

private:
    std::string text_;
    std::vector<std::string> steps_;
};

}  // namespace crmlocal::lab
