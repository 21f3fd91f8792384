// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include "http/api.hpp"
#include "http/reply.hpp"
#include "http/request.hpp"

namespace crmlocal::http {

/// A call that may carry an Idempotency-Key field [assumed; after the IETF's draft]: sent again
/// with the same key it gets the same answer again and is not carried out twice. The token does not
/// count, so that a caller may log in again in between. For one call and one thread.
class once {
public:
    /// Looks at the request of a caller of that organisation. `method` distinguishes calls with
    /// equal bodies; `token` is the token's text as it stands in the body. All of it must outlive
    /// this object.
    once(const api_context& context, store::organisation& in, std::string_view method,
         const request& asked, std::string_view token);
    /// Gives the key back if the call was not recorded.
    ~once();
    once(const once&) = delete;
    once& operator=(const once&) = delete;

    /// True if the call needs no more work: it was answered before, or its key cannot be used. Then
    /// `out` is filled.
    bool answer(reply& out);

    /// What to record with the call, or null if it has no key. `write` must fill `out` with the
    /// answer.
    template <class Write>
    const store::once_record* record(reply& out, Write write) {
        if (!has_key_) return nullptr;
        record_.key = key_;
        record_.write_answer = [&out, write] {
            write();
            return std::string_view(out.body().data(), out.body().size());
        };
        return &record_;
    }

    /// The call is recorded with its answer, which `out` already holds.
    void recorded() noexcept { taken_ = false; }

    /// The answer that was kept; empty if the call is a new one.
    std::string_view kept() const noexcept { return answer_; }

private:
    const api_context& context_;
    store::organisation& in_;
    bool has_key_ = false;
    bool taken_ = false;
    bool sound_ = true;
    store::once_key key_;
    store::once_state state_ = store::once_state::first;
    std::string answer_;
    store::once_record record_;
};

}  // namespace crmlocal::http
