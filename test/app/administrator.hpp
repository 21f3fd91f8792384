// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "test/app/verdicts.hpp"
#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {

/// Where organisations are administered.
inline const std::string all_organisations = "/__admin/organisations";

/// Administers a server: what is answered is the body, with the status that is expected.
class administrator {
public:
    explicit administrator(std::uint16_t port) : client_(port) {}

    json::value call(std::string_view method, const std::string& path, const std::string& body = "",
                     int status = 200) {
        client_.send(request_text(method, path, body));
        const response answer = client_.receive();
        BOOST_TEST_REQUIRE(answer.status == status, method << " " << path << ": " << answer.body);
        return parse_json(answer.body);
    }
    json::value post(const std::string& path, const std::string& body = "{}", int status = 200) {
        return call("POST", path, body, status);
    }
    json::value get(const std::string& path, int status = 200) {
        return call("GET", path, "", status);
    }
    std::string make(const std::string& body) {
        return std::string(post(all_organisations, body, 201).at("token").as_string());
    }
    std::string complaint(std::string_view method, const std::string& path, const std::string& body,
                          int status) {
        return std::string(call(method, path, body, status).at("message").as_string());
    }

private:
    http_client client_;
};

/// Rows as they are compared: number and id of each, in order.
inline std::string rows_of(const bulk_answer& answer) {
    std::string out;
    for (const processed_row& row : answer.processed) out += row.number + ":" + row.id + " ";
    for (const unprocessed_row& row : answer.unprocessed) out += row.error_code + " ";
    return out;
}

/// How many events of a type an organisation has.
inline std::size_t events_of(administrator& admin, const std::string& name, std::string_view type) {
    return admin.get(all_organisations + "/" + name).at("events").at(type).to_number<std::size_t>();
}

}  // namespace crmlocal::test
