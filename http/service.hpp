// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include "domain/batch.hpp"
#include "domain/scratch.hpp"
#include "http/reply.hpp"
#include "http/request.hpp"
#include "http/watch.hpp"
#include "store/asio.hpp"

namespace crmlocal::http {

/// The memory that one call needs. A thread keeps a few and lends one to each call in progress.
struct workspace {
    domain::scratch<char> body;
    domain::batch batch;
    reply answer;
    std::string_view method;                ///< of the Web API: "customer_events/bulk/web/create"
    bool caller_known = false;              ///< whose organisation it is for
    std::unique_ptr<watched_call> watched;  ///< null: no laboratory looks at the call
};

/// What stands behind a connection: everything above the framing of HTTP. Called by all threads at
/// once, with a workspace for each call.
class service {
public:
    virtual ~service() = default;

    /// How many bytes of body a request may have. Asked before the body is read, so that
    /// `request::body` is empty.
    virtual std::size_t body_bytes_max(const request& head) const noexcept = 0;

    /// Fills `memory.answer`, which has been begun. Must not throw for anything a caller sends.
    virtual task<void> answer(const request& asked, workspace& memory) = 0;

    /// Called once, when the server begins to drain: nothing is to be waited for any more that was
    /// only meant to take time.
    virtual void drain() noexcept {}

    /// Fills `out` for what never became a request: broken framing, a time-out, too many bytes.
    /// `status` is an HTTP status of 400 and above, `detail` one sentence that says what was wrong.
    virtual void refuse(unsigned status, std::string_view detail, reply& out) const = 0;
};

}  // namespace crmlocal::http
