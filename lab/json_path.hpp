// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include "lab/pattern.hpp"

namespace crmlocal::lab {

namespace path {
struct query;
}

/// A compiled JSONPath query (RFC 9535), with its functions length, count, match, search and value.
/// Immutable; may be copied cheaply and used by several threads at once.
class json_path {
public:
    /// Compiles a query, such as `$.set[?@.reference_number == 'R1' && @.udf_string_1].action`.
    static boost::system::result<json_path, syntax_error> compile(std::string_view text);

    /// What the query selects in that document, in the order of RFC 9535; a value that several
    /// selectors pick is there as often. Pointers are into the document.
    std::vector<const boost::json::value*> select(const boost::json::value& root) const;

    /// Whether the query selects anything in that document.
    bool finds_in(const boost::json::value& root) const { return !select(root).empty(); }

    /// The query as it was written.
    std::string_view text() const noexcept;

private:
    explicit json_path(std::shared_ptr<const path::query> is) : is_(std::move(is)) {}

    std::shared_ptr<const path::query> is_;
};

/// Whether two JSON values are the same: numbers by value, objects whatever the order of members.
bool same_json(const boost::json::value& a, const boost::json::value& b) noexcept;

}  // namespace crmlocal::lab
