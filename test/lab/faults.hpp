// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/parse.hpp>

#include "lab/fault_plan.hpp"

namespace crmlocal::test {

inline constexpr std::string_view event_types[] = {"web", "purchases"};

/// Reads a fault; throws `std::runtime_error` with the complaint if that is not possible.
inline std::shared_ptr<lab::fault> fault_of(std::string_view text) {
    std::optional<lab::json_complaint> wrong;
    auto out = lab::read_fault(boost::json::parse(text), "", event_types, wrong);
    if (wrong) throw std::runtime_error(wrong->text());
    return out;
}

/// The complaint about a fault; empty if there is none.
inline std::string complaint_about(std::string_view text) {
    std::optional<lab::json_complaint> wrong;
    lab::read_fault(boost::json::parse(text), "", event_types, wrong);
    return wrong ? wrong->text() : "";
}

/// A call that creates web events.
inline lab::call_facts web_call(std::string_view body = {}) {
    lab::call_facts out;
    out.http_method = "POST";
    out.method = "customer_events/bulk/web/create";
    out.type = "web";
    out.body = body;
    return out;
}

}  // namespace crmlocal::test
