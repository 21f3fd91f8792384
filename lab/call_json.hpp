// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lab/call_view.hpp"

/// Logged calls as JSON, appended to a text. Bodies stay as they were written, but for secrets.
namespace crmlocal::lab {

/// How much of a call is written.
enum class call_detail : std::uint8_t {
    summary,  ///< what it was and what became of it
    rows,     ///< and a row for each event
    full      ///< and header, bodies and events
};
inline constexpr std::string_view call_detail_names[] = {"summary", "rows", "full"};

/// A call as an object.
void write_call(call_view& call, call_detail detail, std::string& out);

/// An event of a call, with what says where it is from, as an object.
void write_event(call_view& call, const event_row& row, call_detail detail, std::string& out);

/// Puts the JSON that begins there into one line: between values a blank is as good as a line's
/// end.
void put_in_one_line(std::string& json, std::size_t from);

/// A call as an entry of an HTTP archive (HAR 1.2).
void write_har_entry(call_view& call, std::string& out);

/// What stands around the entries of an HTTP archive.
std::string har_begin(std::string_view creator_version);
inline constexpr std::string_view har_end = "]}}";

/// Milliseconds since 1970 as 2026-11-24T15:04:05.678, in no zone.
std::string time_text(std::int64_t ms);

}  // namespace crmlocal::lab
