// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "domain/event_type.hpp"

namespace crmlocal::domain {

/// The six types of customer event of the seed.
extern const event_catalogue customer_events;

/// The parameters of `customer_events/<collection>/show` and `…/cancel`.
extern const call_shape event_call;

/// The body of `authentication/token`.
extern const call_shape login_call;

/// The body of `authentication/web_api_key/token`.
extern const call_shape key_login_call;

/// The body of `authentication/token/release`.
extern const call_shape release_call;

}  // namespace crmlocal::domain
