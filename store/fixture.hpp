// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/rules.hpp"
#include "store/reference_data.hpp"

namespace crmlocal::store {

/// Who may log in to an organisation.
struct user {
    std::string username;
    std::string password;
};

/// What an organisation has decided about itself.
struct organisation_settings {
    bool global_numbering = false;  ///< one sequence of numbers for all types of event
    domain::rule_settings rules;
    std::int64_t expires_on = 0;  ///< by its clock, milliseconds since 1970; 0: never
};

/// An organisation as one fixture file describes it, before its first event.
struct fixture {
    std::string organisation;
    std::vector<user> users;
    std::vector<std::string> web_api_keys;
    std::shared_ptr<const reference_data> data;
    std::vector<std::uint64_t> next_numbers;  ///< one for each type of the catalogue; 1 if silent
    organisation_settings settings;
};

}  // namespace crmlocal::store
