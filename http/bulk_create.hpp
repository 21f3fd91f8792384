// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "domain/event_type.hpp"
#include "http/api.hpp"
#include "http/call_decoder.hpp"
#include "http/endpoint.hpp"

namespace crmlocal::http {

/// `customer_events/bulk/<collection>/create`: up to 1000 events of one type in a call, each judged
/// by itself [seed].
class bulk_create final : public endpoint {
public:
    /// Both must outlive it.
    bulk_create(const api_context& context, const domain::event_type& type)
        : context_(context), decoder_(type.bulk, &type) {}

    std::string_view allowed() const noexcept override { return "POST"; }
    std::size_t body_bytes_max() const noexcept override { return context_.options.body_bytes_max; }
    task<void> answer(const request& asked, workspace& memory) override;

private:
    const api_context& context_;
    call_decoder decoder_;
};

}  // namespace crmlocal::http
