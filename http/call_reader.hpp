// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

#include "domain/object_form.hpp"
#include "http/api.hpp"
#include "http/call_decoder.hpp"
#include "store/token_table.hpp"

namespace crmlocal::http {

/// The HTTP methods of what only reads, as an Allow field lists them [found].
inline constexpr std::string_view reading_methods = "GET, HEAD, POST";

/// The largest body of a call that is about one thing.
inline constexpr std::size_t call_bytes_max = 64 << 10;

/// What every call but a login begins with: reads it into `memory.batch`, from the body of a POST
/// or from the query of a GET, and finds out by its token who makes it. Nothing if the call is
/// refused; then it has been answered.
std::optional<store::login> begin_call(const api_context& context, const call_decoder& by,
                                       const request& asked, workspace& memory);

/// Judges `fields_set` of a call whose answer has that form, then its other parameters. Needs the
/// batch resolved. The members to write; nothing if the call is refused; then it has been answered.
std::optional<domain::object_form::selection> judge_reading(const api_context& context,
                                                            const domain::object_form& form,
                                                            const store::login& who,
                                                            workspace& memory);

/// The name of the customer event that a call is for, of which it must be resolved to; refuses the
/// call with "Customer Event (...) Not Found.".
void refuse_event(const api_context& context, const domain::value& named, reply& out);

/// Who makes a call, and when.
store::call_origin origin_of(const store::login& who);

}  // namespace crmlocal::http
