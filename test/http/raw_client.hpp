// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crmlocal::test {

/// An answer as it came over the wire.
struct raw_answer {
    unsigned status = 0;
    std::string head;  ///< with the blank line
    std::string body;

    /// The value of that field, empty if there is none. Case does not matter.
    std::string field(std::string_view name) const;
};

/// A client that sends any bytes at all: a plain blocking socket to 127.0.0.1.
class raw_client {
public:
    explicit raw_client(std::uint16_t port, int receive_buffer_bytes = 0);
    ~raw_client();
    raw_client(raw_client&& other) noexcept;
    raw_client& operator=(raw_client other) noexcept;

    /// Sends everything, or returns false if the server does not want it any more.
    bool send(std::string_view bytes);

    /// Sends every byte in a packet of its own.
    bool send_bytewise(std::string_view bytes);

    /// Says that nothing more will be sent.
    void finish_sending();

    /// The next answer; interim ones (100) are answers too. `head_only` if it has no body. None at
    /// the end of the connection, or after `patience`.
    std::optional<raw_answer> receive(bool head_only = false);

    /// All answers until the end of the connection; see `at_end`.
    std::vector<raw_answer> receive_all(bool first_is_head_only = false);

    /// Reads and forgets at least that many bytes; false if there are no more.
    bool skip(std::size_t bytes);

    /// Reads whatever is there until the end and returns how many bytes that was.
    std::size_t receive_rest();

    /// Whether the server has ended the connection in an orderly way, waiting up to `patience`.
    bool at_end();

    std::chrono::milliseconds patience = std::chrono::seconds{10};

private:
    bool fill();

    int socket_ = -1;
    std::string received_;
    bool ended_ = false;
    bool broken_ = false;
};

}  // namespace crmlocal::test
