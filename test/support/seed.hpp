// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace crmlocal::test {

/// A row of one of the seed's parameter tables, in the seed's words.
struct seed_parameter {
    std::string name;
    std::string need;  ///< "mandatory", "semi-optional", "optional"; empty where the seed is silent
    std::string type;  ///< "String", "Rewards Participant Identifier", …
    std::string description;
    std::vector<seed_parameter> keys;  ///< the nested table of an identifier's keys
};

/// Everything that the seed says about one method. Nothing of it is written by hand.
struct seed_method {
    std::string path;                   ///< "customer_events/bulk/web/create"
    std::vector<seed_parameter> call;   ///< parameters of the call
    std::vector<seed_parameter> event;  ///< parameters of one event
    std::vector<seed_parameter> line;   ///< parameters of a product line, where there are any
    std::string request;                ///< the example's body, with {{token}} in it
    std::string response;               ///< the example's answer

    /// The example's body with that token.
    std::string request_with(std::string_view token) const;
    /// The path's part that names the type of event: "web".
    std::string collection() const;
};

/// Reads the vendor's page; throws `std::runtime_error` if it cannot be understood.
std::vector<seed_method> read_seed(const std::filesystem::path& page);

}  // namespace crmlocal::test
