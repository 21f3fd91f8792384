// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "lab/call_view.hpp"
#include "lab/header_test.hpp"
#include "lab/json_reader.hpp"
#include "lab/value_condition.hpp"

namespace crmlocal::lab {

/// Which calls of a log somebody asks for, or which events. All that is given must hold; of several
/// values of one member, one is enough. Immutable; may be used by several threads at once.
class call_filter {
public:
    /// Everything fits.
    call_filter() = default;

    /// Reads it as `docs/testing.md` describes it; what is wrong goes to the complaint. `types` are
    /// the types of event that there are.
    static call_filter read(const boost::json::value& given, const std::string& pointer,
                            std::span<const std::string_view> types,
                            std::optional<json_complaint>& wrong);

    /// Whether the call fits. Conditions on events hold if one event meets all of them.
    bool holds(call_view& call) const { return check(call, nullptr, nullptr) == 0; }
    /// Whether that event of the call fits.
    bool holds(call_view& call, const event_row& event) const {
        return check(call, &event, nullptr) == 0;
    }

    /// How many conditions do not hold.
    std::size_t count_misses(call_view& call, const event_row* event) const {
        return check(call, event, nullptr);
    }
    /// For each condition that does not hold, what was there and what was expected.
    std::vector<std::string> misses(call_view& call, const event_row* event) const {
        std::vector<std::string> out;
        check(call, event, &out);
        return out;
    }

    /// No call before that time fits, in ms since 1970.
    std::int64_t from() const noexcept { return from_; }

private:
    struct checking;

    std::size_t check(call_view& call, const event_row* event, std::vector<std::string>* out) const;
    void check_call(checking& at) const;
    void check_verdict(checking& at) const;
    void check_event(checking& at, const event_row& row) const;
    void check_events_of_call(checking& at) const;
    static void read_words(object_reader& from, call_filter& out,
                           std::span<const std::string_view> types);

    std::vector<std::string> organisations_, http_methods_, methods_, types_;
    std::vector<std::string> verdicts_, error_codes_, faults_, request_identifiers_;
    std::vector<std::uint64_t> statuses_;
    std::int64_t from_ = INT64_MIN;   // inclusive
    std::int64_t until_ = INT64_MAX;  // exclusive
    std::vector<header_test> headers_;
    std::vector<value_condition> body_, answer_, event_;
};

}  // namespace crmlocal::lab
