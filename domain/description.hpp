// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/event_type.hpp"

namespace crmlocal::domain {

/// One thing that an event is judged by, in words.
struct described_rule {
    unsigned stage;         ///< 1 to 5; see `stage_names`
    std::string parameter;  ///< the path of the parameter it is about, if it is about one
    std::string sentence;
    const fault* refuses_with;
    standing known;
    std::string_view switch_name = {};  ///< by which an organisation can switch it off, if it can
};

/// What the stages of judgement are called, from the first.
inline constexpr std::string_view stage_names[] = {"shape", "presence", "references", "relations",
                                                   "claims"};

/// All that an event of that type is judged by, in the order of precedence.
std::vector<described_rule> describe_rules(const event_type& type);

/// What a value of that field must be, as a sentence: "A text of at most 255 characters."
std::string describe_shape(const field& what);

/// The name of the field's type in the vendor's page: "String", "Date" and so on.
std::string_view vendor_type_of(const field& what) noexcept;

}  // namespace crmlocal::domain
