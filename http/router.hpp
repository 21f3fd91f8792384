// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "http/endpoint.hpp"
#include "store/hash.hpp"

namespace crmlocal::http {

/// Finds the endpoint of a path. Callers are sloppy [found]: doubled slashes and one trailing slash
/// are tolerated, and methods of the Web API are found with and without the base path.
class router {
public:
    /// `base_path` begins with a slash and does not end with one, or is empty.
    explicit router(std::string base_path) : base_path_(std::move(base_path)) {}

    /// Adds a method of the Web API, "authentication/token" for instance.
    void add_method(std::string_view path, std::shared_ptr<endpoint> answers);

    /// Adds a path that has no base path, "/__admin/version" for instance.
    void add_path(std::string_view path, std::shared_ptr<endpoint> answers);

    /// What answers a path.
    struct destination {
        std::shared_ptr<endpoint> answers;  ///< null: nothing does
        std::string method;                 ///< of the Web API; empty for other paths
    };

    /// What answers a request's target. The query is not looked at.
    const destination& find(std::string_view target) const;

private:
    std::string base_path_;
    boost::unordered_flat_map<std::string, destination, store::text_hash, std::equal_to<>>
        destinations_;
};

}  // namespace crmlocal::http
