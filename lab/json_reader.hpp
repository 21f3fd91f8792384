// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "lab/value_condition.hpp"

namespace crmlocal::lab {

/// What is wrong with a JSON document that somebody wrote, and where.
struct json_complaint {
    std::string pointer;  ///< RFC 6901: "/match/nth", empty for the whole document
    std::string why;      ///< "must be a whole number from 1 on, not -3"

    /// Both as one sentence.
    std::string text() const;
};

/// Appends a member's name, or an index, to a JSON Pointer.
std::string pointer_to(std::string_view parent, std::string_view member);
std::string pointer_to(std::string_view parent, std::size_t index);

/// Reads one object strictly, member by member. The first thing that is wrong, here or in an object
/// read within, goes to the complaint, and what is read then counts for nothing.
class object_reader {
public:
    /// `what` must be an object. Both must outlive it.
    object_reader(const boost::json::value& what, std::string pointer,
                  std::optional<json_complaint>& wrong);

    /// The member of that name, null if it is absent or null. To be called for every member that is
    /// known: the others are unknown.
    const boost::json::value* find(std::string_view name);

    std::optional<std::uint64_t> whole_number(std::string_view name, std::uint64_t least,
                                              std::uint64_t most);
    std::optional<double> number(std::string_view name, double least, double most);
    std::optional<bool> truth(std::string_view name);
    /// A date of the API, or milliseconds since 1970, as the latter.
    std::optional<std::int64_t> time(std::string_view name);
    /// A text that is not empty, of at most so many bytes.
    std::optional<std::string> text(std::string_view name, std::size_t bytes_max);
    /// The position of the text among those allowed.
    std::optional<std::size_t> one_of(std::string_view name,
                                      std::span<const std::string_view> allowed);
    /// Texts: one alone, or an array of them. Empty if the member is absent.
    std::vector<std::string> texts(std::string_view name, std::size_t bytes_max);

    /// Conditions on a JSON document: one alone, or an array of them.
    std::vector<value_condition> conditions(std::string_view name);

    /// Complains of a member that was never asked for, naming those that were.
    void finish();

    /// Complains of a member, or of the object itself if the name is empty.
    void complain(std::string_view name, std::string why);

    std::string pointer_of(std::string_view name) const { return pointer_to(pointer_, name); }
    const std::string& pointer() const noexcept { return pointer_; }
    std::optional<json_complaint>& wrong() const noexcept { return wrong_; }
    bool sound() const noexcept { return !wrong_; }

private:
    const boost::json::object* is_;
    std::string pointer_;
    std::optional<json_complaint>& wrong_;
    std::vector<std::string_view> known_;
};

}  // namespace crmlocal::lab
