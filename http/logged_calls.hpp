// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "http/admin_call.hpp"
#include "lab/verification.hpp"

namespace crmlocal::http {

/// Whose calls a method of the log is about.
enum class log_scope { organisation, all, unmatched };

/// A log and what keeps it alive.
struct found_log {
    lab::call_log* log = nullptr;
    std::shared_ptr<const void> owner;
    std::string organisation;
};

/// The logs that a method is about. Throws `admin_error`.
std::vector<found_log> logs_of(const admin_call& call, log_scope scope);

/// What they hold, in the order in which it was received. Throws `admin_error`.
lab::logged_calls read_logs(const admin_call& call, log_scope scope);

/// The types of event that there are.
std::vector<std::string_view> type_names(const admin_call& call);

/// Answers with JSON, or whatever the content type says, that is already written.
void answer_text(const admin_call& call, std::string_view text, unsigned status = 200);

/// Follows the logs and answers with server-sent events, without an end.
void stream_calls(admin_call& call, log_scope scope);

}  // namespace crmlocal::http
