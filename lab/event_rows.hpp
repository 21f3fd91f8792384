// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "domain/event_type.hpp"
#include "lab/call_view.hpp"

namespace crmlocal::lab {

/// What a bulk call was, for its rows.
struct bulk_parts {
    const domain::event_type& type;
    const logged_call& call;
    const std::string& body_text;
    const boost::json::value& body;
    const boost::json::value& answer;
    bool refused = false;  ///< as a whole
    std::string_view error_code;
};

/// The rows of a bulk call, in the order of its events; none if its body has no set.
std::vector<event_row> rows_of_bulk_call(const bulk_parts& of);

/// The name of the rule or stage of judgement behind a fault in events of that type, and its
/// sentence; empty if none of ours refuses with it.
struct rule_name {
    std::string_view name, sentence;
};
rule_name rule_behind(std::string_view error_code, const domain::event_type* type) noexcept;

/// The members of a call that no table of the shape knows, each once.
std::vector<std::string> unknown_members_of(const boost::json::value& body,
                                            const domain::call_shape& shape);

}  // namespace crmlocal::lab
