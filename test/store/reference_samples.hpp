// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "store/reference_builder.hpp"
#include "store/reference_data.hpp"

namespace crmlocal::store {

/// An entity with those keys: id, human key, and the one after it.
inline entity_description with_keys(std::string_view id, std::string_view human,
                                    std::string_view third = {}) {
    return {.keys = {id, human, third}};
}

/// What the builder makes, which must be sound.
inline std::shared_ptr<const reference_data> built(reference_builder& from) {
    auto made = from.build();
    BOOST_REQUIRE(made);
    return *made;
}

/// Accounts with those numbers and nothing else.
inline std::shared_ptr<const reference_data> accounts(const std::vector<std::string>& numbers) {
    reference_builder all(1);
    for (const std::string& number : numbers)
        all.add(domain::kinds::account, with_keys("", number));
    return built(all);
}

/// The number with zeros before it.
inline std::string padded(std::uint64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

}  // namespace crmlocal::store
