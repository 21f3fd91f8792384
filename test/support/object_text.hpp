// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crmlocal::test {

/// A member of an object and its value as JSON, exactly as it will be sent.
using raw_member = std::pair<std::string, std::string>;

/// A JSON object whose values stay as they were written: 50.00 is not 50, and what is no JSON stays
/// what it is.
class object_text {
public:
    object_text(std::initializer_list<raw_member> members) : members_(members) {}

    /// Replaces a member's value where it stands, or adds the member at the end.
    object_text& set(std::string_view name, std::string_view value);
    object_text& remove(std::string_view name);
    std::string text() const;

private:
    std::vector<raw_member> members_;
};

/// `[a,b,…]`
std::string array_text(const std::vector<std::string>& elements);

}  // namespace crmlocal::test
