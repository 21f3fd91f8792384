// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "domain/fault.hpp"
#include "http/admission.hpp"
#include "http/endpoint.hpp"
#include "http/router.hpp"
#include "http/service.hpp"
#include "http/session_tokens.hpp"
#include "lab/call_log.hpp"
#include "store/ledger.hpp"
#include "store/token_table.hpp"

namespace crmlocal::store {
class persistence;
}

namespace crmlocal::http {

class admin_router;

/// How the API presents itself.
struct api_options {
    std::string base_path = "/crmapi/rest/v2";  ///< paths without it work as well [found]
    std::size_t body_bytes_max = 16 << 20;      ///< of a bulk call
    bool api_faults_as_4xx = false;             ///< instead of HTTP 200 [found]
    token_profile tokens = token_profile::r11;
    admission_options admission = {};
    bool organisations_on_demand = false;  ///< a log-in to one that is not there makes it
    std::string organisation_template;     ///< what new ones are like; empty: the first there was
};

/// What the endpoints of the API share.
struct api_context {
    store::ledger& ledger;
    session_tokens& tokens;
    const api_options& options;
    store::persistence* kept = nullptr;  ///< null: in memory only
    lab::call_log* unmatched = nullptr;  ///< of calls that reached no organisation; or null
    std::weak_ptr<store::tenant> first_tenant = {};  ///< of those that were loaded; set once
    std::atomic<bool> ready = false;     ///< everything is loaded and calls can be served
    std::atomic<bool> draining = false;  ///< the server is about to stop

    /// Refuses a call that could be read: HTTP 200, or the fault's own status if so decided.
    void refuse_call(const domain::refusal& why, reply& out) const;

    /// Refuses a call that was sound but could not be recorded: HTTP 503.
    static void refuse_unrecorded(store::commit_status why, reply& out);
};

/// The Web API: a method for each type of event of the ledger's catalogue, login, and what
/// administration needs. Paths derive from the catalogue.
class api final : public service {
public:
    /// The ledger, the tokens and, if there is one, what keeps the ledger on the disk must outlive
    /// it.
    api(store::ledger& ledger, store::token_table& tokens, api_options options,
        store::persistence* kept = nullptr);
    ~api() override;

    /// Until this was called with true, calls are refused with HTTP 503. Organisations must be
    /// loaded.
    void set_ready(bool ready);

    /// Removes organisations whose time is up, every second, for as long as its loop runs.
    task<void> remove_expired();

    /// Calls that reach no organisation are kept there. It must outlive this; before the first
    /// call.
    void log_unmatched(lab::call_log& in) noexcept { context_.unmatched = &in; }

    std::size_t body_bytes_max(const request& head) const noexcept override;
    task<void> answer(const request& asked, workspace& memory) override;
    void drain() noexcept override { context_.draining = true; }
    void refuse(unsigned status, std::string_view detail, reply& out) const override;

private:
    void add_event_methods(const domain::event_type& type);
    void note_unmatched(const request& asked, workspace& memory) const;

    api_options options_;
    admission admission_;
    session_tokens tokens_;
    api_context context_;
    router routes_;
    std::unique_ptr<admin_router> administration_;
};

}  // namespace crmlocal::http
