// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "load/round.hpp"

namespace crmlocal::load {

/// What several rounds gave for one figure.
struct spread {
    double median = 0;
    double lowest = 0;
    double highest = 0;
};

/// Of no values all is 0.
spread spread_of(std::vector<double> values);

/// A figure of a round.
struct figure {
    std::string_view text;  ///< for people
    std::string_view name;  ///< for machines
    int decimals;
    bool is_cost;  ///< processor seconds per million events, comparable with the yardstick
    double (*of)(const round_figures&);
};

/// All figures there are, in the order in which they are told.
std::span<const figure> figures();

/// Over all rounds.
spread spread_of(const measurement& m, const figure& f);

/// A cost as a multiple of the yardstick in the same round, over all rounds.
spread multiples_of_yardstick(const measurement& m, const figure& cost);

/// Which shares of the calls are told of, and their names.
struct percentile {
    std::string_view name;
    double share;
};
inline constexpr percentile percentiles[] = {
    {"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p99.9", 0.999}, {"p99.99", 0.9999}};

/// Whether there are enough calls for a percentile to be something else than the highest.
bool is_known(const percentile& p, const latency_histogram& of) noexcept;

/// 1234567.8 → "1,234,567.8".
std::string with_commas(double value, int decimals);

/// The conditions of a measurement, in one line.
std::string describe_work(const measurement& m, const plan& how);

}  // namespace crmlocal::load
