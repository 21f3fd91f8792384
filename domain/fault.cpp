// SPDX-License-Identifier: BSL-1.0
#include "domain/fault.hpp"

namespace crmlocal::domain {
namespace {

// Appends the pattern with each {} replaced by the next argument; a missing one is left empty.
std::string fill(std::string_view pattern, std::span<const std::string_view>& arguments) {
    std::string out;
    std::size_t from = 0;
    for (std::size_t at; (at = pattern.find("{}", from)) != pattern.npos; from = at + 2) {
        out.append(pattern, from, at - from);
        if (arguments.empty()) continue;
        out.append(arguments.front());
        arguments = arguments.subspan(1);
    }
    out.append(pattern, from);
    return out;
}

}  // namespace

std::string refusal::text() const {
    std::string out;
    out.reserve(24 + detail.size() + general.size());
    out.append("Error:").append(detail).append(" - Description:").append(general);
    return out;
}

refusal refuse(const fault& why, std::span<const std::string_view> arguments) {
    refusal out{&why, {}, {}};
    out.detail = fill(why.detail, arguments);
    out.general = fill(why.general, arguments);
    return out;
}

}  // namespace crmlocal::domain
