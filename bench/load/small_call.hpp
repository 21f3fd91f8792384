// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

namespace crmlocal::bench {

/// The head of a POST with a JSON body of that size.
std::string post_head(std::string_view path, const boost::asio::ip::tcp::endpoint& server,
                      std::size_t body_bytes);

/// Makes one small call and waits for it: the body of an answer with HTTP status 200. Throws
/// `std::runtime_error` for any other.
std::string get(const boost::asio::ip::tcp::endpoint& server, std::string_view path);
std::string post(const boost::asio::ip::tcp::endpoint& server, std::string_view path,
                 std::string_view json);

/// Logs in to the organisation `bench` and returns the token.
std::string log_in(const boost::asio::ip::tcp::endpoint& server);

/// The address in `http://127.0.0.1:8080`. Throws `std::runtime_error` if it is no such text, and
/// if it is not on this machine: load goes nowhere else.
boost::asio::ip::tcp::endpoint server_at(std::string_view url);

}  // namespace crmlocal::bench
