// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "domain/batch.hpp"
#include "domain/object_form.hpp"

/// What the parts of the OpenAPI document have in common.
namespace crmlocal::http {

/// JSON of that schema, with an example if there is one.
boost::json::object content_of(boost::json::object schema, boost::json::value example = nullptr);

/// A reference to a schema of the document.
boost::json::object reference_to(std::string_view schema);

/// The answers of a method whose own answer is that schema. It and the refusal share HTTP 200,
/// unless real statuses are on.
boost::json::object responses_of(std::string_view answer);

/// An object with columns, as it is sent. Unknown members are ignored, so nothing is said of them.
boost::json::object columns_schema(std::span<const domain::column> columns);

/// The body of a call, whose token is mandatory: its parameters, and the columns of a flat one.
boost::json::object call_schema(const domain::call_shape& shape);

/// An object as it is answered.
boost::json::object object_schema(const domain::object_form& form);

/// The envelope of an answer with that data.
boost::json::object answer_schema(boost::json::object data);

/// Adds the methods of one type of event but the bulk one, and those about reference data.
void add_event_methods(const domain::event_type& type, boost::json::object& paths);
void add_reference_methods(boost::json::object& paths);
/// Adds the methods about tokens but `authentication/token`.
void add_token_methods(boost::json::object& paths);

/// The names of the schemas of reference data: "AccountObject" of accounts.
std::string object_name_of(const domain::entity_kind& kind);

}  // namespace crmlocal::http
