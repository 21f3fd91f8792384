// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "load/machine.hpp"
#include "load/plan.hpp"
#include "load/round.hpp"

namespace crmlocal::load {

/// What the figures were measured with and on, for people.
std::string describe(const machine& on, const std::string& server);

/// The figures of one measurement, for people: medians of the rounds, the spread, and every cost
/// also as a multiple of the yardstick.
std::string report(const measurement& m, const plan& how);
std::string report(const starts& s);

/// All of it for machines, round by round.
boost::json::object report_json(const std::vector<measurement>& all, const plan& how,
                                const machine& on);
boost::json::object report_json(const starts& s, const machine& on);

/// All of it to look at: one HTML file that needs nothing else, with plots of the latencies and of
/// the rate over time.
std::string report_html(const std::vector<measurement>& all, const plan& how, const machine& on);

}  // namespace crmlocal::load
