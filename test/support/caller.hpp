// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "test/support/http_client.hpp"

namespace crmlocal::test {

/// An event that was created, as its row says.
struct processed_row {
    std::string request_unique_identifier, number, id;
};
/// An event that was refused, as its row says.
struct unprocessed_row {
    std::string request_unique_identifier, error_code, error_description;
};
/// What a bulk call answers.
struct bulk_answer {
    std::vector<unprocessed_row> unprocessed;
    std::vector<processed_row> processed;

    std::vector<std::string> numbers() const;
};

/// Reads an answer with HTTP status 200 and status OK strictly: exactly the members of the
/// contract, in its order. Throws `std::runtime_error` with the answer if it is another one.
bulk_answer read_bulk_answer(const response& from);

/// The answer's `status.code` and so on if it is a refusal in the contract's envelope; throws
/// `std::runtime_error` otherwise.
struct refused_call {
    std::string code, description, message;
};
refused_call read_refusal(const response& from);

/// True if it is a version 4 UUID as 32 upper-case hexadecimal characters.
bool is_event_id(std::string_view text);

/// Logs in; throws `std::runtime_error` with the answer if that fails.
std::string token_of(http_client& client, std::string_view organisation, std::string_view user,
                     std::string_view password);

/// The body of a bulk call. `more` is put between the token and the events: `"fields_set":"id",`.
std::string bulk_body(std::string_view token, std::string_view collection,
                      const std::vector<std::string>& events, std::string_view more = "");

/// "/crmapi/rest/v2/customer_events/bulk/web/create"
std::string bulk_path(std::string_view collection);

/// Somebody who has logged in and makes calls over one connection.
class caller {
public:
    /// Logs in as the user of a `world`.
    explicit caller(std::uint16_t port, std::string_view organisation = "world");

    response post(std::string_view collection, const std::vector<std::string>& events,
                  std::string_view more = "");
    bulk_answer create(std::string_view collection, const std::vector<std::string>& events,
                       std::string_view more = "");

    http_client client;
    std::string token;
};

}  // namespace crmlocal::test
