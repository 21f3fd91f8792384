// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/json/value.hpp>

#include "lab/pattern.hpp"

/// The grammar of RFC 9535 as values: what the parser makes and what selecting walks.
namespace crmlocal::lab::path {

struct condition;

/// `'name'` or `.name`
struct name_selector {
    std::string name;
};

/// `*`
struct wildcard_selector {};

/// `3` or `-1`
struct index_selector {
    std::int64_t index = 0;
};

/// `start:end:step`
struct slice_selector {
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> end;
    std::int64_t step = 1;
};

/// `?condition`
struct filter_selector {
    std::unique_ptr<const condition> keeps;
};

using selector =
    std::variant<name_selector, wildcard_selector, index_selector, slice_selector, filter_selector>;

/// `[selector, …]`, or `..[selector, …]` for all that lies below as well.
struct segment {
    bool descends = false;
    std::vector<selector> picks;
};

/// `$` or `@` and segments.
struct query {
    std::string text;       ///< as written; only of the whole query
    bool relative = false;  ///< begins with `@`
    std::vector<segment> segments;

    /// Selects at most one value: only names and indexes.
    bool singular() const noexcept;
};

/// The functions of RFC 9535, 2.4.
enum class function : std::uint8_t { length, count, match, search, value };

struct call;

/// What stands beside a comparison, or is an argument: a literal, a query or a function's result.
using operand = std::variant<boost::json::value, query, std::unique_ptr<const call>>;

struct call {
    function what = function::length;
    std::vector<operand> arguments;
    std::optional<pattern> compiled;  ///< the expression, if it is written as a literal
};

enum class comparison : std::uint8_t {
    equal,
    unequal,
    less,
    less_or_equal,
    greater,
    greater_or_equal
};

/// What a filter asks of a value.
struct condition {
    enum class kind : std::uint8_t {
        any_of,
        all_of,
        negation,
        comparing,
        existence,
        function_test
    };

    kind is = kind::existence;
    std::vector<condition> parts;        ///< of any_of, all_of and negation
    comparison how = comparison::equal;  ///< of comparing
    std::vector<operand> operands;       ///< two of comparing, one of existence and function_test
};

}  // namespace crmlocal::lab::path
