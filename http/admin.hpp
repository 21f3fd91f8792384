// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/admin_router.hpp"
#include "http/api.hpp"
#include "http/endpoint.hpp"

namespace crmlocal::http {

/// `/__admin/health/live`: 200 as long as the process answers at all.
std::shared_ptr<endpoint> make_liveness();

/// `/__admin/health` and `/__admin/health/ready`: 200 when calls are served, 503 before.
std::shared_ptr<endpoint> make_readiness(const api_context& context);

/// A document that is made when it is first asked for, and then kept: `/openapi.json` for instance.
std::shared_ptr<endpoint> make_document(std::function<std::string()> write);

/// `/__admin/version`: the version and the commit it was built from.
std::shared_ptr<endpoint> make_version();

/// `/__admin/snapshots`: POST takes a snapshot and tells of it when it is on the disk, GET tells of
/// the last one.
std::shared_ptr<endpoint> make_snapshots(const api_context& context);

/// Adds `POST /__admin/shutdown`: the process stops as on SIGTERM, after what it has received is
/// answered.
void add_shutdown(admin_router& to);

}  // namespace crmlocal::http
