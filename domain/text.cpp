// SPDX-License-Identifier: BSL-1.0
#include "domain/text.hpp"

namespace crmlocal::domain {
namespace {

constexpr bool starts_code_point(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// Where the code point with that index starts; the text's size if there are not so many.
std::size_t offset_of(std::string_view text, std::size_t code_point) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (starts_code_point(text[i]) && code_point-- == 0) return i;
    return text.size();
}

}  // namespace

bool fits(std::string_view text, std::size_t code_points_max) noexcept {
    return text.size() <= code_points_max || offset_of(text, code_points_max) == text.size();
}

std::string cut(std::string_view text, std::size_t code_points_max) {
    if (fits(text, code_points_max)) return std::string(text);
    return std::string(text.substr(0, offset_of(text, code_points_max))).append("...");
}

}  // namespace crmlocal::domain
