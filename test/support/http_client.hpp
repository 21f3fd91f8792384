// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "test/support/deadline.hpp"
#include "test/support/file_descriptor.hpp"

namespace crmlocal::test {

using header_fields = std::vector<std::pair<std::string, std::string>>;

/// A response as it came, the body without its framing.
struct response {
    int status = 0;
    std::string reason;
    header_fields fields;
    std::string body;

    /// The value of a field; nothing if it is not there. Names in any case. Throws
    /// `std::runtime_error` if it is there twice.
    std::optional<std::string> field(std::string_view name) const;
};

/// The connection ended where a response might have begun.
struct connection_ended : std::runtime_error {
    connection_ended() : std::runtime_error("the connection ended before a response") {}
};

/// One connection to a server on 127.0.0.1 that is strict about what comes back. Every call waits,
/// but not for ever: what does not happen in time, and what is not HTTP/1.1, throws
/// `std::runtime_error`.
class http_client {
public:
    explicit http_client(std::uint16_t port);

    /// Sends the bytes as they are.
    void send(std::string_view bytes);

    /// Sends the bytes, but stops as soon as something comes back or the connection is cut; how
    /// many were sent.
    std::size_t send_until_answered(std::string_view bytes);

    /// Sends as much of the bytes as goes out without waiting; how many were sent.
    std::size_t send_what_fits(std::string_view bytes);

    /// Reads one response. A response to HEAD has no body. Throws `connection_ended` if there is
    /// none.
    response receive(bool to_head = false);

    /// True if nothing more comes and the peer closes the connection.
    bool is_closed_by_peer();

    /// Tells the peer that nothing more will be sent.
    void finish_sending();

    response get(std::string_view target);
    response post(std::string_view target, std::string_view body, const header_fields& more = {});

private:
    bool read_some(deadline until);
    std::string take_line(deadline until);
    void take(std::size_t size, std::string& into, deadline until);
    void take_chunks(std::string& into, deadline until);

    file_descriptor socket_;
    std::string received_;
};

/// The bytes of a request with Host and Content-Length.
std::string request_text(std::string_view method, std::string_view target, std::string_view body,
                         const header_fields& more = {});

}  // namespace crmlocal::test
