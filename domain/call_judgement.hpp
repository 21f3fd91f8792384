// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/batch.hpp"
#include "domain/rules.hpp"

namespace crmlocal::domain {

/// Judges the call as a whole: the set is present, an array, not too long; then `fields_set` and
/// the other parameters. Needs the batch resolved. Returns the first reason to refuse the call.
verdict judge_call(batch& call, const rule_settings& settings);

/// Judges `fields_set` by itself, but not the names it holds.
verdict check_fields_set_shape(batch& call);

/// Refuses a name that `fields_set` holds.
refusal refuse_field_name(std::string_view unknown);

/// Judges the parameters of a call but its token and `fields_set`, one after the other in the order
/// of the shape; of the semi-optional ones exactly one must be given, which is judged at the first
/// of them. Then a member that nobody knows, if the organisation refuses those.
verdict judge_parameters(batch& call, const rule_settings& settings);

/// The members of an answer's rows, in the order in which they are written.
enum class row_member : std::uint8_t {
    error_description,
    error_code,
    number,
    id,
    request_unique_identifier
};
inline constexpr std::string_view row_member_names[] = {"error_description", "error_code", "number",
                                                        "id", "request_unique_identifier"};

/// The members that `fields_set` asks for, a bit each; all of them if it is absent or blank.
/// Nothing if it names one that no row has; then `unknown` is that name.
std::optional<std::uint8_t> selected_members(const batch& call, std::string_view& unknown);

}  // namespace crmlocal::domain
