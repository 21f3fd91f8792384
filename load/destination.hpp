// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

namespace crmlocal::load {

/// A Web API somewhere.
struct destination {
    boost::asio::ip::tcp::endpoint server;
    std::string host;       ///< as the Host field names it
    std::string base_path;  ///< "/crmapi/rest/v2", or empty
};

/// Finds the server of a base URL such as `http://127.0.0.1:8080/crmapi/rest/v2`; without a path,
/// `/crmapi/rest/v2` is meant; `/` alone: none. Throws `std::invalid_argument` if it is no such
/// URL, `std::runtime_error` if nobody answers there.
destination find_destination(const std::string& base_url);

/// Who logs in.
struct credentials {
    std::string username = "bench";
    std::string password = "bench";
    std::string organisation = "bench";
};

/// Logs in and returns the token. Throws `std::runtime_error` with the answer if that fails.
std::string log_in(const destination& at, const credentials& who);

/// What the server says of itself at `/__admin/version`; empty if it says nothing.
std::string identity_of(const destination& at);

/// The head of a POST with a JSON body of that size, to a method below the base path.
std::string post_head(const destination& at, std::string_view method, std::size_t body_bytes);

/// The method that creates events of that type.
std::string bulk_method(std::string_view collection);

}  // namespace crmlocal::load
