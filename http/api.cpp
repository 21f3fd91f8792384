// SPDX-License-Identifier: BSL-1.0
#include "http/api.hpp"

#include "domain/event_type.hpp"
#include "domain/reference_methods.hpp"
#include "http/admin.hpp"
#include "http/admin_faults.hpp"
#include "http/admin_requests.hpp"
#include "http/admin_router.hpp"
#include "http/api_documents.hpp"
#include "http/asio.hpp"
#include "http/bulk_create.hpp"
#include "http/call_logging.hpp"
#include "http/envelope.hpp"
#include "http/event_endpoint.hpp"
#include "http/log_in.hpp"
#include "http/log_in_by_key.hpp"
#include "http/log_out.hpp"
#include "http/pretty_json.hpp"
#include "http/reference_endpoint.hpp"
#include "http/worlds.hpp"

namespace crmlocal::http {
namespace {

namespace faults = domain::faults;

constexpr std::size_t unknown_body_bytes_max = 64 << 10;  // read, so that the connection goes on
constexpr std::size_t admin_body_bytes_max = 256 << 20;   // a fixture

// The fault that goes with an HTTP status of the transport.
const domain::fault& fault_of(unsigned status) {
    switch (status) {
        case 408: return faults::request_timeout;
        case 413:
        case 414:
        case 431: return faults::request_too_large;
        case 503: return faults::service_unavailable;
        default: return faults::malformed_request;
    }
}

// True if an Allow field lists that HTTP method.
bool allows(std::string_view allowed, std::string_view method) {
    while (!allowed.empty()) {
        const std::size_t comma = allowed.find(", ");
        if (allowed.substr(0, comma) == method) return true;
        allowed.remove_prefix(comma == allowed.npos ? allowed.size() : comma + 2);
    }
    return false;
}

void refuse_http(const domain::refusal& why, reply& out) {
    write_refusal(why, static_cast<unsigned>(why.why->http_status), out);
}

}  // namespace

void api_context::refuse_call(const domain::refusal& why, reply& out) const {
    const bool real = options.api_faults_as_4xx;
    write_refusal(why, real ? static_cast<unsigned>(why.why->http_status) : 200, out);
}

void api_context::refuse_unrecorded(store::commit_status why, reply& out) {
    const bool full = why == store::commit_status::full;
    refuse_http(
        domain::refuse(faults::service_unavailable,
                       full ? "Nothing Can Be Recorded: the Server Uses All the Memory It May."
                            : "Nothing Can Be Recorded at the Moment; Try Again."),
        out);
    out.retry_after_seconds = full ? 60 : 1;
}

api::api(store::ledger& ledger, store::token_table& tokens, api_options options,
         store::persistence* kept)
    : options_(std::move(options)),
      admission_(options_.admission, kept != nullptr),
      tokens_(tokens, options_.tokens),
      context_{ledger, tokens_, options_, kept},
      routes_(options_.base_path),
      administration_(std::make_unique<admin_router>(context_)) {
    const domain::event_catalogue& catalogue = ledger.catalogue();
    for (const domain::event_type& type : catalogue.types) add_event_methods(type);
    routes_.add_method("authentication/token", std::make_shared<log_in>(context_));
    routes_.add_method("authentication/web_api_key/token",
                       std::make_shared<log_in_by_key>(context_));
    routes_.add_method("authentication/token/release", std::make_shared<log_out>(context_));
    for (const domain::reference_methods& methods : domain::methods_of_reference_data)
        add_reference_methods(routes_, context_, methods);
    add_request_methods(*administration_);
    routes_.add_path("/__admin/health", make_readiness(context_));
    add_organisation_methods(*administration_);
    add_state_methods(*administration_);
    add_checkpoint_methods(*administration_);
    add_clock_methods(*administration_);
    add_shutdown(*administration_);
    routes_.add_path("/__admin/health/live", make_liveness());
    routes_.add_path("/__admin/health/ready", make_readiness(context_));
    routes_.add_path("/__admin/snapshots", make_snapshots(context_));
    routes_.add_path("/__admin/version", make_version());
    routes_.add_path("/__admin/rules", make_document([&catalogue] {
                         return pretty_json(rules_document(catalogue));
                     }));
    routes_.add_path("/openapi.json", make_document([this, &catalogue] {
                         return pretty_json(openapi_document(catalogue, options_.base_path));
                     }));
    add_fault_methods(*administration_);
}

void api::add_event_methods(const domain::event_type& type) {
    routes_.add_method(bulk_path_of(type), std::make_shared<bulk_create>(context_, type));
    routes_.add_method(event_path_of(type, "show"), std::make_shared<event_show>(context_, type));
    if (!type.list.parameters.empty())
        routes_.add_method(event_path_of(type, "list"),
                           std::make_shared<event_list>(context_, type));
    if (type.can_be_cancelled)
        routes_.add_method(event_path_of(type, "cancel"),
                           std::make_shared<event_cancel>(context_, type));
    if (!type.single.columns.empty())
        routes_.add_method(event_path_of(type, "create"),
                           std::make_shared<event_create>(context_, type));
}

std::size_t api::body_bytes_max(const request& head) const noexcept {
    if (const auto& to = routes_.find(head.target).answers) return to->body_bytes_max();
    return administration_->finds(head.target) ? admin_body_bytes_max : unknown_body_bytes_max;
}

task<void> api::answer(const request& asked, workspace& memory) {
    reply& out = memory.answer;
    if (!admission_.admit(asked, out)) co_return;
    const router::destination& found = routes_.find(asked.target);
    endpoint* const to = found.answers.get();
    memory.method = found.method;
    memory.caller_known = false;
    if (!to && administration_->finds(asked.target)) {
        co_await administration_->answer(asked, memory);
        co_return;
    }
    if (asked.method == "OPTIONS" && (to || asked.target == "*")) {
        out.status = 204;
        out.allow = to ? to->allowed() : "GET, HEAD, POST, OPTIONS";
        co_return;
    }
    if (!to) {
        refuse_http(domain::refuse(faults::unknown_method), out);
        note_unmatched(asked, memory);
        co_return;
    }
    if (!allows(to->allowed(), asked.method)) {
        const std::string_view instead = to->allowed().substr(0, to->allowed().find(','));
        refuse_http(domain::refuse(faults::method_not_allowed, asked.method, instead), out);
        out.allow = to->allowed();
        note_unmatched(asked, memory);
        co_return;
    }
    if (!context_.ready && !to->serves_while_loading()) {
        refuse_http(domain::refuse(faults::service_unavailable,
                                   "The Server Is Starting and Loads Its Data; Try Again."),
                    out);
        out.retry_after_seconds = 1;
        co_return;
    }
    memory.watched.reset();
    co_await to->answer(asked, memory);
    if (!memory.watched) {
        if (!memory.caller_known && !found.method.empty()) note_unmatched(asked, memory);
        co_return;
    }
    if (co_await wait_first(context_, memory)) co_await to->answer(asked, memory);
    end_watching(context_, asked, memory);
}

void api::note_unmatched(const request& asked, workspace& memory) const {
    if (context_.unmatched) log_unmatched_call(asked, memory, *context_.unmatched);
}

api::~api() = default;

void api::set_ready(bool ready) {
    const auto tenants = context_.ledger.tenants();
    if (!tenants.empty()) context_.first_tenant = tenants.front();
    context_.ready = ready;
}

task<void> api::remove_expired() {
    constexpr auto pause = std::chrono::seconds(1);
    const executor here = co_await asio::this_coro::executor;
    steady_timer timer(here);
    for (;;) {
        timer.expires_after(pause);
        const auto [error] = co_await timer.async_wait(as_result);
        if (error) co_return;
        if (!context_.ready) continue;
        const auto tenants = context_.ledger.tenants();
        for (const auto& of : tenants) co_await remove_if_expired(context_, of);
    }
}

void api::refuse(unsigned status, std::string_view detail, reply& out) const {
    write_refusal(domain::refuse(fault_of(status), detail), status, out);
}

}  // namespace crmlocal::http
