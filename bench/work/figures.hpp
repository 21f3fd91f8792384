// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <vector>

namespace crmlocal::bench {

/// What several rounds gave for one figure.
struct spread {
    double median = 0;
    double lowest = 0;
    double highest = 0;
};

/// The value below which that share of the sorted values lies; 0 if there are none.
template <class T>
T quantile(const std::vector<T>& sorted, double share) {
    if (sorted.empty()) return {};
    const auto index =
        static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * share + 0.5);
    return sorted[index];
}

inline spread spread_of(std::vector<double> values) {
    if (values.empty()) return {};
    std::ranges::sort(values);
    return {quantile(values, 0.5), values.front(), values.back()};
}

}  // namespace crmlocal::bench
