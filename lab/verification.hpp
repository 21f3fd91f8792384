// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "lab/call_filter.hpp"
#include "lab/call_log.hpp"
#include "lab/call_view.hpp"

namespace crmlocal::lab {

/// The calls of one or several logs, oldest first, and what they do not hold any more.
struct logged_calls {
    /// Adds what a log holds, calls with a number above `after`. `owner` keeps the log alive.
    void add(const call_log& log, std::shared_ptr<const void> owner,
             const std::string& organisation, const domain::event_catalogue& catalogue,
             std::uint64_t after = 0);
    /// Puts the calls of several logs into the order in which the server received them.
    void sort();

    std::vector<std::shared_ptr<const void>> owners;
    std::vector<call_log::reading> readings;  // while they live, no call is changed
    std::vector<std::unique_ptr<call_view>> calls;
    std::uint64_t dropped = 0;
    std::int64_t newest_dropped_time_ms = 0;
};

/// What a test expects to have been sent: so many calls or events that fit a filter, or some that
/// fit filters one after the other.
class expectation {
public:
    /// Reads it as `docs/testing.md` describes it; what is wrong goes to the complaint.
    static expectation read(const boost::json::value& given,
                            std::span<const std::string_view> types,
                            std::optional<json_complaint>& wrong);

    /// What came of it.
    struct result {
        bool verified = false;
        bool certain = true;  ///< false: what was dropped could change it
        std::uint64_t count = 0;
        std::string json;  ///< the whole answer, with sentences for people
    };
    result verify(logged_calls& in) const;

private:
    struct candidate {
        call_view* call = nullptr;
        const event_row* event = nullptr;  ///< null: the call
    };
    std::vector<candidate> candidates(logged_calls& in) const;
    bool holds(const call_filter& filter, const candidate& what) const;
    result verify_count(logged_calls& in) const;
    result verify_order(logged_calls& in) const;
    std::string expected() const;
    std::string counted(std::uint64_t n) const;
    std::string near_misses(const call_filter& filter, std::span<const candidate> among,
                            std::string& sentence) const;
    std::int64_t from() const noexcept;

    bool of_events_ = false;
    call_filter filter_;
    std::vector<call_filter> in_order_;
    std::uint64_t least_ = 1;
    std::uint64_t most_ = UINT64_MAX;
};

}  // namespace crmlocal::lab
