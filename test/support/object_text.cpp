// SPDX-License-Identifier: BSL-1.0
#include "test/support/object_text.hpp"

#include <algorithm>

#include "test/support/json.hpp"

namespace crmlocal::test {

object_text& object_text::set(std::string_view name, std::string_view value) {
    const auto at = std::ranges::find(members_, name, &raw_member::first);
    if (at == members_.end()) members_.emplace_back(name, value);
    else at->second = value;
    return *this;
}

object_text& object_text::remove(std::string_view name) {
    std::erase_if(members_, [&](const raw_member& member) { return member.first == name; });
    return *this;
}

std::string object_text::text() const {
    std::string out = "{";
    for (const auto& [name, value] : members_)
        out.append(out.size() == 1 ? "" : ",").append(json_text(name)).append(":").append(value);
    return out.append("}");
}

std::string array_text(const std::vector<std::string>& elements) {
    std::string out = "[";
    for (const std::string& element : elements)
        out.append(out.size() == 1 ? "" : ",").append(element);
    return out.append("]");
}

}  // namespace crmlocal::test
