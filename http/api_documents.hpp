// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "domain/event_type.hpp"

/// The API described by the tables that enforce it: nothing here is written twice.
namespace crmlocal::http {

/// The OpenAPI 3.1 description of the API of that catalogue.
boost::json::object openapi_document(const domain::event_catalogue& catalogue,
                                     std::string_view base_path);

/// Its schemas, by name.
boost::json::object openapi_schemas(const domain::event_catalogue& catalogue);

/// A body of a bulk call that the organisation `demo` accepts, with one event.
boost::json::object example_call(const domain::event_type& type);

/// All rules of all types in their order, with their standing, as data.
boost::json::object rules_document(const domain::event_catalogue& catalogue);

/// The same for people, in Markdown: per method its parameters and rules, then the faults.
std::string api_markdown(const domain::event_catalogue& catalogue, std::string_view base_path);

/// The name of a type's schemas: "SocialMedia" of "social media".
std::string schema_name_of(const domain::event_type& type);

/// The path of a type's bulk method, without the base path.
std::string bulk_path_of(const domain::event_type& type);

}  // namespace crmlocal::http
