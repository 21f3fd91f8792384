// SPDX-License-Identifier: BSL-1.0
#include "lab/json_pointer.hpp"

#include <charconv>

namespace crmlocal::lab {
namespace {

// RFC 6901, 4: digits without a leading zero.
const boost::json::value* element(const boost::json::array& of, std::string_view step) noexcept {
    if (step.empty() || step[0] == '+' || (step[0] == '0' && step.size() > 1)) return nullptr;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
    if (error != std::errc() || end != step.data() + step.size()) return nullptr;
    return index < of.size() ? &of[index] : nullptr;
}

}  // namespace

boost::system::result<json_pointer, syntax_error> json_pointer::compile(std::string_view text) {
    json_pointer out;
    out.text_ = text;
    if (!text.empty() && text[0] != '/')
        return syntax_error{0, "a JSON Pointer is empty or begins with '/'"};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '/') {
            out.steps_.emplace_back();
        } else if (text[i] != '~') {
            out.steps_.back() += text[i];
        } else {
            const char kind = i + 1 < text.size() ? text[i + 1] : '\0';
            if (kind != '0' && kind != '1')
                return syntax_error{i, "'~' is followed by 0 or 1: '~0' is '~', '~1' is '/'"};
            out.steps_.back() += kind == '0' ? '~' : '/';
            ++i;
        }
    }
    return out;
}

const boost::json::value* json_pointer::find(const boost::json::value& root) const noexcept {
    const boost::json::value* at = &root;
    for (const std::string& step : steps_) {
        if (const auto* object = at->if_object()) at = object->if_contains(step);
        else if (const auto* array = at->if_array()) at = element(*array, step);
        else return nullptr;
        if (!at) return nullptr;
    }
    return at;
}

}  // namespace crmlocal::lab
