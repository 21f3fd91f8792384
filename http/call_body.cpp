// SPDX-License-Identifier: BSL-1.0
#include "http/call_body.hpp"

#include <string>

#include "domain/fault.hpp"
#include "http/envelope.hpp"

namespace crmlocal::http {

bool decode_body(const call_decoder& by, const request& asked, workspace& memory) {
    const auto offset = by.decode({asked.body.data(), asked.body.size()}, memory.batch);
    if (!offset) return true;
    const std::string detail =
        "Request Body Is Not Valid JSON (offset " + std::to_string(*offset) + ").";
    const domain::fault& why = domain::faults::malformed_request;
    write_refusal(domain::refuse(why, detail), static_cast<unsigned>(why.http_status),
                  memory.answer);
    return false;
}

}  // namespace crmlocal::http
