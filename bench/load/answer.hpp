// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

namespace crmlocal::bench {

/// What the head of an answer says.
struct answer_head {
    std::size_t bytes = 0;       ///< of the head; 0 if it is not complete yet
    unsigned status = 0;         ///< of HTTP
    std::size_t body_bytes = 0;  ///< Content-Length
};

/// Reads the head at the beginning of what was received.
answer_head read_answer_head(std::string_view received);

/// How many rows an answer to a bulk call has.
struct answered_rows {
    std::size_t processed = 0;
    std::size_t unprocessed = 0;  ///< because an account was not found
    bool sound = false;           ///< the envelope is as it must be, and there are no other rows
};

/// Counts the rows in the body of an answer. Cheap: looks at the beginnings of objects only.
answered_rows count_rows(std::string_view body);

}  // namespace crmlocal::bench
