// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <boost/test/unit_test.hpp>

#include "test/app/world_server.hpp"
#include "test/support/json.hpp"

namespace crmlocal::test {

/// The path of an organisation's faults.
inline std::string faults_of(const std::string& organisation = "world") {
    return "/__admin/organisations/" + organisation + "/faults";
}

/// Puts these faults, an array in JSON, in place of all that the organisation has.
inline void put_faults(http_client& by, const std::string& faults,
                       const std::string& organisation = "world") {
    const response answer = by.post(faults_of(organisation) + "/replace", faults);
    BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
}

/// How often the fault at that position has matched, fired and refused events: "3 2 0".
inline std::string counts_of(http_client& by, std::size_t position = 0) {
    const json::value read = parse_json(by.get(faults_of()).body);
    const json::value& counts = read.at("faults").at(position).at("counts");
    return json::serialize(counts.at("matched")) + " " + json::serialize(counts.at("fired")) + " " +
           json::serialize(counts.at("refused_events"));
}

}  // namespace crmlocal::test
