// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "bench/load/round.hpp"
#include "bench/work/machine.hpp"

namespace crmlocal::bench {

/// What the figures were measured with and on, for people.
std::string describe(const machine& on, const std::string& server_identity);

/// The figures of one type of event, for people: medians of the rounds, and the spread.
std::string report(const measurement& m, const load_options& options);

/// The same for machines, round by round.
boost::json::object report_json(const measurement& m);

/// What starting the server several times gave.
struct starts {
    std::vector<double> seconds_to_ready;
    std::vector<double> resident_bytes;
};
std::string report(const starts& s);
boost::json::object report_json(const starts& s);

}  // namespace crmlocal::bench
