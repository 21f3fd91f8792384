// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "http/admin_call.hpp"
#include "http/admin_router.hpp"

namespace crmlocal::http {

/// An organisation that is to be made.
struct world_request {
    std::string name;                                 ///< must not be empty
    std::shared_ptr<const store::fixture> described;  ///< with the organisation's name in it
    std::uint64_t seed = 0;
    std::shared_ptr<store::organisation> like;  ///< whose reference data it shares, or null
};

/// A seed that nobody has chosen. Any JSON reader can hold it: 53 bits.
std::uint64_t random_seed();

/// The organisation from which others are made when nothing else is said: the one that the options
/// name, or the first that there was; null if there is none.
std::shared_ptr<store::organisation> find_template(const api_context& context);

/// An organisation like another one, by another name: its users, settings and reference data, and
/// Web API keys of its own.
world_request make_like(std::shared_ptr<store::organisation> like, std::string name);

/// A log-in to an organisation that is not there: makes it from the template if the server was told
/// to and the template has that user. Null if not.
task<std::shared_ptr<store::tenant>> make_on_demand(const api_context& context,
                                                    std::string_view name,
                                                    std::string_view username,
                                                    std::string_view password);

/// Removes an organisation whose time is up; true if it was.
task<bool> remove_if_expired(const api_context& context, std::shared_ptr<store::tenant> of);

/// How a change of organisations ended, if it did not succeed, as an error to be thrown.
admin_error refused_change(store::organisation_status why, const std::string& name);

/// A tenant's organisation as it is now. Throws `admin_error` if it was removed.
std::shared_ptr<store::organisation> current_organisation(const store::tenant& of);

/// Adds /__admin/organisations and what is below it: making, showing, resetting and removing them;
/// their state as a fixture; their checkpoints; their clocks.
void add_organisation_methods(admin_router& to);
void add_state_methods(admin_router& to);
void add_checkpoint_methods(admin_router& to);
void add_clock_methods(admin_router& to);

/// Part of an organisation's description: its clock as JSON.
json::object describe_clock(store::organisation_clock& clock);
/// Sets a clock as a JSON object says, what it leaves out is left as it is. Throws `admin_error`.
void set_clock(store::organisation_clock& clock, const json::value& how);

/// A time as text: `2016-06-22T10:10:10.123`; that of the organisation, in no zone.
std::string format_time(store::time_point time);

/// Reads an organisation's fixture from JSON; the name is what it is called whatever it says.
/// Throws `admin_error`.
store::fixture read_described(const api_context& context, json::object described,
                              const std::string& name, std::uint64_t seed);

}  // namespace crmlocal::http
