// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace crmlocal::http {

/// An answer without an end: what is behind it is asked again and again for what there is to send.
/// Used by one thread at a time.
class answer_stream {
public:
    virtual ~answer_stream() = default;

    /// Appends what has come up since the last time, if anything has. False: it ends here.
    virtual bool read(std::string& out) = 0;

    /// What is sent when there has been nothing for a while.
    virtual std::string_view heartbeat() const noexcept = 0;
};

}  // namespace crmlocal::http
