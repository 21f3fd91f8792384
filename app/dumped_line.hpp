// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "app/json_tree.hpp"

namespace crmlocal::app {

/// The members of one line of a dump, which is an object, by name. Refers to the tree.
class dumped_line {
public:
    explicit dumped_line(const json_tree& tree) noexcept : tree_(tree) {}

    /// Where that member is; nothing if there is none.
    std::optional<std::size_t> find(std::string_view name) const {
        std::optional<std::size_t> out;
        tree_.for_each(0, [&](std::size_t i) {
            if (tree_[i].name == name) out = i;
        });
        return out;
    }

    /// The text of a member. Throws `std::runtime_error` if there is none.
    std::string_view text(std::string_view name) const {
        const auto at = find(name);
        if (!at || tree_[*at].is != json_tree::form::text)
            throw std::runtime_error("member '" + std::string(name) +
                                     "' must be there, and a text");
        return tree_[*at].text;
    }

    /// A whole number; texts of digits are as good. Throws `std::runtime_error` if there is none.
    template <std::integral Number>
    Number number(std::string_view name) const {
        const auto at = find(name);
        Number out = 0;
        if (at &&
            (tree_[*at].is == json_tree::form::text || tree_[*at].is == json_tree::form::number)) {
            const std::string_view digits = tree_[*at].text;
            const char* const end = digits.data() + digits.size();
            const auto [stop, error] = std::from_chars(digits.data(), end, out);
            if (error == std::errc() && stop == end && !digits.empty()) return out;
        }
        throw std::runtime_error("member '" + std::string(name) +
                                 "' must be there, and a whole number");
    }

private:
    const json_tree& tree_;
};

}  // namespace crmlocal::app
