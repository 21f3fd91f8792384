// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "test/support/judging.hpp"

namespace crmlocal::test {

/// A change to a valid event of that type, and the verdict on it; no fault: it is accepted.
struct judgement_row {
    std::string_view collection;
    std::string_view change;
    std::string_view fault = {};
    std::string_view detail = {};
};

inline constexpr std::string_view not_found = "NotFoundAPIValueException";
inline constexpr std::string_view missing = "MissingAPIParameterException";
inline constexpr std::string_view invalid = "InvalidAPIValueException";
inline constexpr std::string_view ambiguous = "AmbiguousAPIParameterException";

/// Judges every row by itself.
inline void check(judging& by, std::span<const judgement_row> rows) {
    for (const judgement_row& row : rows) {
        const outcome expected = {std::string(row.fault), std::string(row.detail)};
        const outcome actual =
            by.judge(row.collection, changed(valid_event(row.collection, 1), row.change));
        BOOST_TEST(actual == expected, row.collection << " " << row.change << "\n  expected "
                                                      << expected << "\n  but got  " << actual);
    }
}

}  // namespace crmlocal::test
