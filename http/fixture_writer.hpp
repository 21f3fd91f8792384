// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/json/object.hpp>

#include "store/ledger.hpp"

namespace crmlocal::http {

/// An organisation as it is now in the form of a fixture (contract, section 6): entities that were
/// created since included, and `next_numbers` as the next events get them. What `read_fixture`
/// reads.
boost::json::object write_fixture(store::ledger& ledger, store::organisation& of);

/// Adds who may log in: `users` and `web_api_keys`.
void write_log_ins(const store::fixture& of, boost::json::object& out);

/// Its settings alone.
boost::json::object write_settings(const store::organisation_settings& settings);

/// An entity as an object of a fixture.
boost::json::object write_entity(const store::references& in, const domain::entity_kind& kind,
                                 std::uint32_t ordinal);

}  // namespace crmlocal::http
