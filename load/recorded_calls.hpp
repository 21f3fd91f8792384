// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <utility>
#include <vector>

namespace crmlocal::load {

/// A call as it was logged, without secrets.
struct recorded_call {
    std::string id;
    std::int64_t at_us = 0;  ///< when it was received, since 1970
    std::string http_method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    unsigned status = 0;
    std::string answer;
};

/// Reads calls that were exported from a call log, as lines of JSON (NDJSON) or as an HTTP archive
/// (HAR 1.2, of other tools as well), in the order of their times. Throws `std::runtime_error`,
/// which says where the text is neither.
std::vector<recorded_call> read_recorded_calls(std::istream& from);

}  // namespace crmlocal::load
