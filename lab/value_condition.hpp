// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include "lab/json_path.hpp"
#include "lab/json_pointer.hpp"

namespace crmlocal::lab {

/// What must hold for a value of a JSON document: `{"pointer":"/a/b","equals":1}`, or with `path`
/// (JSONPath) in place of `pointer`, and `equals`, `one_of`, `matches` (a regular expression, for
/// the whole text), `contains` (a part of a text, or an element of an array), `exists` or `absent`.
/// Alone, `"/a/b"` and `"$.a.b"` ask that it exists. Of several values that a path selects one is
/// enough. Immutable; may be used by several threads at once.
class value_condition {
public:
    /// Compiles a condition from its JSON form, or says in a sentence what is wrong with it.
    static boost::system::result<value_condition, std::string> read(const boost::json::value& form);

    /// Compiles one condition or an array of them, all of which are to hold.
    static boost::system::result<std::vector<value_condition>, std::string> read_all(
        const boost::json::value& form);

    bool holds(const boost::json::value& document) const;

    /// Why it does not hold for that document: what was there and what was expected. No full stop.
    /// The place is called by its pointer or path, unless there is a better word for it.
    std::string miss(const boost::json::value& document, std::string_view called = {}) const;

private:
    enum class test : std::uint8_t { equals, one_of, matches, contains, exists, absent };

    boost::system::result<void, std::string> read_place(const boost::json::object& form);
    boost::system::result<void, std::string> read_test(std::string_view name,
                                                       const boost::json::value& with);
    std::vector<const boost::json::value*> find(const boost::json::value& document) const;
    bool fits(const boost::json::value& found) const;
    std::string expectation() const;
    std::string_view place() const noexcept;

    std::variant<json_pointer, json_path> where_ = json_pointer();
    test what_ = test::exists;
    boost::json::value with_;       // of equals, one_of and contains
    std::vector<pattern> pattern_;  // one, of matches
};

/// The value as JSON, shortened for a sentence.
std::string brief(const boost::json::value& v);

}  // namespace crmlocal::lab
