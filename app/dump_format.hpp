// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

/// The words of a dump, one JSON object a line. What writes and what reads them share them;
/// docs/format.md describes them.
namespace crmlocal::app::dump_format {

/// Raised when a reader of the version before would misunderstand a dump.
inline constexpr std::uint64_t version = 1;

/// What a line is about, in the order in which they come: of each organisation its entities, then
/// its events, then its answers.
namespace kinds {
inline constexpr std::string_view begin = "dump";
inline constexpr std::string_view organisation = "organisation";
inline constexpr std::string_view entity = "entity";
inline constexpr std::string_view event = "event";
inline constexpr std::string_view answer = "answer";  // to a call with an Idempotency-Key
inline constexpr std::string_view end = "end";
inline constexpr std::string_view all[] = {begin, organisation, entity, event, answer, end};
}  // namespace kinds

}  // namespace crmlocal::app::dump_format
