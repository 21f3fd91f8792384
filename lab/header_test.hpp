// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lab/call_facts.hpp"
#include "lab/json_reader.hpp"
#include "lab/value_condition.hpp"

namespace crmlocal::lab {

/// A test of a field of a request's header: `{"name":"X-Test","equals":"a"}`, with the tests of
/// `value_condition`; without a test it must be there. Names compare without case; of a field that
/// is there several times one has to pass. Immutable; safe for use by several threads at once.
class header_test {
public:
    /// Reads it; what is wrong goes to the complaint, and then the test counts for nothing.
    static header_test read(const boost::json::value& given, const std::string& pointer,
                            std::optional<json_complaint>& wrong);

    /// Why it does not hold, without a full stop.
    std::string miss(std::span<const named_text> fields) const;

    bool holds_for(std::span<const named_text> fields) const;

private:
    boost::json::array values_of(std::span<const named_text> fields) const;

    std::string name_;
    std::optional<value_condition> values_;  // of an array with the field's values
};

}  // namespace crmlocal::lab
